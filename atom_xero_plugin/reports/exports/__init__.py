"""Answers of skills as files: typed tables, written as CSV, XLSX, PDF or JSON with the skill's own figures."""
