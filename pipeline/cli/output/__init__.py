"""Output of the command line: sentences and tables."""
