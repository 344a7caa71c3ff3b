"""The same answer as XML, which Xero gives to whoever forgets `Accept: application/json`."""

from __future__ import annotations

from typing import Any
from xml.sax.saxutils import escape

import msgspec


def as_xml(body: bytes) -> bytes:
    """An envelope in JSON as `<Response>`."""
    try:
        value = msgspec.json.decode(body)
    except msgspec.DecodeError:
        return body
    return f'<?xml version="1.0" encoding="utf-8"?><Response>{_inner(value, "")}</Response>'.encode()


def _inner(value: Any, name: str) -> str:
    if isinstance(value, dict):
        return "".join(f"<{key}>{_inner(item, key)}</{key}>" for key, item in value.items())
    if isinstance(value, list):
        one = name[:-3] + "y" if name.endswith("ies") else name.removesuffix("s") or "Item"
        return "".join(f"<{one}>{_inner(item, one)}</{one}>" for item in value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else escape(str(value))
