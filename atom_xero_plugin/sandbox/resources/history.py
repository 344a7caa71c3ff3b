"""`…/History` of a record: what was done to it, the newest first, and notes, which are added and never changed.

Source: developer.xero.com, History and notes; answers recorded of a demo company. The words of lines that Xero makes by
itself are not verified, except `Invoice sent`; nor is the answer to a note without text.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from atom_xero_plugin.sandbox.api import error_responses
from atom_xero_plugin.sandbox.api.call import Call, Result
from atom_xero_plugin.sandbox.api.imitated import NOTES, PARTS
from atom_xero_plugin.sandbox.api.kind import Kind
from atom_xero_plugin.sandbox.api.request_body import Malformed, NoSuchRecord, elements_of, text
from atom_xero_plugin.sandbox.api.resource import Handler, Resource
from atom_xero_plugin.sandbox.books import json_values
from atom_xero_plugin.sandbox.books.books import Books, HistoryLine
from atom_xero_plugin.sandbox.books.table import Row
from atom_xero_plugin.sandbox.resources.outcomes import answer

LONGEST: Final = 2_500
NOTE: Final = "Note"
NO_DOCUMENT: Final = "The document with the supplied id was not found for this endpoint."
_FIELDS: Final = {"Details": text}


def with_history(resource: Resource, kind: Kind | None) -> Resource:
    """The resource with the history of its records, where Xero has one for them."""
    if kind is None or NOTES not in PARTS.get(resource.path, ()):
        return resource
    get, put, post = resource.get, resource.put, resource.post

    def read(books: Books, call: Call) -> Result:
        return _lines(books, call, _record(books, call, kind)) if _asked(call) else _handler(get)(books, call)

    def write(handler: Handler | None) -> Handler:
        def handle(books: Books, call: Call) -> Result:
            return _add(books, call, _noted(books, call, kind)) if _asked(call) else _handler(handler)(books, call)

        return handle

    return replace(resource, get=read, put=write(put), post=write(post), parts=(*resource.parts, NOTES))


def _handler(handler: Handler | None) -> Handler:
    if handler is None:
        raise error_responses.not_allowed()
    return handler


def _asked(call: Call) -> bool:
    """Whether a call is about a record's history."""
    return bool(call.rest) and call.rest[0].lower() == "history"


def _record(books: Books, call: Call, kind: Kind) -> str:
    """The id of the record that the address names. Raises NoSuchRecord."""
    row = books[kind.plural].get(call.identity or "")
    if row is None:
        raise NoSuchRecord(call.identity)
    identity: str = row[kind.id_field]
    return identity


def _noted(books: Books, call: Call, kind: Kind) -> str:
    """The same for a new note, which Xero refuses in words of its own."""
    try:
        return _record(books, call, kind)
    except NoSuchRecord:
        element = json_values.encode({"ValidationErrors": [{"Message": NO_DOCUMENT}]})
        raise error_responses.validation(b"[%b]" % element) from None


def _lines(books: Books, call: Call, record_id: str) -> Result:
    """The history of a record, the newest line first.

    Raises:
        NoSuchRecord: one line is asked for, which has no address.
    """
    if len(call.rest) > 1:
        raise NoSuchRecord(call.rest[1])
    lines = reversed(books.history.get(record_id, []))
    return answer(call, "HistoryRecords", [json_values.encode(_shown(each)) for each in lines])


def _add(books: Books, call: Call, record_id: str) -> Result:
    """Add notes, PUT and POST alike. The answer names neither their user nor that they are notes.

    Raises:
        Malformed: the body holds no note.
        error_responses.Refused: a note has no text, or too much of it; none is added then.
    """
    notes = elements_of(call.body, "HistoryRecords", _FIELDS)
    if not notes:
        raise Malformed("JSON for post data was invalid,Post data is empty.")
    wrong = [b for each in notes if (b := _refusal(each)) is not None]
    if wrong:
        raise error_responses.validation(b"[%b]" % b",".join(wrong))
    lines = [books.note(record_id, NOTE, each["Details"], user=call.provider) for each in notes]
    return answer(call, "HistoryRecords", [_answered(each) for each in lines])


def _refusal(note: Row) -> bytes | None:
    details = note.get("Details") or ""
    if 0 < len(details) <= LONGEST:
        return None
    message = f"Details must be between 1 and {LONGEST} characters."
    return json_values.encode({**note, "ValidationErrors": [{"Message": message}]})


def _shown(line: HistoryLine) -> Row:
    return {
        "Changes": line.changes,
        "DateUTCString": line.at.strftime("%Y-%m-%dT%H:%M:%S"),
        "DateUTC": line.at,
        "User": line.user,
        "Details": line.details,
    }


def _answered(line: HistoryLine) -> bytes:
    """As recorded: dates without an offset."""
    shown = {**_shown(line), "ValidationErrors": []}
    del shown["Changes"], shown["User"]
    return json_values.encode(shown).replace(b"+0000)", b")")


EXTENDS: Final = with_history
