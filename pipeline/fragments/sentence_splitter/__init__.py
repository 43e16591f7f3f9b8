"""Sentence boundaries in Dutch text."""
