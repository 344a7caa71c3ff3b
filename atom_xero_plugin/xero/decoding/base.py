"""What every Xero record has, and how an answer becomes records.

A page is read in one go. If that fails, each record is read by itself, and leniently where it does not fit its model,
so that one bad record never costs the page. The bytes of each record are kept, but cut out of the page only when
somebody asks for them. Lists of words are open and unknown fields are kept: Xero adds both without notice.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, ClassVar, NamedTuple, TypeVar

import msgspec
from msgspec import Raw, Struct

from atom_xero_plugin.core.errors import NotFound, UnexpectedAnswer
from atom_xero_plugin.xero.decoding.fields import Day, Instant, Word, from_wire
from atom_xero_plugin.xero.decoding.lenient import Problem, read_leniently
from atom_xero_plugin.xero.decoding.names import camel_name, xero_name
from atom_xero_plugin.xero.decoding.untyped import unknown_fields, untyped

__all__ = ["Day", "Instant", "Pagination", "Problem", "Word", "XeroPart", "XeroRecord", "decode_one", "decode_page"]


class XeroPart(Struct, kw_only=True, rename=xero_name, repr_omit_defaults=True, gc=False):
    """Part of a record: a line, an address. Attributes are Xero's names in snake case; what it left out is None."""

    UNDECLARED: ClassVar[frozenset[str]] = frozenset()
    """Fields that Xero sends or documents and its OpenAPI spec lacks."""


class XeroRecord(Struct, kw_only=True, rename=xero_name, repr_omit_defaults=True, dict=True):
    """One record as Xero sent it. Attributes are Xero's names in snake case; what it left out is None."""

    PLURAL: ClassVar[str]
    """The name of the list that holds such records in an answer."""
    LISTED_AS: ClassVar[str] = ""
    """The name of that list in an API that gives one record by itself, in no list; some of its lists have no name."""
    ID: ClassVar[str]
    """The attribute with the record's id."""
    STATUS: ClassVar[str] = "status"
    """The attribute with the record's status; a kind that has no such attribute has no status."""
    NUMBER: ClassVar[str] = "number"
    """The attribute with the number that people know it by; a kind that has no such attribute has no number."""
    UNDECLARED: ClassVar[frozenset[str]] = frozenset()
    """Fields that Xero sends or documents and its OpenAPI spec lacks."""

    updated_date_utc: Instant | None = None

    @property
    def within(self) -> str:
        """The address of the record that it was read as a part of; empty for what is no part."""
        stored: str = self.__dict__.get("within", "")
        return stored

    @within.setter
    def within(self, path: str) -> None:
        self.__dict__["within"] = path

    @property
    def record_id(self) -> str:
        """Xero's id of the record; empty if it sent none."""
        return str(getattr(self, self.ID))

    @property
    def record_status(self) -> str | None:
        """Xero's word for the record's status, such as AUTHORISED; None for a kind without one, or if it sent none."""
        status: str | None = getattr(self, self.STATUS, None)
        return status

    @property
    def record_number(self) -> str | None:
        """The number that people know it by; None for a kind without one, or if Xero sent none."""
        number: str | None = getattr(self, self.NUMBER, None)
        return number

    @property
    def raw(self) -> bytes:
        """The record's JSON, byte for byte as Xero sent it; empty for a record inside another."""
        stored: bytes | _Cutting = self.__dict__.get("raw", b"")
        if isinstance(stored, _Cutting):
            stored = self.__dict__["raw"] = stored.cut()
        return stored

    @property
    def problems(self) -> list[Problem]:
        """What could not be read and was left None; empty for nearly every record."""
        found: list[Problem] = self.__dict__.get("problems", [])
        return found

    def unknown(self) -> dict[str, Any]:
        """What Xero sent and the model has no field for: dotted Xero name to value, numbers as Decimal."""
        return dict(unknown_fields(type(self), untyped(self.raw))) if self.raw else {}


class Pagination(Struct, frozen=True, rename=camel_name):
    """Where in a list a page stands."""

    page: int | None = None
    page_size: int | None = None
    page_count: int | None = None
    item_count: int | None = None


T = TypeVar("T", bound=XeroRecord)


class _Body:
    """An answer's bytes, cut into records when the first is asked for."""

    __slots__ = ("_kind", "_pieces", "_text")

    def __init__(self, kind: type[XeroRecord], text: bytes) -> None:
        self._kind = kind
        self._text = text
        self._pieces: list[Raw] | None = None

    def piece(self, number: int) -> bytes:
        if self._pieces is None:
            self._pieces = _open(self._kind, self._text)[0] or []
        return bytes(self._pieces[number])


