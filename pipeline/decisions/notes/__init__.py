"""Memos and quotes."""
