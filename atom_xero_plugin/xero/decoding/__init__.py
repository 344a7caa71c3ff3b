"""Bytes to records, leniently."""
