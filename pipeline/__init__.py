"""drempel: the coding of Dutch interviews, from transcript to reviewed Parquet."""
