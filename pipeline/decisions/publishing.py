"""The store as rows of the published tables."""
