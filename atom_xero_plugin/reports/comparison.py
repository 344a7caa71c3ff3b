"""Profit and loss of a span and of earlier ones next to it, each column of exactly the days that it says."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from atom_xero_plugin.core.periods import Period, month_end, shifted
from atom_xero_plugin.reports.join import joined
from atom_xero_plugin.reports.spans import MONTHS_OF, Unit, day_in, groups
from atom_xero_plugin.reports.tables import Table, table_of
from atom_xero_plugin.xero import reports
from atom_xero_plugin.xero.client import XeroClient

FRAMES: Final[dict[Unit, reports.Timeframe]] = {"month": "MONTH", "quarter": "QUARTER", "year": "YEAR"}


async def profit_and_loss(
    xero: XeroClient,
    spans: Sequence[Period],
    unit: Unit,
    *,
    cash: bool,
    tracking: Sequence[reports.TrackingChoice] = (),
) -> tuple[Table, list[tuple[date, date]]]:
    """The report, its columns in the order of the spans, and the days of each.

    One request answers the spans that Xero makes of the first of them; should its heads say other days, each span is
    asked for by itself.
    """
    tables: list[Table] = []
    for group in groups(spans, unit):
        part = spans[group.first : group.first + group.columns]
        table = await _ask(xero, part, unit, cash=cash, tracking=tracking)
        normalised_arguments = len(table.columns) == len(part) and all(
            day_in(head) in {None, span.last} for head, span in zip(table.columns, part, strict=True)
        )
        if normalised_arguments or len(part) == 1:
            tables.append(table)
        else:
            tables += [await _ask(xero, [span], unit, cash=cash, tracking=tracking) for span in part]
    table = joined(tables)
    days = [(span.first, day_in(head) or span.last) for head, span in zip(table.columns, spans, strict=False)]
    return table, days


async def _ask(
    xero: XeroClient, part: Sequence[Period], unit: Unit, *, cash: bool, tracking: Sequence[reports.TrackingChoice]
) -> Table:
    earlier = len(part) - 1
    report = await reports.profit_and_loss(
        xero,
        from_date=part[0].first,
        to_date=part[0].last,
        periods=earlier or None,
        timeframe=FRAMES[unit] if earlier else None,
        payments_only=cash or None,
        tracking=tracking,
    )
    return table_of(report)


def balance_days(table: Table, day: date, unit: Unit | None) -> list[tuple[None, date]]:
    """The days that columns of a balance sheet are of: as its heads tell, else ends of months.

    Xero puts the same month of the year before next to it unless asked otherwise. Source: developer.xero.com, Reports,
    Balance Sheet.
    """
    months = MONTHS_OF[unit or "year"]
    return [
        (None, day_in(head) or month_end(shifted(day.replace(day=1), -months * number)))
        for number, head in enumerate(table.columns)
    ]
