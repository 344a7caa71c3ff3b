"""The history of a record: what Xero and people did to it, and the notes on it.

Source: OpenAPI 16.1.0, /Invoices/{InvoiceID}/History and its like; developer.xero.com, History and notes.
"""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from typing import ClassVar, Final, TypedDict

from atom_xero_plugin.xero.dates import parse_instant
from atom_xero_plugin.xero.decoding.base import Instant, Word, XeroRecord
from atom_xero_plugin.xero.endpoint import Endpoint
from atom_xero_plugin.xero.records.parts import XeroMessage

LONGEST_NOTE: Final = 2_500
"""Characters of a note. Source: developer.xero.com, History and notes."""


class HistoryRecord(XeroRecord):
    """One line of a record's history. Xero gives it no id, and nobody can change or delete it."""

    PLURAL: ClassVar[str] = "HistoryRecords"
    ID: ClassVar[str] = "details"
    UNDECLARED: ClassVar[frozenset[str]] = frozenset({"DateUTCString", "ValidationErrors"})

    changes: Word | None = None
    """What was done, such as `Note` or `Approved`; the answer to a new note leaves it out."""
    date_utc: Instant | None = None
    date_utc_string: str | None = None
    user: str | None = None
    details: str | None = None
    validation_errors: list[XeroMessage] | None = None

    def __post_init__(self) -> None:
        """A line is as old as it says: it never changes."""
        self.updated_date_utc = self.date_utc or _instant(self.date_utc_string)

    @property
    def record_id(self) -> str:
        """A hash of whose it is, when and what, since Xero has no id of it; empty in the answer to a new note."""
        if self.changes is None:
            return ""
        at = self.updated_date_utc.isoformat() if self.updated_date_utc else ""
        return sha256("\n".join((self.within, at, self.changes, self.details or "")).encode()).hexdigest()


class NoteBody(TypedDict, total=False):
    """A note to add."""

    Details: str


def _instant(text: str | None) -> datetime | None:
    try:
        return parse_instant(text) if text else None
    except ValueError:
        return None


NOTES: Final = Endpoint(
    HistoryRecord, NoteBody, path="History", scope="", page_size=None, changes=False, listed_only=True
)
"""Of one record: `within_record` says of which. Its scope is that of the record."""
