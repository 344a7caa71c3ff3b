"""Arguments as people and models type them, brought to the types of a schema; what is unsure is asked, not guessed.

A number where an amount is text is taken as it is written; a day by its words or in the organisation's order; a value
of a list in any case, with blanks for underscores. Whatever is none of these is left as it is, for the schema to judge.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

import msgspec

from atom_xero_plugin.catalogue.validation.amounts import amount_of, number_text
from atom_xero_plugin.catalogue.validation.conventions import Customs, Question
from atom_xero_plugin.catalogue.validation.dates import day_of
from atom_xero_plugin.core.errors import FieldError

PERCENT: Final = "^(100|"
"""How the pattern of a field begins that holds a share of a hundred."""
_INTEGER: Final = re.compile(r"-?[0-9]{1,18}", re.ASCII)
_BOOLEANS: Final = {"true": True, "false": False, "yes": True, "no": False}
_PARTS: Final[Mapping[str, type]] = {"object": dict, "array": list}


class Reader:
    """Reads one set of arguments; afterwards it holds what is to be asked."""

    def __init__(self, customs: Customs | None, currency: str | None) -> None:
        """Read for an organisation's customs, if they are known; `currency` is what the arguments say of themselves."""
        self.customs = customs
        self.currency = currency
        self.asked: list[FieldError] = []
        """Questions that only the caller can answer."""
        self.depends: list[FieldError] = []
        """Questions that the organisation's customs may answer."""

    def read(self, value: Any, node: Mapping[str, Any], path: str = "") -> Any:
        """The value in the type of its schema, where it is that in other words."""
        kind = node.get("type")
        if isinstance(value, str) and isinstance(kind, str) and kind in _PARTS:
            value = _parsed(value, _PARTS[kind])
        if isinstance(value, Mapping):
            shapes = node.get("properties", {})
            return {
                name: self.read(each, shapes.get(name, {}), f"{path}/{escape(name)}") for name, each in value.items()
            }
        if isinstance(value, list):
            shape = node.get("items") or {}
            return [self.read(each, shape, f"{path}/{place}") for place, each in enumerate(value)]
        return self._single(value, node, path)

    def _single(self, value: Any, node: Mapping[str, Any], path: str) -> Any:
        form, kind = node.get("format"), node.get("type")
        if form == "decimal":
            return self._amount(value, node, path)
        if form == "date" and isinstance(value, str):
            return self._stored(value, day_of(value, self.customs), path)
        if isinstance(value, str):
            return _from_text(value, node)
        if kind == "string" and isinstance(value, (int, Decimal)) and not isinstance(value, bool):
            return _digits(value)
        if isinstance(value, Decimal):
            is_whole = kind == "integer" and value.is_finite() and value == value.to_integral_value()
            return int(value) if is_whole and abs(value) < 10**18 else value
        return value

    def _amount(self, value: Any, node: Mapping[str, Any], path: str) -> Any:
        if isinstance(value, str):
            if str(node.get("pattern", "")).startswith(PERCENT):
                value = value.strip().removesuffix("%").strip() or value
            return self._stored(value, amount_of(value, self.customs, self.currency), path)
        if isinstance(value, (int, float, Decimal)):
            text = number_text(value)
            return value if text is None else text
        return value

    def _stored(self, value: str, found: Any, path: str) -> Any:
        if isinstance(found, Question):
            (self.depends if found.needs_customs else self.asked).append(found.at(path))
            return value
        return value if found is None else str(found)


def _digits(value: int | Decimal) -> Any:
    """A whole number where text is meant, as a code, a number or a place; any other is left to the schema."""
    whole = isinstance(value, int) or (value.is_finite() and value.as_tuple().exponent == 0)
    return str(value) if whole and 0 <= value < 10**18 and str(value).isdigit() else value


def _from_text(value: str, node: Mapping[str, Any]) -> Any:
    kind, words = node.get("type"), value.strip()
    if "enum" in node and value not in node["enum"]:
        casefolded = re.sub(r"[\s-]+", "_", words.casefold())
        return casefolded if casefolded in node["enum"] else value
    if kind == "integer" and _INTEGER.fullmatch(words):
        return int(words)
    if kind == "boolean":
        return _BOOLEANS.get(words.casefold(), value)
    return value


def _parsed(value: str, requested: type) -> Any:
    """What some models write: a list or an object as JSON within text."""
    if not value.lstrip().startswith(("{", "[")):
        return value
    try:
        found = decoded(value)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return value
    return found if isinstance(found, requested) else value


_DECODER: Final = msgspec.json.Decoder(float_hook=Decimal)


def decoded(text: str | bytes) -> Any:
    """JSON with its numbers as they were written. Raises msgspec.MsgspecError, ValueError or RecursionError."""
    return _DECODER.decode(text)


def escape(part: str) -> str:
    """A part of a JSON Pointer."""
    return str(part).replace("~", "~0").replace("/", "~1")
