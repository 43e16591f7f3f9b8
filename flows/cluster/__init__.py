"""Reading and scoring on the workers of a Dask cluster."""
