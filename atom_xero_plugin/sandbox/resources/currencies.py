"""`/Currencies`: what the organisation may invoice in."""

from __future__ import annotations

from typing import Final

from atom_xero_plugin.sandbox.api import error_responses, listing
from atom_xero_plugin.sandbox.api.call import Call, Result
from atom_xero_plugin.sandbox.api.kind import Kind
from atom_xero_plugin.sandbox.api.request_body import Fields, Invalid, NoSuchRecord, text
from atom_xero_plugin.sandbox.api.resource import Resource
from atom_xero_plugin.sandbox.api.where_fields import record_type
from atom_xero_plugin.sandbox.books.books import Books
from atom_xero_plugin.sandbox.books.table import Row
from atom_xero_plugin.sandbox.resources.outcomes import saved_one

FIELDS: Final[Fields] = {"Code": text, "Description": text}
CODE_LENGTH: Final = 3


def add_currency(books: Books, code: str, description: str | None = None) -> Row:
    """Let documents be in a currency; nothing is checked."""
    return books["Currencies"].put({"Code": code, "Description": description or code})


def _open(books: Books) -> None:
    if "BaseCurrency" in books.organisation:
        add_currency(books, books.organisation["BaseCurrency"])


def get(books: Books, call: Call) -> Result:
    """Every currency in use."""
    if call.identity is not None:
        raise NoSuchRecord(call.identity)
    return listing.answer(books, call, KIND)


def put(books: Books, call: Call) -> Result:
    """Begin to use a currency."""
    if call.identity is not None:
        raise error_responses.not_allowed()

    def save(sent: Row) -> Row:
        code = sent.get("Code", "")
        if not code:
            raise Invalid(["A currency code must be provided."])
        if "UseMulticurrency" in books.not_allowed:
            raise Invalid(["The organisation's plan does not include multiple currencies"])  # not verified
        if code in books["Currencies"].rows:
            raise Invalid([f"Currency '{code}' has already been added"])  # not verified
        if len(code) != CODE_LENGTH or not code.isupper() or not code.isascii():
            raise Invalid([f"Currency code '{code}' is not valid"])
        return add_currency(books, code)  # the description that was sent is ignored

    return saved_one(books, call, KIND, save)


KIND: Final = Kind(
    plural="Currencies",
    id_field="Code",
    type=record_type("Currency", FIELDS),
    fields=FIELDS,
    stamped=False,
    opening=_open,
)
ROUTES: Final = [
    Resource(
        path="Currencies",
        read_scopes=("accounting.settings.read",),
        write_scopes=("accounting.settings",),
        get=get,
        put=put,
    )
]
