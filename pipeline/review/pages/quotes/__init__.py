"""The page of quotes."""
