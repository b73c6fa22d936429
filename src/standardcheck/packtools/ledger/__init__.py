"""The ledger: every clause of the encoded documents, and what became of it."""
