"""The answer of a report's skill as one table for its page, every figure as the skill gave it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final

from msgspec import Struct

from atom_xero_plugin.core.money import ZERO
from atom_xero_plugin.core.periods import Period
from atom_xero_plugin.interfaces.web.reports.asked import Asked, OpenedFigure
from atom_xero_plugin.interfaces.web.reports.spans import head

_AMOUNT: Final = re.compile(r"-?\d+\.\d{2,}")
_FIGURE: Final = re.compile(r"-?\d+(\.\d+)?%?")
Href = Callable[[Mapping[str, Any], Period | None], str | None]
"""Where the figure of a row leads, for the days of its column."""


class ShownColumn(Struct, frozen=True):
    """A column of figures, or of words."""

    text: str
    money: bool
    days: Period | None = None


class ShownCell(Struct, frozen=True):
    """What stands in a cell."""

    value: str | None
    money: bool
    href: str | None = None
    picked: bool = False
    """Whether its documents are shown beside the report."""

    @property
    def amount(self) -> Decimal:
        """Its figure; zero for none."""
        return Decimal(self.value) if self.value and self.money else ZERO


class ShownRow(Struct, frozen=True):
    """A row: `group` is a heading, `sum` a sum, `grand` the last of them."""

    label: str
    cells: tuple[ShownCell, ...]
    kind: str = "row"
    href: str | None = None


class ShownTable(Struct, frozen=True):
    """A report as a page shows it."""

    columns: tuple[ShownColumn, ...]
    rows: tuple[ShownRow, ...]
    whole: tuple[str | None, ...] | None = None
    """A row's figure over all columns, where those are parts of one period."""
    whole_head: str = ""

    def sums(self) -> list[ShownRow]:
        """Its sums, from the top."""
        return [row for row in self.rows if row.kind in {"sum", "grand"}]


def shown(
    report: Mapping[str, Any], asked: Asked, today: date, href: Href, whole: Mapping[str, Any] | None = None
) -> ShownTable:
    """The table of a report.

    Args:
        report: as a skill answers it.
        asked: what the address asked for.
        today: the organisation's day.
        href: where figures lead.
        whole: the same report of the whole period in one column, where the columns are its parts.
    """
    days = _days(report)
    places = list(range(len(report["columns"])))
    if len(days) > 1 and days[0] is not None and days[-1] is not None and days[0].last > days[-1].last:
        places.reverse()  # the first first, as in the chart over them
    kinds = [_is_figures([row["values"][place] for row in report["rows"]]) for place in places]
    columns = tuple(
        ShownColumn(_head(report, days, place, today), money, days[place] if days else None)
        for place, money in zip(places, kinds, strict=True)
    )
    rows: list[ShownRow] = []
    section = None
    for row in report["rows"]:
        if row.get("section") != section:
            section = row.get("section")
            if section:
                rows.append(ShownRow(section, (), "group"))
        rows.append(_row(row, places, columns, asked, href, report))
    last = next((place for place in reversed(range(len(rows))) if rows[place].kind == "sum"), None)
    if last is not None and last == len(rows) - 1:
        rows[last] = ShownRow(rows[last].label, rows[last].cells, "grand", rows[last].href)
    if whole is None or len(columns) <= 1:
        return ShownTable(columns, tuple(rows))
    known = {_key(row): row["values"][0] for row in whole["rows"]}
    reported = iter(report["rows"])
    found = tuple(None if row.kind == "group" else known.get(_key(next(reported))) for row in rows)
    return ShownTable(columns, tuple(rows), found, f"{len(columns)} months")


def _row(row: Mapping[str, Any], places: Sequence[int], columns: Sequence[ShownColumn], asked: Asked, href: Href,
         report: Mapping[str, Any]) -> ShownRow:  # fmt: skip
    whole = _whole(report)
    cells = []
    for place, column in zip(places, columns, strict=True):
        value = row["values"][place]
        is_amount = column.money and bool(value) and _AMOUNT.fullmatch(value) is not None
        span = column.days or whole
        is_picked = asked.opened == OpenedFigure(row.get("account_id") or "", span) if span is not None else False
        leads = href(row, span) if is_amount and Decimal(value) != 0 else None
        cells.append(ShownCell(value, is_amount or (column.money and not value), leads, is_picked))
    return ShownRow(row["label"], tuple(cells), "sum" if row.get("kind") == "total" else "row")


def _key(row: Mapping[str, Any]) -> tuple[str | None, ...]:
    """What a row is known by in two reports."""
    return (row.get("section"), row["label"], row.get("account_id"))


def _days(report: Mapping[str, Any]) -> list[Period | None]:
    """The days of each column; None for one of a day."""
    found = report.get("column_days") or []
    if len(found) != len(report["columns"]):
        return []
    return [
        Period(date.fromisoformat(each["first_day"] or each["last_day"]), date.fromisoformat(each["last_day"]))
        for each in found
    ]


def _whole(report: Mapping[str, Any]) -> Period | None:
    first, last = report.get("first_day"), report.get("last_day")
    return Period(date.fromisoformat(first), date.fromisoformat(last)) if first and last else None


def _head(report: Mapping[str, Any], days: Sequence[Period | None], place: int, today: date) -> str:
    span = days[place] if days else None
    if span is None:
        text = str(report["columns"][place])
        return text[:1].upper() + text[1:]
    of_day = (report.get("column_days") or [])[place].get("first_day") is None
    return head(None if of_day else span.first, span.last, today)


def _is_figures(values: Sequence[str | None]) -> bool:
    """Whether a column holds figures."""
    reported = [value for value in values if value]
    return bool(reported) and all(_FIGURE.fullmatch(value) for value in reported)
