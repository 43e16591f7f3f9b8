"""The page of memos."""
