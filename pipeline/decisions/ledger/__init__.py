"""The ledger of verdicts, and what is derived from it."""
