"""Xero's limits, shared by all processes of one database."""
