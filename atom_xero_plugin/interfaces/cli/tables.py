"""Lists of records as a table for people: a column a field, money to the right; --json holds what is left out here."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

LEFT_OUT: Final = frozenset({"url"})
_NAMES: Final = ("number", "name", "code")
"""What a person calls a record by; a list without any of them shows ids."""
_SAID_BY: Final = ("name", "does")
"""What stands for a part that has parts of its own."""
_FIGURE: Final = re.compile(r"-?[\d,]+(\.\d+)?")
_FIGURE_WIDTH: Final = 12
_WIDEST: Final = 120
_NARROWEST: Final = 8
"""What a column keeps, however narrow the terminal is."""
_BETWEEN: Final = 2


def lines_of(items: Sequence[Mapping[str, Any]], width: int | None = None) -> list[str]:
    """A heading, and a line a record; with a width the widest columns of words are cut until a line fits it.

    Ids and figures are never cut: what is left of them would be another.
    """
    columns = _columns(items)
    rows = [[_cut(in_words(item.get(name))) for name in columns] for item in items]
    heads = [name.replace("_", " ") for name in columns]
    widths = [max(len(row[at]) for row in (heads, *rows)) for at in range(len(columns))]
    right = [all(_is_figures(item[name]) for item in items if item.get(name) is not None) for name in columns]
    if width is not None:
        cut = [at for at, name in enumerate(columns) if not right[at] and name != "id"]
        widths = _narrowed(widths, cut, width)
    return [
        _line([_cut(cell, most) for cell, most in zip(row, widths, strict=True)], widths, right)
        for row in (heads, *rows)
    ]


def is_money(value: Any) -> bool:
    """Whether it is an amount with its currency."""
    return isinstance(value, Mapping) and set(value) == {"amount", "currency"}


def _is_figures(value: Any) -> bool:
    return is_money(value) or isinstance(value, (int, list))


def in_words(value: Any) -> str:
    """A value in a few words; nothing for what has parts of its own."""
    if is_money(value):
        return f"{value['currency']} {value['amount']}"
    if isinstance(value, Mapping):
        return next((str(value[name]) for name in _SAID_BY if value.get(name)), "")
    if isinstance(value, list):
        return _listed(value)
    if value is None:
        return ""
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def _listed(value: list[Any]) -> str:
    """Texts after each other; figures each in a place of its own, so that rows of a report stand under each other."""
    if any(isinstance(each, (Mapping, list)) for each in value):
        return ""
    if all(each is None or _FIGURE.fullmatch(str(each)) for each in value):
        return "  ".join(f"{in_words(each):>{_FIGURE_WIDTH}}" for each in value)
    return ", ".join(map(in_words, value))


def _columns(items: Sequence[Mapping[str, Any]]) -> list[str]:
    names = list(dict.fromkeys(name for item in items for name in item))
    shown = [name for name in names if name not in LEFT_OUT and any(in_words(item.get(name)) for item in items)]
    named = any(name in shown for name in _NAMES)
    return [name for name in shown if not (named and name == "id")]


def _narrowed(widths: Sequence[int], may_be_cut: Sequence[int], most: int) -> list[int]:
    """The widths of columns so that a line has so many characters, if that can be."""
    narrowed = list(widths)
    over = sum(widths) + _BETWEEN * (len(widths) - 1) - most
    for _ in range(over):
        widest = max(may_be_cut, key=narrowed.__getitem__, default=None)
        if widest is None or narrowed[widest] <= _NARROWEST:
            break
        narrowed[widest] -= 1
    return narrowed


def _cut(words: str, most: int = _WIDEST) -> str:
    words = " ".join(words.splitlines())
    return words if len(words) <= most else f"{words[: most - 1]}…"


def _line(row: Sequence[str], widths: Sequence[int], right: Sequence[bool]) -> str:
    cells = (
        cell.rjust(width) if is_right else cell.ljust(width)
        for cell, width, is_right in zip(row, widths, right, strict=True)
    )
    return (" " * _BETWEEN).join(cells).rstrip()
