"""`/BankTransactions`: money received and spent."""

from __future__ import annotations

from functools import partial
from typing import Final

from atom_xero_plugin.sandbox.api import error_responses, listing
from atom_xero_plugin.sandbox.api.call import Call, Result
from atom_xero_plugin.sandbox.api.request_body import NoSuchRecord
from atom_xero_plugin.sandbox.api.resource import Resource
from atom_xero_plugin.sandbox.books.books import Books
from atom_xero_plugin.sandbox.books.table import Row
from atom_xero_plugin.sandbox.resources import attachments
from atom_xero_plugin.sandbox.resources import bank_transactions_rules as saving
from atom_xero_plugin.sandbox.resources.outcomes import Saved, saved_all, saved_one


def _found(books: Books, call: Call) -> Row:
    row = books.bank_transactions.get(call.identity or "")
    if row is None:
        raise NoSuchRecord(call.identity)
    return row


def get(books: Books, call: Call) -> Result:
    """A list or one transaction."""
    if call.identity is None:
        return listing.answer(books.bank_transactions, call)
    return attachments.one_or_files(books, call, books.bank_transactions, _found(books, call))


def put(books: Books, call: Call) -> Result:
    """Create only."""
    if attachments.asked(call):
        return attachments.save(books, call, books.bank_transactions, _found(books, call))
    if call.identity is not None:
        raise error_responses.not_allowed()
    save = partial(saving.create, books, places=call.decimals)
    return saved_all(call, books.bank_transactions, saving.FIELDS, save)


def post(books: Books, call: Call) -> Result:
    """Create, change or, with `Status: DELETED`, delete."""
    places = call.decimals
    if call.identity is None:
        save = partial(_create_or_change, books, places=places)
        return saved_all(call, books.bank_transactions, saving.FIELDS, save)
    if attachments.asked(call):
        return put(books, call)
    row = _found(books, call)
    if call.rest:
        raise NoSuchRecord(call.rest[0])
    return saved_one(
        call, books.bank_transactions, saving.FIELDS, lambda sent: saving.change(books, sent, row, places=places)
    )


def _create_or_change(books: Books, sent: Row, *, places: int) -> Saved:
    existing = saving.existing_for(books, sent)
    if existing is None:
        return saving.create(books, sent, places=places)
    return saving.change(books, sent, existing, places=places)


ROUTES: Final = [
    Resource(
        path="BankTransactions",
        read_scopes=("accounting.banktransactions.read", "accounting.transactions.read"),
        write_scopes=("accounting.banktransactions", "accounting.transactions"),
        get=get,
        put=put,
        post=post,
        parts=("Attachments",),
    )
]
