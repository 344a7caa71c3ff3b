"""From a bank statement to what is in Xero: candidates, what fits, and the plan that records it."""
