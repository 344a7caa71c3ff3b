"""The same answer as XML, which Xero gives to whoever forgets `Accept: application/json`.

A refusal is an `ApiException`, whose elements are `DataContractBase` (recorded in xeroizer issue 86).
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from xml.sax.saxutils import escape, quoteattr

import msgspec

from atom_xero_plugin.sandbox.api.catalogue import KINDS
from atom_xero_plugin.sandbox.api.xml_body import LISTS

_HEAD: Final = '<?xml version="1.0" encoding="utf-8"?>'
_SPACES: Final = (
    'xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
)  # fmt: skip
_DATE: Final = re.compile(r"/Date\((-?\d+)(?:[+-]\d{4})?\)/")
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_IDS: Final = {kind.id_field: kind.type.name for kind in KINDS if kind.id_field.endswith("ID")} | {"TaxType": "TaxRate"}
"""What a refused element is, by the first of these that it has."""


def as_xml(body: bytes) -> bytes:
    """An envelope in JSON as `<Response>`, a refusal as `<ApiException>`."""
    try:
        value = msgspec.json.decode(body)
    except msgspec.DecodeError:
        return body
    if isinstance(value, dict) and "ErrorNumber" in value:
        return f"{_HEAD}<ApiException {_SPACES}>{_refusal(value)}</ApiException>".encode()
    return f"{_HEAD}<Response {_SPACES}>{_inner(value, '')}</Response>".encode()


def _refusal(value: dict[str, Any]) -> str:
    elements = value.pop("Elements", None)
    reported = _inner(value, "")
    if elements is None:
        return reported
    shown = "".join(
        f"<DataContractBase xsi:type={quoteattr(_type_of(element))}>{_inner(element, '')}</DataContractBase>"
        for element in elements
    )
    return f"{reported}<Elements>{shown}</Elements>"


def _type_of(element: dict[str, Any]) -> str:
    return next((kind for field, kind in _IDS.items() if field in element), "DataContractBase")


def _inner(value: Any, name: str) -> str:
    if isinstance(value, dict):
        return "".join(
            f"<{key}>{_inner(item, key)}</{key}>" for key, item in value.items() if not _is_duplicate(key, value)
        )
    if isinstance(value, list):
        one = LISTS.get(name) or (name[:-3] + "y" if name.endswith("ies") else name.removesuffix("s") or "Item")
        return "".join(f"<{one}>{_inner(item, one)}</{one}>" for item in value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else escape(_dated(str(value)))


def _is_duplicate(key: str, value: dict[str, Any]) -> bool:
    """Whether a field repeats a date, as `DateString` does `Date`: JSON alone has those."""
    return key.endswith("String") and key.removesuffix("String") in value


def _dated(text: str) -> str:
    """`/Date(…)/` as XML has it: `2026-06-01T00:00:00`, with milliseconds where there are some."""
    found = _DATE.fullmatch(text)
    if found is None:
        return text
    moment = _EPOCH + timedelta(milliseconds=int(found[1]))
    plain = moment.strftime("%Y-%m-%dT%H:%M:%S")
    return plain if not moment.microsecond else f"{plain}.{moment.microsecond // 1000:03d}"
