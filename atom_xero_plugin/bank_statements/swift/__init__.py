"""Bank statements as SWIFT messages."""
