"""Talks to Xero: knows HTTP and accounting shapes, nothing of chat, tables or hosts."""
