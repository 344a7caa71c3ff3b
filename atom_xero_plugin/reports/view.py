"""How reports appear in answers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated

from msgspec import Meta, Struct

from atom_xero_plugin.reports.tables import Table, TableRow


class ColumnDays(Struct):
    """The days that a column is of."""

    first_day: Annotated[date | None, Meta(description="First day; null for a column of a day.")]
    last_day: Annotated[date, Meta(description="Last day, or its day.")]


class ReportView(Struct):
    """A report."""

    name: Annotated[str, Meta(description="Which report.")]
    title: Annotated[str, Meta(description="Xero's own words for what it shows and of when.")]
    first_day: Annotated[date | None, Meta(description="First day of its period; null for a report of a day.")]
    last_day: Annotated[date, Meta(description="Last day of its period, or its day.")]
    currency: Annotated[str, Meta(description="Currency of all amounts, ISO 4217.")]
    cash_basis: Annotated[bool, Meta(description="Whether it counts when money moved.")]
    columns: Annotated[list[str], Meta(description="Heads of the values in each row.")]
    column_days: Annotated[
        list[ColumnDays], Meta(description="Days of each column; empty where columns are not of days.")
    ]
    rows: Annotated[list[TableRow], Meta(description="The rows, in Xero's order.")]


def report_view(
    table: Table,
    *,
    name: str,
    first: date | None,
    last: date,
    currency: str,
    cash_basis: bool,
    days: Sequence[tuple[date | None, date]] = (),
) -> ReportView:
    """A report as a short table; `days` are the first and last of each column."""
    return ReportView(
        name=name,
        title=" · ".join(table.titles),
        first_day=first,
        last_day=last,
        currency=currency,
        cash_basis=cash_basis,
        columns=table.columns,
        column_days=[ColumnDays(*each) for each in days],
        rows=table.rows,
    )
