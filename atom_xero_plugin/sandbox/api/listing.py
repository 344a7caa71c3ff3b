"""Lists as Xero gives them: filtered, ordered, paged, and in the form that the way of asking calls for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any, Final
from uuid import UUID

from atom_xero_plugin.sandbox.api import wire
from atom_xero_plugin.sandbox.api.call import Call, Result
from atom_xero_plugin.sandbox.api.error_responses import bad_argument, bad_where, high_volume
from atom_xero_plugin.sandbox.api.where_clause import WhereError, compile_where
from atom_xero_plugin.sandbox.api.where_fields import KIND_OF, NoSuchField, type_of
from atom_xero_plugin.sandbox.api.where_tokens import SYNTAX
from atom_xero_plugin.sandbox.books.table import Row, Table

PAGED: Final = frozenset({"Invoices", "Contacts", "BankTransactions", "Payments"})
"""Lists that take `page`; the others give everything."""
LARGEST_PAGE: Final = 1_000
HIGH_VOLUME: Final = 100_000
"""Rows above which an unoptimised filter is refused."""
_WITH_IDS: Final = frozenset({"Invoices", "Contacts"})
"""Lists that take `IDs`; on the others Xero does not know the parameter."""
_SEARCHED: Final = {
    "Invoices": ("InvoiceNumber", "Reference"),
    "Contacts": ("Name", "FirstName", "LastName", "ContactNumber", "CompanyNumber", "EmailAddress"),
}
_ORDER: Final = re.compile(r"\s*([A-Za-z][\w.]*)(?:\s+(ASC|DESC|ASCENDING|DESCENDING))?\s*", re.IGNORECASE)


def answer(table: Table, call: Call) -> Result:
    """The list that a call asks for, in Xero's envelope."""
    ids = _selected(table, call)
    pagination, form = None, "list"
    if table.plural in PAGED and _is_paged(call):
        page, size = _page(call)
        pagination = {
            "page": page,
            "pageSize": size,
            "pageCount": -(-len(ids) // size),
            "itemCount": len(ids),
        }
        ids = ids[(page - 1) * size : page * size]
        form = "full"
    if table.plural in _SEARCHED and call.flag("summaryOnly"):
        form = "summary"
    form += call.places
    rows = [table.encoded(identity, form) for identity in ids]
    return Result(wire.envelope(table.plural, rows, now=call.now, provider=call.provider, pagination=pagination))


def _selected(table: Table, call: Call) -> list[str]:
    tests = list(_tests(table, call))
    ids: list[str] = table.in_order()
    if tests:
        rows = table.rows
        ids = [identity for identity in ids if all(test(rows[identity]) for test in tests)]
    order = call.query.get("order", "")
    return _ordered(table, ids, order) if order else ids


def _tests(table: Table, call: Call) -> Iterable[Callable[[Row], bool]]:
    query = call.query
    since = call.modified_since
    if since is not None and table.stamped:
        yield lambda row: bool(row["UpdatedDateUTC"] >= since)
    if table.plural == "Contacts" and not call.flag("includeArchived") and not query.get("ids"):
        yield lambda row: bool(row["ContactStatus"] == "ACTIVE")
    if query.get("ids") and table.plural in _WITH_IDS:
        ids = guids_of("Ids", query["ids"])
        yield lambda row: row[table.id_field] in ids
    if query.get("contactids") and table.plural == "Invoices":
        contacts = guids_of("ContactIds", query["contactids"])
        yield lambda row: row["Contact"]["ContactID"] in contacts
    for name, field in (("statuses", "Status"), ("invoicenumbers", "InvoiceNumber")):
        if query.get(name) and table.plural == "Invoices":
            yield _is_one_of(field, query[name])
    if query.get("searchterm") and table.plural in _SEARCHED:
        yield _contains(_SEARCHED[table.plural], query["searchterm"].lower())
    if query.get("where"):
        yield _where(query["where"], KIND_OF[table.plural], len(table.rows))


def _is_one_of(field: str, text: str) -> Callable[[Row], bool]:
    requested = _words(text)
    return lambda row: str(row.get(field) or "").lower() in requested


def _contains(fields: tuple[str, ...], term: str) -> Callable[[Row], bool]:
    return lambda row: any(term in str(row.get(field) or "").lower() for field in fields)


def guids_of(name: str, text: str) -> frozenset[str]:
    """The ids of a list; 32 digits without dashes are ids too.

    One that is none refuses the whole list, under the name that Xero gives the parameter: `Ids`, `ContactIds`.
    Source: xero-node issue 502, xero-php-oauth2-app issue 17.
    """
    try:
        return frozenset(str(UUID(word.strip())) for word in text.split(",") if word.strip())
    except ValueError:
        raise bad_argument(f"Supplied parameter '{name}' cannot be parsed.") from None


def _where(text: str, kind: str, rows: int) -> Callable[[Row], bool]:
    try:
        test, optimised = compile_where(text, kind)
    except WhereError as error:
        raise bad_where(str(error)) from None
    if not optimised and rows > HIGH_VOLUME:
        raise high_volume()
    return test


def _words(text: str) -> frozenset[str]:
    return frozenset(word.strip().lower() for word in text.split(",") if word.strip())


def _ordered(table: Table, ids: list[str], order: str) -> list[str]:
    """By each field of `Date DESC, InvoiceNumber`; equals keep Xero's default order."""
    ordered = list(ids)
    for part in reversed(order.split(",")):
        found = _ORDER.fullmatch(part)
        if found is None:
            raise bad_where(SYNTAX)
        path, falling = found[1].split("."), (found[2] or "").upper().startswith("DESC")
        try:
            type_of(KIND_OF[table.plural], path)
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


def _is_paged(call: Call) -> bool:
    """`page`, `Statuses` and `summaryOnly` make Xero page."""
    return "page" in call.query or bool(call.query.get("statuses")) or call.flag("summaryOnly")


def _page(call: Call) -> tuple[int, int]:
    """Out of range is clamped, never refused."""
    page = _whole(call.query.get("page"), 1)
    size = _whole(call.query.get("pagesize"), 100)
    return max(1, page), min(max(1, size), LARGEST_PAGE)


def _whole(text: str | None, otherwise: int) -> int:
    try:
        return int(text) if text else otherwise
    except ValueError:
        return otherwise
