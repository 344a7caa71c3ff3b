"""What invoices, bills and other documents share."""
