"""What people decided becomes examples to learn from."""
