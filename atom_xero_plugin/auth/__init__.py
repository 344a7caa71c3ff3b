"""Who may act for which organisation: logins at Xero, their tokens, and the connections they give."""
