"""Syncing what happens in Xero: polls, the mirror of what was synced, transitions, and the outbox of events."""
