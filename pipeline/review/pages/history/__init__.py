"""The history of a fragment."""
