"""How a bank's file is laid out, as a form asks for it and as read_statement takes it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from msgspec import Struct

from atom_xero_plugin.core.errors import ErrorBody

_PREFIX: Final = "/layout/"
_COLUMNS: Final = "columns."
_LISTS: Final = frozenset({"not_done", "money_in", "columns.payee", "columns.description"})
_LINE: Final = "header_row"
NAMES: Final[Mapping[str, str]] = {
    "date_order": "Order of the date", "sign": "Sign of the amount", "decimal_mark": "Mark before the cents",
    "delimiter": "Between the columns", "encoding": "Encoding", "header_row": "Line of the headings",
    "currency": "Currency", "account": "Account number", "not_done": "Words for lines not booked",
    "money_in": "Words for money in", "columns.date": "Column of the day", "columns.amount": "Column of the amount",
    "columns.debit": "Column of money out", "columns.credit": "Column of money in", "columns.fee": "Column of a fee",
    "columns.direction": "Column of the direction", "columns.balance": "Column of the balance",
    "columns.payee": "Columns of the other party", "columns.reference": "Column of the reference",
    "columns.description": "Columns of other words", "columns.line_id": "Column of the bank's own id",
    "columns.kind": "Column of the bank's word", "columns.currency": "Column of the currency",
    "columns.account": "Column of the account", "columns.status": "Column of the status",
}  # fmt: skip
"""What a form calls the parts of a layout."""
VALUES: Final[Mapping[str, str]] = {
    "day_first": "day first, 03/04 is 3 April", "month_first": "month first, 03/04 is 4 March",
    "year_first": "year first", "in_positive": "a positive amount is money in",
    "out_positive": "a positive amount is money out", "unsigned": "a column or a word says",
    "point": "point", "comma": "comma", "semicolon": "semicolon", "tab": "tab", "pipe": "bar",
}  # fmt: skip
CHOICES: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    ("date_order", ("day_first", "month_first", "year_first")),
    ("sign", ("in_positive", "out_positive", "unsigned")),
    ("decimal_mark", ("point", "comma")),
)
"""What may be read otherwise although the file did not ask."""


class LayoutQuestion(Struct, frozen=True):
    """What a file leaves open."""

    name: str
    """The field of the form."""
    label: str
    reason: str
    allowed: tuple[str, ...]
    examples: tuple[str, ...]


def layout_of(answers: Mapping[str, str]) -> dict[str, Any]:
    """The argument `layout` of what a form brought; what is no part of one is left out."""
    layout: dict[str, Any] = {}
    for name, text in answers.items():
        if name not in NAMES or not text.strip():
            continue
        value: Any = [part.strip() for part in text.split(",") if part.strip()] if name in _LISTS else text.strip()
        if name == _LINE and value.isdecimal():
            value = int(value)
        place = layout
        if name.startswith(_COLUMNS):
            place = layout.setdefault("columns", {})
        place[name.removeprefix(_COLUMNS)] = value
    return layout


def questions_of(error: ErrorBody) -> list[LayoutQuestion]:
    """What an error asks about the layout, each as a field of a form."""
    found = []
    for each in error.fields:
        if each.path.startswith(_PREFIX):
            name = each.path.removeprefix(_PREFIX).replace("/", ".")
            label = NAMES.get(name, name)
            found.append(LayoutQuestion(name, label, each.message, tuple(each.allowed), tuple(each.examples)))
    return found


def as_fields(read_as: Mapping[str, Any] | None) -> list[tuple[str, str]]:
    """How a file was read, as names and texts for a person."""
    if read_as is None:
        return []
    plain = {name: value for name, value in read_as.items() if name not in {"columns", "evidence", "order"}}
    plain |= {f"{_COLUMNS}{name}": value for name, value in (read_as.get("columns") or {}).items()}
    return [(NAMES[name], _shown(value)) for name, value in plain.items() if name in NAMES]


def value_label(value: str) -> str:
    """What a form calls a value."""
    return VALUES.get(value, value)


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(str(each) for each in value)
    return VALUES.get(str(value), str(value))
