"""Prefect flows around `pipeline.steps`; the only package that imports Prefect."""
