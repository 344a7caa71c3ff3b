"""Lists as Xero gives them: filtered, ordered, paged, and in the form that the way of asking calls for."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from functools import partial
from typing import Any, Final
from uuid import UUID

from atom_xero_plugin.sandbox.api import wire
from atom_xero_plugin.sandbox.api.call import Call, Result
from atom_xero_plugin.sandbox.api.error_responses import bad_argument, bad_where, high_volume
from atom_xero_plugin.sandbox.api.kind import Kind, ListRules, Query, Test
from atom_xero_plugin.sandbox.api.where_clause import WhereError, compile_where
from atom_xero_plugin.sandbox.api.where_fields import NoSuchField, type_of
from atom_xero_plugin.sandbox.api.where_tokens import SYNTAX
from atom_xero_plugin.sandbox.books.books import Books
from atom_xero_plugin.sandbox.books.table import Row, Table

LARGEST_PAGE: Final = 1_000
HIGH_VOLUME: Final = 100_000
"""Rows above which an unoptimised filter is refused."""
_ORDER: Final = re.compile(r"\s*([A-Za-z][\w.]*)(?:\s+(ASC|DESC|ASCENDING|DESCENDING))?\s*", re.IGNORECASE)


def answer(books: Books, call: Call, kind: Kind, *, form: str = "list") -> Result:
    """The list that a call asks for, in Xero's envelope; `form` is that of its rows unless they are paged."""
    table = books[kind.plural]
    ids = _selected(table, call, kind)
    pagination = None
    if kind.lists.paged and _is_paged(call, kind.lists):
        page, size = _page(call, kind.lists)
        if kind.lists.pagination:
            pages = -(-len(ids) // size)
            pagination = {"page": page, "pageSize": size, "pageCount": pages, "itemCount": len(ids)}
        ids = ids[(page - 1) * size : page * size]
        form = "full"
    if kind.lists.searched and call.flag("summaryOnly"):
        form = "summary"
    form += call.places
    rows = [table.encoded(identity, form) for identity in ids]
    return Result(wire.envelope(table.plural, rows, now=call.now, provider=call.provider, pagination=pagination))


def _selected(table: Table, call: Call, kind: Kind) -> list[str]:
    tests = list(_tests(table, call, kind))
    ids: list[str] = table.in_order()
    if tests:
        rows = table.rows
        ids = [identity for identity in ids if all(test(rows[identity]) for test in tests)]
    order = call.query.get("order", "")
    return _ordered(table, ids, order, kind) if order else ids


def _tests(table: Table, call: Call, kind: Kind) -> Iterable[Test]:
    query = call.query
    since = call.modified_since
    if since is not None and table.stamped:
        yield lambda row: bool(row["UpdatedDateUTC"] >= since)
    if query.get("ids") and kind.lists.ids:
        ids = guids_of("Ids", query["ids"])
        yield lambda row: row[table.id_field] in ids
    yield from kind.lists.filters(query)
    if query.get("searchterm") and kind.lists.searched:
        yield contains(kind.lists.searched, query["searchterm"])
    if query.get("where") and kind.lists.where:
        yield _where(query["where"], kind, len(table.rows))


def is_one_of(field: str, text: str) -> Test:
    """A test of whether a field is one of some words, with commas between them, in any letter case."""
    requested = frozenset(word.strip().lower() for word in text.split(",") if word.strip())
    return lambda row: str(row.get(field) or "").lower() in requested


def contains(fields: tuple[str, ...], term: str) -> Test:
    """A test of whether one of some fields holds a text, in any letter case."""
    requested = term.lower()
    return lambda row: any(requested in str(row.get(field) or "").lower() for field in fields)


def in_period(query: Query, field: str, first: str, last: str) -> Iterable[Test]:
    """Tests of whether a date is within the days that two parameters name, both included; without one it never is.

    The words for a day that is none are not verified.
    """
    for name, sign in ((first, 1), (last, -1)):
        if query.get(name.lower()):
            try:
                limit = date.fromisoformat(query[name.lower()])
            except ValueError:
                raise bad_argument(f"Supplied parameter '{name}' cannot be parsed.") from None
            yield partial(_is_within, field, limit, sign)


def _is_within(field: str, limit: date, sign: int, row: Row) -> bool:
    return row.get(field) is not None and (row[field] - limit).days * sign >= 0


def guids_of(name: str, text: str) -> frozenset[str]:
    """The ids of a list; 32 digits without dashes are ids too.

    One that is none refuses the whole list, under the name that Xero gives the parameter: `Ids`, `ContactIds`.
    Source: xero-node issue 502, xero-php-oauth2-app issue 17.
    """
    try:
        return frozenset(str(UUID(word.strip())) for word in text.split(",") if word.strip())
    except ValueError:
        raise bad_argument(f"Supplied parameter '{name}' cannot be parsed.") from None


def _where(text: str, kind: Kind, rows: int) -> Test:
    try:
        test, optimised = compile_where(text, kind.type)
    except WhereError as error:
        raise bad_where(str(error)) from None
    if not optimised and rows > HIGH_VOLUME:
        raise high_volume()
    return test


def _ordered(table: Table, ids: list[str], order: str, kind: Kind) -> list[str]:
    """By each field of `Date DESC, InvoiceNumber`; equals keep Xero's default order."""
    ordered = list(ids)
    for part in reversed(order.split(",")):
        found = _ORDER.fullmatch(part)
        if found is None:
            raise bad_where(SYNTAX)
        path, falling = found[1].split("."), (found[2] or "").upper().startswith("DESC")
        try:
            type_of(kind.type, path)
        except NoSuchField as error:
            raise bad_where(str(error)) from None
        ordered.sort(key=lambda identity, path=path: _key(table.rows[identity], path), reverse=falling)
    return ordered


def _key(row: Any, path: list[str]) -> tuple[bool, Any]:
    for name in path:
        row = _named(row, name) if isinstance(row, dict) else None
    return (row is not None, row.casefold() if isinstance(row, str) else row)


def _named(row: Row, name: str) -> Any:
    """A field by its name in any letter case."""
    if name in row:
        return row[name]
    return next((value for key, value in row.items() if key.lower() == name.lower()), None)


def _is_paged(call: Call, rules: ListRules) -> bool:
    """`page`, `Statuses` and `summaryOnly` make Xero page."""
    asked = "page" in call.query or bool(call.query.get("statuses")) or call.flag("summaryOnly")
    return rules.always_paged or asked


def _page(call: Call, rules: ListRules) -> tuple[int, int]:
    """Out of range is clamped, never refused."""
    page = _whole(call.query.get("page"), 1)
    size = _whole(call.query.get("pagesize") if rules.page_size else None, 100)
    return max(1, page), min(max(1, size), LARGEST_PAGE)


def _whole(text: str | None, otherwise: int) -> int:
    try:
        return int(text) if text else otherwise
    except ValueError:
        return otherwise
