"""The page on which a judge chooses between coders."""
