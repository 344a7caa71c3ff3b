"""Comparing what Xero stored with what was approved."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

import msgspec

from atom_xero_plugin.xero.models.base import XeroRecord

_exact = msgspec.json.Decoder(float_hook=Decimal)


def differences(expects: Mapping[str, str], record: XeroRecord) -> list[str]:
    """What the record does not show as it should, each as part of a sentence; empty when all agrees.

    `expects` maps dotted Xero names (`Contact.ContactID`, `LineItems.0.Description`) to text; amounts compare as
    numbers, so 115.00 and 115.0 are the same.
    """
    shown = _exact.decode(record.raw)
    found = ((path, wanted, _at(shown, path)) for path, wanted in expects.items())
    return [f"{path} is {_text(value)}, not {wanted}" for path, wanted, value in found if not _same(wanted, value)]


def _at(node: Any, path: str) -> Any:
    for part in path.split("."):
        if isinstance(node, list):
            node = node[int(part)] if part.isdigit() and int(part) < len(node) else None
        else:
            node = node.get(part) if isinstance(node, Mapping) else None
    return node


def _same(wanted: str, value: Any) -> bool:
    text = _text(value)
    if text == wanted:
        return True
    try:
        return Decimal(text) == Decimal(wanted)
    except InvalidOperation:
        return False


def _text(value: Any) -> str:
    return "missing" if value is None else str(value)
