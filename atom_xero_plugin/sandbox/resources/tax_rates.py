"""`/TaxRates`: what tax a line bears. One rate a request."""

from __future__ import annotations

from typing import Final

from atom_xero_plugin.sandbox import listing, problems
from atom_xero_plugin.sandbox.books import Books
from atom_xero_plugin.sandbox.call import Call, Result
from atom_xero_plugin.sandbox.resource import Resource
from atom_xero_plugin.sandbox.resources import tax_rates_save as saving
from atom_xero_plugin.sandbox.resources.answers import one, saved_one
from atom_xero_plugin.sandbox.table import Row
from atom_xero_plugin.sandbox.validation import Invalid, NoSuchRecord


def get(books: Books, call: Call) -> Result:
    """Every rate, or the one of a tax type."""
    if call.identity is None:
        return listing.answer(books.tax_rates, call)
    row = books.tax_rates.rows.get(call.identity.upper())
    if row is None or call.rest:
        raise NoSuchRecord(call.identity)
    return one(call, books.tax_rates, row)


def put(books: Books, call: Call) -> Result:
    """Create one rate."""
    if call.identity is not None:
        raise problems.not_allowed()
    return saved_one(call, books.tax_rates, saving.FIELDS, lambda sent: saving.save(books, sent, None))


def post(books: Books, call: Call) -> Result:
    """Change the rate whose `TaxType` was sent."""
    if call.identity is not None:
        raise problems.not_allowed()

    def save(sent: Row) -> Row:
        existing = books.tax_rates.rows.get(sent.get("TaxType", ""))
        if existing is None:
            raise Invalid(["The tax rate with the supplied TaxType could not be found"])
        return saving.save(books, sent, existing)

    return saved_one(call, books.tax_rates, saving.FIELDS, save)


ROUTES: Final = [
    Resource(
        path="TaxRates",
        read_scopes=("accounting.settings.read",),
        write_scopes=("accounting.settings",),
        get=get,
        put=put,
        post=post,
    )
]
