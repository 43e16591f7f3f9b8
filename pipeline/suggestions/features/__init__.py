"""Features of a passage."""
