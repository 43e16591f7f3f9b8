"""A transcript with its fragments enters the store whole."""
