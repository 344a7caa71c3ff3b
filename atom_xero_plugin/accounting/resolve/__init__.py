"""From the names people use to one record: contacts, invoices, accounts, tax rates, items.

For a write an exact name, number or id decides, and nothing else: several are answered with `Ambiguous`, none with
`NotFound`, each with the near ones. The `likely_…` functions are for reads.
"""
