"""Rows of the published tables, and training data."""
