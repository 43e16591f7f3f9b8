"""Functions that several steps use."""
