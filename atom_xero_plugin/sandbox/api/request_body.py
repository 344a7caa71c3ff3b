"""Reading what a request sent: the right JSON types or a `PostDataInvalidException`, unknown fields ignored.

Xero checks in two steps, and so do we: a value of the wrong type refuses the whole body before anything is saved
(`Malformed`, ErrorNumber 14); a well-formed element that breaks a rule of the books fails alone (`Invalid`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any, Final
from uuid import UUID

from atom_xero_plugin.sandbox.books.table import Row

Reader = Callable[[Any, str], Any]
"""Turns a JSON value into ours; the text is the path of the field, for the message."""
Fields = Mapping[str, Reader]

LARGEST: Final = Decimal(10) ** 12
NOT_FOUND: Final = "The document with the supplied id was not found for this endpoint."
_XERO_DATE: Final = re.compile(r"/Date\((-?\d{1,15})([+-]\d{4})?\)/")
_PLAIN_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
EMAIL: Final = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>.]+")


class Malformed(Exception):
    """The body cannot be read. Xero: HTTP 400, ErrorNumber 14, PostDataInvalidException; nothing was saved."""


class NoSuchRecord(Exception):
    """The id in the address names nothing. Xero: HTTP 404, plain text."""


class Invalid(Exception):
    """An element breaks rules of the books. Xero: HTTP 400, ErrorNumber 10, ValidationException.

    Args:
        messages: Xero's words, at least one unless `contact` has some.
        contact: Words about the element's contact, which Xero puts into `Contact.ValidationErrors`.
        existing: The row that the element would have changed, which Xero echoes.
    """

    def __init__(self, messages: Sequence[str], *, contact: Sequence[str] = (), existing: Row | None = None) -> None:
        super().__init__("; ".join((*messages, *contact)))
        self.messages: Final = list(messages)
        self.contact: Final = list(contact)
        self.existing: Final = existing


def _malformed(what: str, value: object, path: str) -> Malformed:
    shown = str(value) if isinstance(value, (str, int, Decimal, bool)) else type(value).__name__
    return Malformed(f"JSON for post data was invalid,Could not convert {what}: {shown[:80]}. Path '{path}'.")


def text(value: Any, path: str) -> str:
    """Words; a number is taken as its digits, as Xero's parser does."""
    if isinstance(value, str):
        return value
    if isinstance(value, (int, Decimal)) and not isinstance(value, bool):
        return str(value)
    raise _malformed("to string", value, path)


def flag(value: Any, path: str) -> bool:
    """True or false, or those words."""
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.strip().lower() in {"true", "false"}:
        return value.strip().lower() == "true"
    raise _malformed("string to boolean", value, path)


def number(value: Any, path: str) -> Decimal:
    """A decimal number, or its digits as text; below a million million either way."""
    if isinstance(value, bool) or not isinstance(value, (int, Decimal, str)):
        raise _malformed("string to decimal", value, path)
    try:
        amount = Decimal(value.strip() if isinstance(value, str) else value)
    except InvalidOperation:
        raise _malformed("string to decimal", value, path) from None
    if not amount.is_finite() or abs(amount) >= LARGEST:
        raise _malformed("number to decimal", value, path)
    return amount


def guid(value: Any, path: str) -> str:
    """A GUID, in small letters with hyphens."""
    try:
        return str(UUID(value)) if isinstance(value, str) else _refuse_guid(value, path)
    except ValueError:
        return _refuse_guid(value, path)


def _refuse_guid(value: Any, path: str) -> str:
    raise _malformed("string to Guid", value, path) from None


def day(value: Any, path: str) -> date:
    """A calendar day: `YYYY-MM-DD`, the same with `THH:MM:SS`, or `/Date(ms+0000)/`.

    With a zone the instant is taken to UTC first, so that the day may shift; a blank instead of the T is refused.
    Source: Xero-NetStandard issue 169, pyxero issue 214.
    """
    if not isinstance(value, str):
        raise _malformed("to DateTime", value, path)
    try:
        printed = _XERO_DATE.fullmatch(value)
        if printed:
            offset = int(printed[2] or "0")
            shift = timedelta(hours=abs(offset) // 100, minutes=abs(offset) % 100) * (1 if offset >= 0 else -1)
            return (_EPOCH + timedelta(milliseconds=int(printed[1])) + shift).date()
        if _PLAIN_DAY.fullmatch(value):
            return date.fromisoformat(value)
        if len(value) > 10 and value[10] == "T":
            instant = datetime.fromisoformat(value)
            return (instant if instant.tzinfo is None else instant.astimezone(UTC)).date()
    except (ValueError, OverflowError):
        raise _malformed("string to DateTime", value, path) from None
    raise _malformed("string to DateTime", value, path)


@dataclass(frozen=True)
class Choice:
    """Reads one of Xero's fixed words; anything else cannot be read."""

    names: tuple[str, ...]

    def __call__(self, value: Any, path: str) -> str:
        """The word, as it was sent."""
        word = text(value, path)
        if word not in self.names:
            raise _malformed("string to one of the known values", word, path)
        return word


def choice(*names: str) -> Choice:
    """One of Xero's fixed words."""
    return Choice(names)


def record(fields: Fields) -> Reader:
    """An object with these fields."""
    return lambda value, path: read(value, fields, path)


def records(fields: Fields) -> Reader:
    """A list of objects with these fields."""

    def reader(value: Any, path: str) -> list[Row]:
        if not isinstance(value, list):
            raise _malformed("to array", value, path)
        return [read(part, fields, f"{path}[{place}]") for place, part in enumerate(value)]

    return reader


def read(element: Any, fields: Fields, path: str = "") -> Row:
    """The known fields of an object, read; a null counts as not sent, and so does an empty word of a fixed list.

    Raises:
        Malformed: it is no object, or a value has the wrong type.
    """
    if not isinstance(element, dict):
        raise _malformed("to object", element, path)
    found: Row = {}
    for name, reader in fields.items():
        value = element.get(name)
        if value is None or (not value and value == "" and reader is not text):
            continue
        found[name] = reader(value, f"{path}.{name}" if path else name)
    return found


def elements_of(body: Any, plural: str, fields: Fields) -> list[Row]:
    """The elements of a body: `{"Invoices": [...]}`, a bare list, or one object alone.

    Raises:
        Malformed: there is no body, or something in it has the wrong type.
    """
    if body is None:
        raise Malformed("JSON for post data was invalid,Post data is empty.")
    listed = (
        next((part for name, part in body.items() if name.lower() == plural.lower()), body)
        if isinstance(body, dict)
        else body
    )  # the list's name is read in any letter case: recorded of `contacts`
    if isinstance(listed, dict):
        return [read(listed, fields)]
    return list(records(fields)(listed, plural))


def field_of(name: str, sent: Row, existing: Row | None, otherwise: Any = None) -> Any:
    """What a field will be: as sent, else as it was, else `otherwise`."""
    if name in sent:
        return sent[name]
    before = None if existing is None else existing.get(name)
    return otherwise if before is None else before


def too_long(sent: Mapping[str, Any], limits: Mapping[str, int]) -> list[str]:
    """Xero's words for each text that is longer than its field."""
    return [
        f"{_spaced(name)} is too long. Maximum of {limit} characters allowed"
        for name, limit in limits.items()
        if len(sent.get(name) or "") > limit
    ]


def _spaced(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)
