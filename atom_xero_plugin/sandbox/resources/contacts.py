"""`/Contacts`: customers and suppliers."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final

from atom_xero_plugin.sandbox.api.kind import Kind, ListRules, Query, Test
from atom_xero_plugin.sandbox.books.books import Books
from atom_xero_plugin.sandbox.books.outstanding import outstanding
from atom_xero_plugin.sandbox.books.table import Row, fold, text_key
from atom_xero_plugin.sandbox.resources import contacts_rows
from atom_xero_plugin.sandbox.resources import contacts_rules as saving
from atom_xero_plugin.sandbox.resources.contact_groups import groups_of
from atom_xero_plugin.sandbox.resources.records import Records

_CREDITS: Final = ("CreditNotes",)


def _active_name(contact: Row) -> str | None:
    return fold(contact["Name"]) if contact["ContactStatus"] == "ACTIVE" else None


def _fresh(books: Books) -> tuple[tuple[int, ...], date]:
    """What the balances of the contacts hang on: they are kept until an invoice, a credit or the day changes."""
    return tuple(books[name].version for name in ("Invoices", "ContactGroups", *_CREDITS)), books.today()


def _show(books: Books, row: Row, form: str) -> Row:
    shown = contacts_rows.shown(row, form)
    if form.startswith(("single", "full")):
        key = _fresh(books)
        unused = [each for name in _CREDITS for each in books[name].rows.values()]
        balances = books.stored("balances", key, lambda: outstanding(books["Invoices"].rows.values(), key[1], unused))
        shown |= {"ContactGroups": groups_of(books, row["ContactID"])}
        shown |= {"Balances": balances[row["ContactID"]]} if row["ContactID"] in balances else {}
    return shown


def _filters(query: Query) -> Iterable[Test]:
    """Archived ones are left out unless they are asked for, one by one or all."""
    if query.get("includearchived", "").lower() != "true" and not query.get("ids"):
        yield lambda row: bool(row["ContactStatus"] == "ACTIVE")


KIND: Final = Kind(
    plural="Contacts",
    id_field="ContactID",
    type=saving.TYPE,
    fields=saving.FIELDS,
    show=_show,
    fresh=_fresh,
    indexes={"active_name": _active_name, "name": text_key("Name"), "number": text_key("ContactNumber"),
             "account_number": text_key("AccountNumber")},
    lists=ListRules(
        paged=True,
        ids=True,
        searched=("Name", "FirstName", "LastName", "ContactNumber", "CompanyNumber", "EmailAddress"),
        filters=_filters,
    ),
    blank={"Addresses": [], "Phones": [], "ContactGroups": [], "ContactPersons": []},
    error_flag="HasValidationErrors",
)  # fmt: skip
ROUTES: Final = [
    Records(
        KIND,
        lambda books, sent, existing, _: saving.save(books, sent, existing),
        saving.existing_for,
        second_key="number",
    ).resource(read_scopes=("accounting.contacts.read",), write_scopes=("accounting.contacts",))
]
