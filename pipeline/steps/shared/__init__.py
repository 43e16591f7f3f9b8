"""What several steps use."""
