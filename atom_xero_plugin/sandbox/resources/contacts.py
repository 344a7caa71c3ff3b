"""`/Contacts`: customers and suppliers."""

from __future__ import annotations

from typing import Final

from atom_xero_plugin.sandbox.api import error_responses, listing
from atom_xero_plugin.sandbox.api.call import Call, Result
from atom_xero_plugin.sandbox.api.request_body import NoSuchRecord
from atom_xero_plugin.sandbox.api.resource import Resource
from atom_xero_plugin.sandbox.books.books import Books
from atom_xero_plugin.sandbox.books.table import Row, fold
from atom_xero_plugin.sandbox.resources import attachments
from atom_xero_plugin.sandbox.resources import contacts_rules as saving
from atom_xero_plugin.sandbox.resources.outcomes import saved_all, saved_one


def _found(books: Books, call: Call) -> Row:
    """The contact that the address names, by id or contact number."""
    named = call.identity or ""
    row = books.contacts.get(named) or books.contacts.find("number", fold(named))
    if row is None:
        raise NoSuchRecord(named)
    return row


def get(books: Books, call: Call) -> Result:
    """A list, without archived contacts unless asked for, or one contact."""
    if call.identity is None:
        return listing.answer(books.contacts, call)
    return attachments.one_or_files(books, call, books.contacts, _found(books, call))


def put(books: Books, call: Call) -> Result:
    """Create only."""
    if attachments.asked(call):
        return attachments.save(books, call, books.contacts, _found(books, call))
    if call.identity is not None:
        raise error_responses.not_allowed()
    return saved_all(call, books.contacts, saving.FIELDS, lambda sent: saving.save(books, sent, None))


def post(books: Books, call: Call) -> Result:
    """Create or change."""
    if call.identity is None:
        return saved_all(
            call, books.contacts, saving.FIELDS, lambda sent: saving.save(books, sent, saving.existing_for(books, sent))
        )
    if attachments.asked(call):
        return put(books, call)
    if call.rest:
        raise NoSuchRecord(call.rest[0])
    row = _found(books, call)
    return saved_one(call, books.contacts, saving.FIELDS, lambda sent: saving.save(books, sent, row))


ROUTES: Final = [
    Resource(
        path="Contacts",
        read_scopes=("accounting.contacts.read",),
        write_scopes=("accounting.contacts",),
        get=get,
        put=put,
        post=post,
        parts=("Attachments",),
    )
]
