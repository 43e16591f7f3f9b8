"""One small reader per kind of file: the bytes in, a `Reading` out; what a turn is, is settled elsewhere."""
