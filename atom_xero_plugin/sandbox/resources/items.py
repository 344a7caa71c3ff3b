"""`/Items`: products and services."""

from __future__ import annotations

from functools import partial
from typing import Final

from atom_xero_plugin.sandbox.api import error_responses, listing
from atom_xero_plugin.sandbox.api.call import Call, Result
from atom_xero_plugin.sandbox.api.request_body import NoSuchRecord
from atom_xero_plugin.sandbox.api.resource import Resource
from atom_xero_plugin.sandbox.books.books import Books
from atom_xero_plugin.sandbox.books.table import Row, fold
from atom_xero_plugin.sandbox.resources import items_rules as saving
from atom_xero_plugin.sandbox.resources.outcomes import one, saved_all, saved_one


def _found(books: Books, call: Call) -> Row:
    """The item that the address names, by id or code."""
    named = call.identity or ""
    row = books.items.get(named) or books.items.find("code", fold(named))
    if row is None or call.rest:
        raise NoSuchRecord(named)
    return row


def get(books: Books, call: Call) -> Result:
    """Every item, or one."""
    if call.identity is None:
        return listing.answer(books.items, call)
    return one(call, books.items, _found(books, call))


def put(books: Books, call: Call) -> Result:
    """Create only."""
    if call.identity is not None:
        raise error_responses.not_allowed()
    save = partial(saving.save, books, existing=None, places=call.decimals)
    return saved_all(call, books.items, saving.FIELDS, save)


def post(books: Books, call: Call) -> Result:
    """Create or change, by id or code."""
    places = call.decimals
    if call.identity is None:
        return saved_all(
            call,
            books.items,
            saving.FIELDS,
            lambda sent: saving.save(books, sent, saving.existing_for(books, sent), places=places),
        )
    row = _found(books, call)
    return saved_one(call, books.items, saving.FIELDS, lambda sent: saving.save(books, sent, row, places=places))


def delete(books: Books, call: Call) -> Result:
    """204: the item is gone; lines that named it keep its code."""
    books.items.remove(_found(books, call)["ItemID"])
    return Result(b"", 204)


ROUTES: Final = [
    Resource(
        path="Items",
        read_scopes=("accounting.invoices.read", "accounting.settings.read", "accounting.transactions.read"),
        write_scopes=("accounting.invoices", "accounting.settings", "accounting.transactions"),
        get=get,
        put=put,
        post=post,
        delete=delete,
    )
]
