"""Prevalence of codes."""
