"""The history of records and the notes on them, as answers show them."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Final

from msgspec import Meta, Struct

from atom_xero_plugin.accounting.kind import RecordKind
from atom_xero_plugin.catalogue.context import Context
from atom_xero_plugin.xero.records.history import NOTES, HistoryRecord


class HistoryView(Struct, omit_defaults=True):
    """One line of a record's history."""

    id: Annotated[str, Meta(description="Ours, since Xero gives it none.")]
    at: Annotated[dt.datetime | None, Meta(description="When, UTC.")]
    what: Annotated[str | None, Meta(description="What was done, in Xero's words, for example Approved or Note.")]
    by: Annotated[str | None, Meta(description="Who did it; System Generated for most that programs did.")] = None
    text: Annotated[str | None, Meta(description="Details, or the text of a note.")] = None


def history_view(_: Context, line: HistoryRecord) -> HistoryView:
    """One line of a record's history."""
    return HistoryView(line.record_id, line.updated_date_utc, line.changes, line.user or None, line.details or None)


NOTE: Final = RecordKind[HistoryRecord](
    name="note",
    endpoint=NOTES,
    view=history_view,
    shape=HistoryView,
    sample={
        "Changes": "Note",
        "DateUTCString": "2026-06-15T20:30:00",
        "DateUTC": "/Date(1781555400000+0000)/",
        "User": "System Generated",
        "Details": "The customer promised to pay on Friday.",
    },
)
