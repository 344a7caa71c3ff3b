"""`/BankTransactions`: money received and spent."""

from __future__ import annotations

from typing import Final

from atom_xero_plugin.sandbox.api.kind import Kind, ListRules
from atom_xero_plugin.sandbox.api.where_fields import record_type
from atom_xero_plugin.sandbox.books.books import Books
from atom_xero_plugin.sandbox.books.table import Row
from atom_xero_plugin.sandbox.resources import bank_transactions_rows
from atom_xero_plugin.sandbox.resources import bank_transactions_rules as saving
from atom_xero_plugin.sandbox.resources.accounts_rules import TYPE as ACCOUNT_TYPE
from atom_xero_plugin.sandbox.resources.contacts_rules import TYPE as CONTACT_TYPE
from atom_xero_plugin.sandbox.resources.outcomes import Saved
from atom_xero_plugin.sandbox.resources.records import Records


def _save(books: Books, sent: Row, existing: Row | None, places: int) -> Saved:
    if existing is None:
        return saving.create(books, sent, places=places)
    return saving.change(books, sent, existing, places=places)


KIND: Final = Kind(
    plural="BankTransactions",
    id_field="BankTransactionID",
    type=record_type(
        "BankTransaction",
        saving.FIELDS,
        {"Contact": CONTACT_TYPE, "BankAccount": ACCOUNT_TYPE},
        Guid="PrepaymentID OverpaymentID",
        DateTime="UpdatedDateUTC",
        Boolean="HasAttachments",
    ),
    fields=saving.FIELDS,
    show=bank_transactions_rows.show,
    shows=bank_transactions_rows.shows,
    postings=bank_transactions_rows.postings,
    lists=ListRules(paged=True),
    blank={"LineItems": []},
)
ROUTES: Final = [
    Records(KIND, _save).resource(
        read_scopes=("accounting.banktransactions.read", "accounting.transactions.read"),
        write_scopes=("accounting.banktransactions", "accounting.transactions"),
    )
]
