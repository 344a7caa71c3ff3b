"""From the names people use to one record: contacts, invoices, accounts, tax rates, items.

For a write an exact name, number or id decides, and nothing else: several are answered with `Ambiguous`, none with
`NotFound`, each with the near ones. The `likely_…` functions are for reads.
"""

from atom_xero_plugin.accounting.resolve.chart import (
    Chart,
    Items,
    TaxRates,
    chart,
    items,
    likely_bank_account,
    tax_rates,
)
from atom_xero_plugin.accounting.resolve.contacts import (
    contact_candidate,
    likely_contact,
    merged_into,
    one_contact,
    refuse_archived,
)
from atom_xero_plugin.accounting.resolve.documents import (
    invoice_candidate,
    invoice_label,
    likely_document,
    likely_invoice,
    one_document,
    one_invoice,
    one_payment,
)
from atom_xero_plugin.accounting.resolve.existing import (
    refuse_taken_contact,
    refuse_unused_currency,
)
from atom_xero_plugin.accounting.resolve.optional_reads import if_answered
from atom_xero_plugin.accounting.resolve.resolver import Match, casefolded, unaccented
from atom_xero_plugin.accounting.resolve.similar import near_contacts, near_invoices

__all__ = [
    "Chart",
    "Items",
    "Match",
    "TaxRates",
    "casefolded",
    "chart",
    "contact_candidate",
    "if_answered",
    "invoice_candidate",
    "invoice_label",
    "items",
    "likely_bank_account",
    "likely_contact",
    "likely_document",
    "likely_invoice",
    "merged_into",
    "near_contacts",
    "near_invoices",
    "one_contact",
    "one_document",
    "one_invoice",
    "one_payment",
    "refuse_archived",
    "refuse_taken_contact",
    "refuse_unused_currency",
    "tax_rates",
    "unaccented",
]
