"""Bank statements: read from files, and matched with what is in the books. Nothing here talks to Xero."""
