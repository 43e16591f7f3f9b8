"""Verdicts are added to the ledger and never changed."""
