"""The best match of bank lines and open items: pure computation, without Xero and without a database."""
