"""The page on which an adjudicator chooses between coders."""
