"""What the resources of records share: a list, one record and its files, writes to the list or to one record."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial

from atom_xero_plugin.sandbox.api import error_responses, listing
from atom_xero_plugin.sandbox.api.call import Call, Result
from atom_xero_plugin.sandbox.api.kind import Kind
from atom_xero_plugin.sandbox.api.request_body import NOT_FOUND, Invalid, NoSuchRecord
from atom_xero_plugin.sandbox.api.resource import Handler, Resource
from atom_xero_plugin.sandbox.books.books import Books
from atom_xero_plugin.sandbox.books.table import Row, fold
from atom_xero_plugin.sandbox.resources import attachments
from atom_xero_plugin.sandbox.resources.outcomes import Saved, saved_all, saved_one

Save = Callable[[Books, Row, Row | None, int], "Row | Saved"]
"""`(books, sent, existing, places)`: saves a new record or changes `existing`; raises Invalid with what is wrong."""
Part = Callable[[Books, Call, Row], Result]
"""Answers a call about a part of a record, such as `Email`."""


def _as_it_is(handler: Handler) -> Handler:
    return handler


def by_id(kind: Kind, books: Books, sent: Row) -> Row | None:
    """The record that a POST to the list means: the one whose id was sent, None for a new one.

    Raises:
        Invalid: the id names no record.
    """
    if kind.id_field not in sent:
        return None
    found = books[kind.plural].get(sent[kind.id_field])
    if found is None:
        raise Invalid([NOT_FOUND])
    return found


@dataclass(frozen=True)
class Records:
    """The handlers of one kind of record."""

    kind: Kind
    save: Save
    existing: Callable[[Books, Row], Row | None] | None = None
    """The record that a POST to the list means; by its id alone unless this says otherwise."""
    second_key: str | None = None
    """An index by which the address finds a record too, such as that of the numbers."""
    wrap: Callable[[Handler], Handler] = _as_it_is
    """What is done to every answer."""
    parts: Mapping[tuple[str, str], Part] = field(default_factory=dict)
    """By method and name, what is imitated below a record's own address, next to attachments."""

    def resource(self, *, read_scopes: tuple[str, ...], write_scopes: tuple[str, ...]) -> Resource:
        """The resource that these handlers serve."""
        parts = ("Attachments", *dict.fromkeys(name for _, name in self.parts))
        get, put, post = map(self.wrap, (self.get, self.put, self.post))
        delete = self.wrap(self.delete) if any(method == "DELETE" for method, _ in self.parts) else None
        return Resource(self.kind.plural, read_scopes, write_scopes, get, put, post, delete, parts=parts)

    def get(self, books: Books, call: Call) -> Result:
        """A list, one record, or a part of it."""
        if call.identity is None:
            return listing.answer(books, call, self.kind)
        row = self._found(books, call)
        part = self._part(call)
        return attachments.one_or_files(books, call, self.kind, row) if part is None else part(books, call, row)

    def put(self, books: Books, call: Call) -> Result:
        """Create only; below a record's own address add what the part is for."""
        if attachments.asked(call):
            return attachments.save(books, call, self.kind, self._found(books, call))
        part = self._part(call)
        if part is not None:
            return part(books, call, self._found(books, call))
        if call.identity is not None:
            raise error_responses.not_allowed()
        return saved_all(books, call, self.kind, lambda sent: self.save(books, sent, None, call.decimals))

    def post(self, books: Books, call: Call) -> Result:
        """Create or change; below a record's own address change that one, or do what the part is for."""
        if attachments.asked(call):
            return self.put(books, call)
        if call.identity is None:
            existing = self.existing or partial(by_id, self.kind)
            return saved_all(
                books, call, self.kind, lambda sent: self.save(books, sent, existing(books, sent), call.decimals)
            )
        row = self._found(books, call)
        part = self._part(call)
        if part is not None:
            return part(books, call, row)
        if call.rest:
            raise NoSuchRecord(call.rest[0])
        return saved_one(books, call, self.kind, lambda sent: self.save(books, sent, row, call.decimals))

    def delete(self, books: Books, call: Call) -> Result:
        """Delete a part of a record; no record is deleted so."""
        part = self._part(call)
        if part is None:
            raise error_responses.not_allowed()
        return part(books, call, self._found(books, call))

    def _part(self, call: Call) -> Part | None:
        named = call.rest[0].lower() if call.rest else None
        return next(
            (part for (how, name), part in self.parts.items() if (how, name.lower()) == (call.method, named)), None
        )

    def _found(self, books: Books, call: Call) -> Row:
        """The record that the address names, by id or second key."""
        table, named = books[self.kind.plural], call.identity or ""
        row = table.get(named)
        if row is None and self.second_key is not None:
            row = table.find(self.second_key, fold(named))
        if row is None:
            raise NoSuchRecord(named)
        return row
