"""Prefect flows: thin, around `pipeline.steps`; nothing else knows Prefect."""
