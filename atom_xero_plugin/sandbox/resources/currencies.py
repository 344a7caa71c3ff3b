"""`/Currencies`: what the organisation may invoice in."""

from __future__ import annotations

from typing import Final

from atom_xero_plugin.sandbox import listing, problems
from atom_xero_plugin.sandbox.books import Books
from atom_xero_plugin.sandbox.call import Call, Result
from atom_xero_plugin.sandbox.resource import Resource
from atom_xero_plugin.sandbox.resources.answers import saved_one
from atom_xero_plugin.sandbox.table import Row
from atom_xero_plugin.sandbox.validation import Fields, Invalid, NoSuchRecord, text

FIELDS: Final[Fields] = {"Code": text, "Description": text}
CODE_LENGTH: Final = 3


def get(books: Books, call: Call) -> Result:
    """Every currency in use."""
    if call.identity is not None:
        raise NoSuchRecord(call.identity)
    return listing.answer(books.currencies, call)


def put(books: Books, call: Call) -> Result:
    """Begin to use a currency."""
    if call.identity is not None:
        raise problems.not_allowed()

    def save(sent: Row) -> Row:
        code = sent.get("Code", "")
        if len(code) != CODE_LENGTH or not code.isupper() or not code.isascii():
            raise Invalid([f"Currency code '{code}' is not valid"])
        return books.add_currency(code, sent.get("Description"))

    return saved_one(call, books.currencies, FIELDS, save)


ROUTES: Final = [
    Resource(
        path="Currencies",
        read_scopes=("accounting.settings.read",),
        write_scopes=("accounting.settings",),
        get=get,
        put=put,
    )
]
