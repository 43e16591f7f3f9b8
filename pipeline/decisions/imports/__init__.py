"""Hand codes: read the file, check its rows, store them as verdicts."""
