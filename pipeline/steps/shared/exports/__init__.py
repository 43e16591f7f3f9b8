"""What the verb `export` writes besides the published tables."""
