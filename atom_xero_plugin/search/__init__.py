"""Search over everything that was heard of Xero."""
