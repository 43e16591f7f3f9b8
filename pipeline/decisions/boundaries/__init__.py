"""Fragment boundaries that people change: split, merge, move, undo."""
