"""What is kept beside the ledger is what the ledger says."""