class _Cutting(NamedTuple):
    """Where a record's bytes are."""

    body: _Body
    number: int

    def cut(self) -> bytes:
        return self.body.piece(self.number)


class _Envelope(Struct):
    pagination: Raw = Raw()


def decode_page(kind: type[T], body: bytes | str) -> tuple[list[T], Pagination | None]:
    """The records in one of Xero's answers, and where in the list they stand if it says.

    Raises UnexpectedAnswer if the answer is not JSON or has no such list. A record that does not fit is not an error:
    see `problems`.
    """
    text = _in_envelope(kind, body.encode() if isinstance(body, str) else body)
    try:
        envelope = _envelope(kind, kind).decode(text)
    except _UNREADABLE:
        return _decode_singly(kind, text)
    records: list[T] | None = envelope.rows  # type: ignore[attr-defined]  # each kind's envelope has its own
    if records is None:
        return _alone(kind, text), None
    whole = _Body(kind, text)
    for number, record in enumerate(records):
        record.__dict__["raw"] = _Cutting(whole, number)
    return records, _pagination(envelope.pagination)


def decode_one(kind: type[T], body: bytes | str | Mapping[str, Any]) -> T:
    """The one record in an answer, or the record that `body` itself is.

    Raises UnexpectedAnswer if it is not JSON, NotFound if the answer's list is empty.
    """
    text = _plain.encode(body) if isinstance(body, Mapping) else body.encode() if isinstance(body, str) else body
    pieces, _ = _open(kind, text)
    if pieces is None:
        return _record(kind, text)
    if not pieces:
        raise NotFound(f"Xero has none of the {kind.PLURAL} asked for.")
    return _record(kind, bytes(pieces[0]))


_UNREADABLE = (msgspec.MsgspecError, ValueError, RecursionError)
_plain = msgspec.json.Encoder(decimal_format="number")


@cache
def _envelope(kind: type[XeroRecord], row: Any) -> msgspec.json.Decoder[_Envelope]:
    rows = ("rows", list[row] | None, msgspec.field(name=kind.LISTED_AS or kind.PLURAL, default=None))
    shape = msgspec.defstruct(f"{kind.PLURAL}Answer", [rows], bases=(_Envelope,))
    return msgspec.json.Decoder(shape, dec_hook=from_wire)


@cache
def _decoder(kind: type[T]) -> msgspec.json.Decoder[T]:
    return msgspec.json.Decoder(kind, dec_hook=from_wire)


def _open(kind: type[XeroRecord], text: bytes) -> tuple[list[Raw] | None, Raw]:
    """The records of an answer as they came, and its pagination."""
    try:
        envelope = _envelope(kind, Raw).decode(text)
    except _UNREADABLE:
        raise UnexpectedAnswer("Xero's answer is not the JSON that it documents.") from None
    pieces: list[Raw] | None = envelope.rows  # type: ignore[attr-defined]  # each kind's envelope has its own
    return pieces, envelope.pagination


def _decode_singly(kind: type[T], text: bytes) -> tuple[list[T], Pagination | None]:
    pieces, pagination = _open(kind, text)
    if pieces is None:
        return _alone(kind, text), None
    return [_record(kind, bytes(piece)) for piece in pieces], _pagination(pagination)


def _in_envelope(kind: type[XeroRecord], text: bytes) -> bytes:
    """An answer that is a list without a name, as one that has the name which its records are listed by."""
    if not kind.LISTED_AS or not text.lstrip().startswith(b"["):
        return text
    return b'{"%b":%b}' % (kind.LISTED_AS.encode(), text)


def _alone(kind: type[T], text: bytes) -> list[T]:
    """The record that an answer without a list is, for an API that gives one so. Raises UnexpectedAnswer."""
    record = _record(kind, text) if kind.LISTED_AS else None
    if record is None or not record.record_id:
        raise UnexpectedAnswer(f"Xero's answer has no {kind.PLURAL}.")
    return [record]


def _record(kind: type[T], raw: bytes) -> T:
    try:
        record: T = _decoder(kind).decode(raw)
    except _UNREADABLE:
        problems: list[Problem] = []
        record = read_leniently(kind, untyped(raw), problems)
        record.__dict__["problems"] = problems
    record.__dict__["raw"] = raw
    return record


def _pagination(raw: Raw) -> Pagination | None:
    try:
        return msgspec.json.decode(raw, type=Pagination | None, strict=False) if raw else None
    except msgspec.MsgspecError:
        return None
