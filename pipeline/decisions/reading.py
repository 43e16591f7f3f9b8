"""The store as people see it, in a few queries."""
