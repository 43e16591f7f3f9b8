"""Updating: bring a trained model up to date with a few verdicts, without training it anew."""
