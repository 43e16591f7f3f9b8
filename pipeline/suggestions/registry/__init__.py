"""Stored models, their cards, and proposals."""
