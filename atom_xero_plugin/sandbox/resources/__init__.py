"""What each Xero resource answers, one file a resource: reading, checking, saving."""
