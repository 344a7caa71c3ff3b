"""Writes as plans: proposed, approved, executed once, read back, undone."""
