"""The page from which a study is managed."""
