"""drempel: an NLP-assisted coding pipeline for Dutch interviews, from transcript to reviewed Parquet tables."""
