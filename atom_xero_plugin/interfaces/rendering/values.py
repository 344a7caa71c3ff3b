"""Single values as words, and what kind of value each is."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

SAID_BY: Final = ("name", "does")
"""What stands for a part that has parts of its own."""
_REFERENCE: Final = frozenset({"id", "code", "name", "url"})
_FIGURE: Final = re.compile(r"[-+]?[\d,]*\d(?:\.\d+)?%?")
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}(?:T[\d:.]+(?:Z|[-+]\d{2}:\d{2}))?")
_UUID: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_UNSEEN: Final = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
"""Characters of control and format, by which text of a record could hide or turn round what stands next to it."""
_FIGURE_WIDTH: Final = 12


def is_money(value: Any) -> bool:
    """Whether it is an amount with its currency."""
    return isinstance(value, Mapping) and set(value) == {"amount", "currency"}


def is_reference(value: Any) -> bool:
    """Whether it only names another record: its name, with an id or a code."""
    return isinstance(value, Mapping) and "name" in value and set(value) <= _REFERENCE


def is_records(value: Any) -> bool:
    """Whether it is a list of things with parts of their own."""
    return isinstance(value, list) and bool(value) and all(isinstance(each, Mapping) for each in value)


def is_figure(text: str) -> bool:
    """Whether a text is a number as answers write one."""
    return _FIGURE.fullmatch(text) is not None


def is_exact(text: str) -> bool:
    """Whether a part of the text would be another value: a figure, a day, an id or a single word."""
    return not text or " " not in text or _DAY.fullmatch(text) is not None


def is_id(text: str) -> bool:
    """Whether it is an id of Xero's."""
    return _UUID.fullmatch(text) is not None


def as_text(value: Any) -> str:
    """A value in a few words; nothing for what has parts of its own."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if is_money(value):
        return f"{value['currency']} {value['amount']}"
    if isinstance(value, Mapping):
        return next((str(value[name]) for name in SAID_BY if value.get(name)), "")
    if isinstance(value, list):
        return _listed(value)
    return str(value)


def one_line(text: str) -> str:
    """Text on one line and without characters that are not seen, so that it cannot pass for a line of ours."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    return " ".join(_UNSEEN.sub("", text).split())


def are_plain(values: Sequence[Any]) -> bool:
    """Whether all of them are texts that stand in any cell as they are, or nothing: looked at together, as one text."""
    try:
        joined = " ".join([value for value in values if value is not None and value != ""])
    except TypeError:
        return False
    return joined.isascii() and joined.isprintable() and "|" not in joined and "  " not in f" {joined} "


def _listed(value: list[Any]) -> str:
    """Texts after each other; figures each in a place of its own, so that rows stand under each other."""
    if any(isinstance(each, (Mapping, list)) for each in value):
        return ""
    if value and all(each is None or is_figure(str(each)) for each in value):
        return "  ".join(f"{as_text(each):>{_FIGURE_WIDTH}}" for each in value)
    return ", ".join(map(as_text, value))
