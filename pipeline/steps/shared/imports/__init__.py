"""Import of a project: plan it, convert it to rows, and read tables that drempel exported."""
