"""Hearing what happens in Xero: polls, the mirror of what was heard, transitions, and the outbox of events."""
