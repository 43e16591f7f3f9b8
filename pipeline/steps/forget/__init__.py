"""Remove one participant from a study."""
