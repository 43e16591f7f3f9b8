"""Versions of the codebook, and what a code that was given then counts as now."""
