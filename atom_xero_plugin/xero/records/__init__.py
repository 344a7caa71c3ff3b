"""What Xero has, one file a resource: its record, what may be sent, what it is filtered by, and its Endpoint."""
