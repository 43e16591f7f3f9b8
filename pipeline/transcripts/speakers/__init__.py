"""Find who speaks: labels in running text, captions and rows, the layout of a file, and the role of each speaker."""
