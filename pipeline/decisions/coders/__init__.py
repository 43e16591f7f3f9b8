"""Coders: accounts, blinding, double coding."""
