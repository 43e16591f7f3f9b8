"""A model's suggestions take the place of older ones."""
