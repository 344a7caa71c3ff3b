"""Bank statements as CSV."""
