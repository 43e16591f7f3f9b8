"""What the command line prints: sentences and tables."""
