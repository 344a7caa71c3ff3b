"""What every Xero record has, and how an answer becomes records.

A page is read in two steps: the envelope, which leaves each record as it came, and each record into its model. So the
bytes of each record are kept, and a record that does not fit its model is read leniently while the others are not
touched. Lists of words are open and unknown fields are kept: Xero adds both without notice.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from typing import Any, ClassVar, TypeVar

import msgspec
from msgspec import Raw, Struct

from atom_xero_plugin.errors import NotFound, UnexpectedAnswer
from atom_xero_plugin.xero.models.fields import Day, Instant, Word, fields_of, from_wire
from atom_xero_plugin.xero.models.lenient import Problem, read_leniently
from atom_xero_plugin.xero.models.names import camel_name, xero_name

__all__ = ["Day", "Instant", "Pagination", "Problem", "Word", "XeroPart", "XeroRecord", "decode_one", "decode_page"]


class XeroPart(Struct, kw_only=True, rename=xero_name, repr_omit_defaults=True, gc=False):
    """Part of a record: a line, an address. Attributes are Xero's names in snake case; what it left out is None."""


class XeroRecord(Struct, kw_only=True, rename=xero_name, repr_omit_defaults=True, dict=True):
    """One record as Xero sent it. Attributes are Xero's names in snake case; what it left out is None."""

    PLURAL: ClassVar[str]
    """The name of the list that holds such records in an answer."""
    PATH: ClassVar[str]
    """Where they are, under the API's base address."""
    ID: ClassVar[str]
    """The attribute with the record's id."""

    updated_date_utc: Instant | None = None

    @property
    def record_id(self) -> str:
        """Xero's id of the record; empty if it sent none."""
        return str(getattr(self, self.ID))

    @property
    def raw(self) -> bytes:
        """The record's JSON, byte for byte as Xero sent it; empty for a record inside another."""
        kept: bytes = self.__dict__.get("raw", b"")
        return kept

    @property
    def problems(self) -> list[Problem]:
        """What could not be read and was left None; empty for nearly every record."""
        found: list[Problem] = self.__dict__.get("problems", [])
        return found

    def unknown(self) -> dict[str, Any]:
        """What Xero sent and the model has no field for: dotted Xero name to value, numbers as Decimal."""
        return dict(_unknown(type(self), _untyped(self.raw), "")) if self.raw else {}


class Pagination(Struct, frozen=True, rename=camel_name):
    """Where in a list a page stands."""

    page: int | None = None
    page_size: int | None = None
    page_count: int | None = None
    item_count: int | None = None


T = TypeVar("T", bound=XeroRecord)


class _Envelope(Struct):
    pagination: Raw = Raw()


def decode_page(kind: type[T], body: bytes | str) -> tuple[list[T], Pagination | None]:
    """The records in one of Xero's answers, and where in the list they stand if it says.

    Raises UnexpectedAnswer if the answer is not JSON or has no such list. A record that does not fit is not an error:
    see `problems`.
    """
    rows, pagination = _open(kind, body)
    if rows is None:
        raise UnexpectedAnswer(f"Xero's answer has no {kind.PLURAL}.")
    return [_record(kind, bytes(raw)) for raw in rows], _pagination(pagination)


def decode_one(kind: type[T], body: bytes | str | Mapping[str, Any]) -> T:
    """The one record in an answer, or the record that `body` itself is.

    Raises UnexpectedAnswer if it is not JSON, NotFound if the answer's list is empty.
    """
    text = _plain.encode(body) if isinstance(body, Mapping) else body
    rows, _ = _open(kind, text)
    if rows is None:
        return _record(kind, text.encode() if isinstance(text, str) else text)
    if not rows:
        raise NotFound(f"Xero has none of the {kind.PLURAL} asked for.")
    return _record(kind, bytes(rows[0]))


_plain = msgspec.json.Encoder(decimal_format="number")
_any = msgspec.json.Decoder(float_hook=Decimal)


@cache
def _envelope(kind: type[XeroRecord]) -> msgspec.json.Decoder[_Envelope]:
    rows = ("rows", list[Raw] | None, msgspec.field(name=kind.PLURAL, default=None))
    return msgspec.json.Decoder(msgspec.defstruct(f"{kind.PLURAL}Answer", [rows], bases=(_Envelope,)))


@cache
def _decoder(kind: type[T]) -> msgspec.json.Decoder[T]:
    return msgspec.json.Decoder(kind, dec_hook=from_wire)


def _open(kind: type[XeroRecord], body: bytes | str) -> tuple[list[Raw] | None, Raw]:
    try:
        envelope = _envelope(kind).decode(body)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        raise UnexpectedAnswer("Xero's answer is not the JSON that it documents.") from None
    rows: list[Raw] | None = envelope.rows  # type: ignore[attr-defined]  # each kind's envelope has its own
    return rows, envelope.pagination


def _record(kind: type[T], raw: bytes) -> T:
    try:
        record: T = _decoder(kind).decode(raw)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        problems: list[Problem] = []
        record = read_leniently(kind, _untyped(raw), problems)
        if problems:
            record.__dict__["problems"] = problems
    record.__dict__["raw"] = raw
    return record


def _untyped(raw: bytes) -> Any:
    try:
        return _any.decode(raw.decode("utf-8", "replace"))
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return None


def _pagination(raw: Raw) -> Pagination | None:
    try:
        return msgspec.json.decode(raw, type=Pagination | None, strict=False) if raw else None
    except msgspec.MsgspecError:
        return None


def _unknown(kind: type[Struct], data: Any, at: str) -> list[tuple[str, Any]]:
    if not isinstance(data, Mapping):
        return []
    known = {field.key: field for field in fields_of(kind)}
    found = []
    for key, value in data.items():
        path = f"{at}{key}"
        if key not in known:
            found.append((path, value))
        elif known[key].many and isinstance(value, list):
            for number, each in enumerate(value):
                found += _unknown(known[key].leaf, each, f"{path}.{number}.")
        elif known[key].is_part:
            found += _unknown(known[key].leaf, value, f"{path}.")
    return found
