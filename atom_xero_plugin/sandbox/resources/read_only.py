"""Resources that the sandbox only lets read: a list that comes whole, and one record by its id."""

from __future__ import annotations

from functools import partial

from atom_xero_plugin.sandbox.api import listing
from atom_xero_plugin.sandbox.api.call import Call, Result
from atom_xero_plugin.sandbox.api.kind import Kind
from atom_xero_plugin.sandbox.api.request_body import NoSuchRecord
from atom_xero_plugin.sandbox.api.resource import Resource
from atom_xero_plugin.sandbox.books.books import Books
from atom_xero_plugin.sandbox.resources.outcomes import one


def read_only(kind: Kind, *scopes: str, by_id: bool = True) -> Resource:
    """The resource of a kind; any one of the scopes lets read. Some have no address for one record."""
    return Resource(path=kind.plural, read_scopes=scopes, get=partial(_get, kind, by_id))


def _get(kind: Kind, by_id: bool, books: Books, call: Call) -> Result:
    if call.identity is None:
        return listing.answer(books, call, kind)
    row = books[kind.plural].get(call.identity) if by_id and not call.rest else None
    if row is None:
        raise NoSuchRecord(call.identity)
    return one(books, call, kind, row)
