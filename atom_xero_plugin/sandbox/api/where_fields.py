"""The fields that `where` and `order` may name, with their .NET types, as Xero's refusals print them.

Source of the nullable types: Xero's own refusals (`Boolean?`, pyxero issue 217; `DateTime?`, Xero-NetStandard issue
597). Which other fields are nullable is not verified.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from atom_xero_plugin.sandbox.api.request_body import Choice, Fields, Reader, day, flag, guid, number, text

_NULLABLE: Final = frozenset({"Decimal", "DateTime", "Boolean"})


@dataclass(frozen=True, eq=False)
class RecordType:
    """A kind of record as a filter sees it."""

    name: str
    """What Xero calls one of them, such as `Invoice`."""
    fields: Mapping[str, str | RecordType]
    """Name in small letters to type: `String`, `Decimal?`, `DateTime?`, `Boolean?`, `Guid`, or a record inside."""


def record_type(
    name: str, sent: Fields | None = None, inside: Mapping[str, RecordType] | None = None, **names: str
) -> RecordType:
    """A kind by what may be sent of it, and by the names of its other fields: `String="Name Code", Decimal="Total"`.

    Args:
        name: What Xero calls one of them.
        sent: What a body may hold: how a field is read tells its type.
        inside: Fields that are records themselves.
        names: By .NET type, the fields of that type, with blanks between them.
    """
    fields: dict[str, str | RecordType] = {
        word.lower(): f"{kind}?" if kind in _NULLABLE else kind
        for kind, words in names.items()
        for word in words.split()
    }
    read = {word.lower(): kind for word, reader in (sent or {}).items() if (kind := _type_read(reader)) is not None}
    return RecordType(name, read | fields | {word.lower(): kind for word, kind in (inside or {}).items()})


def _type_read(reader: Reader) -> str | None:
    """The type of what a reader reads; None for records and lists, which no filter compares."""
    kinds: dict[Reader, str] = {text: "String", guid: "Guid", day: "DateTime?", number: "Decimal?", flag: "Boolean?"}
    return "String" if isinstance(reader, Choice) else kinds.get(reader)


class NoSuchField(Exception):
    """A path names a field that its kind does not have; the text is Xero's sentence."""


def type_of(kind: RecordType, path: list[str]) -> str:
    """The type of what a path leads to. Raises NoSuchField."""
    found: str | RecordType = kind
    for name in path:
        inside = found.fields.get(name.lower()) if isinstance(found, RecordType) else None
        if inside is None:
            called = found.name if isinstance(found, RecordType) else found
            raise NoSuchField(f"No property or field '{name}' exists in type '{called}'")
        found = inside
    return found.name if isinstance(found, RecordType) else found
