"""The pages that compare coders."""
