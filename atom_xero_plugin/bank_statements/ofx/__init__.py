"""Bank statements as OFX and QFX."""
