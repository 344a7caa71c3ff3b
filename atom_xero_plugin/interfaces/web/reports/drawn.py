"""Charts of reports, from the figures of their tables."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from atom_xero_plugin.core.money import ZERO
from atom_xero_plugin.interfaces.web import charts
from atom_xero_plugin.interfaces.web.charts import Label, Month, Plot
from atom_xero_plugin.interfaces.web.reports.shown import ShownRow, ShownTable


def chart(name: str, table: ShownTable) -> Plot | None:
    """The chart over the columns of a report that are periods; None for other reports, and for one column."""
    draw = _DRAWN.get(name)
    if draw is None or len(table.columns) <= 1 or any(column.days is None for column in table.columns):
        return None
    return draw(table)


def _profit(table: ShownTable) -> Plot | None:
    """Income, and what is left of it: the first sum of the report and its last; costs are all between them."""
    sums = table.sums()
    if len(sums) <= 1:
        return None
    income, left = _figures(sums[0]), _figures(sums[-1])
    months = [
        Month(Label(column.text), first, first - last)
        for column, first, last in zip(table.columns, income, left, strict=True)
    ]
    return charts.profit(months, "Income, costs and profit")


def _cash(table: ShownTable) -> Plot | None:
    """In and out of each month: rows of activities above zero and below it."""
    rows = _within_sections(table)
    if not rows:
        return None
    months = [
        Month(
            Label(column.text),
            sum((max(row.cells[place].amount, ZERO) for row in rows), ZERO),
            -sum((min(row.cells[place].amount, ZERO) for row in rows), ZERO),
        )
        for place, column in enumerate(table.columns)
    ]
    return charts.cash(months, "Cash in, out and net")


def _within_sections(table: ShownTable) -> list[ShownRow]:
    """Rows below a heading, up to its sum: what stands outside of any is no movement."""
    found: list[ShownRow] = []
    inside = False
    for row in table.rows:
        inside = row.kind == "group" or (inside and row.kind == "row")
        if inside and row.kind == "row":
            found.append(row)
    return found


def _figures(row: ShownRow) -> Sequence[Decimal]:
    return [cell.amount for cell in row.cells]


_DRAWN: dict[str, Callable[[ShownTable], Plot | None]] = {"profit-and-loss": _profit, "cash-flow": _cash}
