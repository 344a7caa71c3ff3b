"""How the resources answer: lists, one record, and the outcomes of a write, element by element."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any, Final, NamedTuple

from atom_xero_plugin.sandbox.api import error_responses, wire
from atom_xero_plugin.sandbox.api.call import Call, Result
from atom_xero_plugin.sandbox.api.kind import Kind
from atom_xero_plugin.sandbox.api.request_body import Invalid, Malformed, elements_of
from atom_xero_plugin.sandbox.api.resource import Handler
from atom_xero_plugin.sandbox.books import json_values
from atom_xero_plugin.sandbox.books.books import Books
from atom_xero_plugin.sandbox.books.table import Row

Save = Callable[[Row], "Row | Saved"]
"""Saves an element as it was sent, or raises `Invalid`."""
_MOVES: Final = {"AUTHORISED": "Approved", "VOIDED": "Voided", "DELETED": "Deleted"}
"""What a record's history says of a change that names a status; the words are not verified."""
NOWHERE: Final = "00000000-0000-0000-0000-000000000000"
"""The id that Xero echoes for a record that was not made."""


def plain_dates(body: bytes) -> bytes:
    """An answer whose dates have no `+0000`, as those of quotes and items (recorded)."""
    return re.sub(rb'("\\/Date\(-?\d+)\+0000(\)\\/")', rb"\1\2", body)


def without_offsets(handler: Handler) -> Handler:
    """The handler, whose answers and refusals print dates without an offset."""

    def handle(books: Books, call: Call) -> Result:
        try:
            result = handler(books, call)
        except error_responses.Refused as problem:
            plain = replace(problem.result, body=plain_dates(problem.result.body))
            raise error_responses.Refused(plain) from None
        return replace(result, body=plain_dates(result.body))

    return handle


def answer(call: Call, plural: str, records: Iterable[bytes], *, pagination: dict[str, int] | None = None) -> Result:
    """200 with records in Xero's envelope."""
    return Result(wire.envelope(plural, records, now=call.now, provider=call.provider, pagination=pagination))


def one(books: Books, call: Call, kind: Kind, row: Row) -> Result:
    """200 with one record, whole."""
    return answer(call, kind.plural, [books[kind.plural].encoded(row[kind.id_field], f"single{call.places}")])


class Saved(NamedTuple):
    """A row that was saved, and what Xero warns of in it."""

    row: Row
    warnings: list[str]


def saved_all(books: Books, call: Call, kind: Kind, save: Save) -> Result:
    """Save each element of the body and answer all of them.

    Elements stand or fall alone. By default one that fails answers 400 with the failing ones only, while the good ones
    are kept (source: xero-ruby issue 247); with `summarizeErrors=false` the answer is 200 with all of them, in order.

    Raises:
        Malformed: the body cannot be read; nothing was saved.
        error_responses.Refused: with Xero's ValidationException.
    """
    elements = elements_of(call.body, kind.plural, kind.fields)
    outcomes = [_outcome(books, call, kind, sent, save) for sent in elements]
    if not call.summarize_errors:
        return answer(call, kind.plural, [record for record, _ in outcomes])
    failed = [record for record, good in outcomes if not good]
    if failed:
        raise error_responses.validation(b"[%b]" % b",".join(failed))
    return answer(call, kind.plural, [record for record, _ in outcomes])


def saved_one(books: Books, call: Call, kind: Kind, save: Save) -> Result:
    """Save the one element of a body, as a write to a record's own address does; more than the first are ignored.

    Raises:
        Malformed: the body cannot be read.
        error_responses.Refused: with Xero's ValidationException.
    """
    elements = elements_of(call.body, kind.plural, kind.fields)
    if not elements:
        raise Malformed("JSON for post data was invalid,Post data is empty.")
    record, good = _outcome(books, call, kind, elements[0], save)
    if not good and call.summarize_errors:
        raise error_responses.validation(b"[%b]" % record)
    return answer(call, kind.plural, [record])


def refused(books: Books, call: Call, kind: Kind, problem: Invalid) -> error_responses.Refused:
    """Xero's ValidationException for a call that names one record and sends no element."""
    return error_responses.validation(b"[%b]" % json_values.encode(_failed(books, call, kind, {}, problem)))


def _outcome(books: Books, call: Call, kind: Kind, sent: Row, save: Save) -> tuple[bytes, bool]:
    echo = dict(sent)
    was_there = call.identity is not None or books[kind.plural].get(sent.get(kind.id_field, "")) is not None
    try:
        saved = save(sent)
    except Invalid as problem:
        return json_values.encode(_failed(books, call, kind, echo, problem)), False
    row, warnings = saved if isinstance(saved, Saved) else (saved, [])
    done = _MOVES.get(sent.get("Status", ""), "Edited") if was_there else "Created"
    books.note(row[kind.id_field], done, "")
    record = books[kind.plural].encoded(row[kind.id_field], f"single{call.places}")
    reported: Row = {"Warnings": _messages(warnings)} if warnings else {}
    if not call.summarize_errors:
        reported["StatusAttributeString"] = "WARNING" if warnings else "OK"
    return (record[:-1] + b"," + json_values.encode(reported)[1:] if reported else record), True


def _failed(books: Books, call: Call, kind: Kind, sent: Row, problem: Invalid) -> Row:
    """The element as Xero echoes it: the record as it is, or what was sent, with what is wrong."""
    if problem.existing is not None:
        shown = books[kind.plural].shown(problem.existing[kind.id_field], f"single{call.places}")
    else:
        shown = {kind.id_field: NOWHERE, **kind.blank, **sent}
    if problem.contact:
        reported: dict[str, Any] = {"HasValidationErrors": True, "ValidationErrors": _messages(problem.contact)}
        shown["Contact"] = {**shown.get("Contact", {}), **reported}
    if kind.error_flag is not None:
        shown[kind.error_flag] = True
    shown["ValidationErrors"] = _messages(problem.messages)
    if not call.summarize_errors:
        shown["StatusAttributeString"] = "ERROR"
    return shown


def _messages(messages: list[str]) -> list[Row]:
    return [{"Message": message} for message in messages]
