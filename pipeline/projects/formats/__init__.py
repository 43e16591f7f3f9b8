"""One module per program whose projects are read."""
