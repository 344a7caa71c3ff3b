"""The routes of the books: contacts, invoices and bills, bank accounts."""
