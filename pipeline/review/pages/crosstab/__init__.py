"""The table of codes by interview column."""
