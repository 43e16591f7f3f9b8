"""Hand codes enter the ledger all together or not at all."""
