"""`/TaxRates`: what tax a line bears. One rate a request."""

from __future__ import annotations

from typing import Final

from atom_xero_plugin.sandbox.api import error_responses, listing
from atom_xero_plugin.sandbox.api.call import Call, Result
from atom_xero_plugin.sandbox.api.request_body import Invalid, NoSuchRecord
from atom_xero_plugin.sandbox.api.resource import Resource
from atom_xero_plugin.sandbox.books.books import Books
from atom_xero_plugin.sandbox.books.table import Row
from atom_xero_plugin.sandbox.resources import tax_rates_rules as saving
from atom_xero_plugin.sandbox.resources.outcomes import one, saved_one


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
        raise error_responses.not_allowed()
    return saved_one(call, books.tax_rates, saving.FIELDS, lambda sent: saving.save(books, sent, None))


def post(books: Books, call: Call) -> Result:
    """Change the rate whose `TaxType` was sent."""
    if call.identity is not None:
        raise error_responses.not_allowed()

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
