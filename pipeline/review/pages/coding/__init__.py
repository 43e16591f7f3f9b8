"""The page on which an interview is coded."""
