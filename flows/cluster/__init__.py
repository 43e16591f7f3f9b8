"""Work handed to the workers of a Dask cluster."""
