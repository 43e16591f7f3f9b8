"""Benchmarks: ratios to another tool or to a limit, measured in the same run. `python -m bench [NAME…]`."""
