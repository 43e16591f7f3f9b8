"""Interviews in the store: insert, replace, anchor, erase."""
