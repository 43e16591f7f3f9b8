"""Read-only queries on the store."""
