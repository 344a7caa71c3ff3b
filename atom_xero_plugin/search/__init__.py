"""Search over everything that was synced of Xero."""
