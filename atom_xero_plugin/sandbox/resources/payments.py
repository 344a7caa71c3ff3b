"""`/Payments`: paying invoices, and taking payments back."""

from __future__ import annotations

from functools import partial
from typing import Final

from atom_xero_plugin.sandbox.api import error_responses, listing
from atom_xero_plugin.sandbox.api.call import Call, Result
from atom_xero_plugin.sandbox.api.request_body import NoSuchRecord
from atom_xero_plugin.sandbox.api.resource import Resource
from atom_xero_plugin.sandbox.books.books import Books
from atom_xero_plugin.sandbox.books.table import Row
from atom_xero_plugin.sandbox.resources import payments_rules as saving
from atom_xero_plugin.sandbox.resources.outcomes import one, saved_all, saved_one


def _found(books: Books, call: Call) -> Row:
    row = books.payments.get(call.identity or "")
    if row is None or call.rest:
        raise NoSuchRecord(call.identity)
    return row


def get(books: Books, call: Call) -> Result:
    """A list or one payment."""
    if call.identity is None:
        return listing.answer(books.payments, call)
    return one(call, books.payments, _found(books, call))


def put(books: Books, call: Call) -> Result:
    """Create, as POST does."""
    if call.identity is not None:
        raise error_responses.not_allowed()
    return saved_all(call, books.payments, saving.FIELDS, partial(saving.create, books))


def post(books: Books, call: Call) -> Result:
    """Create; `/Payments/{id}` with `Status: DELETED` takes that payment back."""
    if call.identity is None:
        return put(books, call)
    row = _found(books, call)
    return saved_one(call, books.payments, saving.FIELDS, lambda sent: saving.delete(books, sent, row))


ROUTES: Final = [
    Resource(
        path="Payments",
        read_scopes=("accounting.payments.read", "accounting.transactions.read"),
        write_scopes=("accounting.payments", "accounting.transactions"),
        get=get,
        put=put,
        post=post,
    )
]
