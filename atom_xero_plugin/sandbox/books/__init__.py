"""The books of one organisation: rows, ledger, totals."""
