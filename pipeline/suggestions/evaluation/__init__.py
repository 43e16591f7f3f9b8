"""Evaluation: metrics, intervals, baselines."""
