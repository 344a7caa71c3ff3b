"""Bank statements as messages of ISO 20022."""
