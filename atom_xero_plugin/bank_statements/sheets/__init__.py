"""Bank statements as spreadsheets."""
