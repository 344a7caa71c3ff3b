"""Xero's reports as short tables: a label, an id and the values a row, about a twelfth of what Xero sends.

Xero nests sections, rows and cells, repeats each account's id in every cell, and writes every value as text. Source:
developer.xero.com, Reports.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Annotated, Final, Literal

from msgspec import Meta, Struct

from atom_xero_plugin.xero.models.reports import Report, ReportCell, ReportRow

_MIDNIGHT: Final = re.compile(r"(\d{4}-\d{2}-\d{2})T00:00:00")


class TableRow(Struct, omit_defaults=True):
    """A row."""

    label: Annotated[str, Meta(description="Account, document date or name of a sum.")]
    values: Annotated[
        list[str | None], Meta(description="One a column: amounts as decimal text, or words; null for nothing.")
    ]
    section: Annotated[str | None, Meta(description="Section it stands in, for example Income.")] = None
    kind: Annotated[Literal["row", "total"], Meta(description="total for a sum of rows; row if left out.")] = "row"
    account_id: Annotated[str | None, Meta(description="Xero's id of the account.")] = None
    invoice_id: Annotated[str | None, Meta(description="Xero's id of the invoice or bill.")] = None


class Table(Struct):
    """A report as a table."""

    titles: list[str]
    columns: list[str]
    rows: list[TableRow]


def table_of(report: Report) -> Table:
    """The report as a table; its first column is the rows' labels."""
    titles = [title for title in report.report_titles or () if title]
    header = next((row for row in report.walk() if row.row_type == "Header"), None)
    columns = [cell.value or "" for cell in (header.cells or ())[1:]] if header else []
    return Table(titles, columns, list(_rows(report.rows or (), None)))


def _rows(rows: Sequence[ReportRow], section: str | None) -> Iterator[TableRow]:
    for row in rows:
        if row.row_type == "Section":
            yield from _rows(row.rows or (), (row.title or "").strip() or None)
        elif row.row_type in {"Row", "SummaryRow"} and row.cells:
            yield _row(row.cells, section, total=row.row_type == "SummaryRow")


def _row(cells: Sequence[ReportCell], section: str | None, *, total: bool) -> TableRow:
    first, *others = cells
    return TableRow(
        label=_word(first) or "",
        values=[_word(cell) for cell in others],
        section=section,
        kind="total" if total else "row",
        account_id=_attribute(cells, "account"),
        invoice_id=_attribute(cells, "invoiceID") or _attribute(cells, "invoice"),
    )


def _attribute(cells: Sequence[ReportCell], name: str) -> str | None:
    return next((found for cell in cells if (found := cell.attribute(name))), None)


def _word(cell: ReportCell) -> str | None:
    """An amount as exact decimal text, a day without its midnight, anything else as it is."""
    amount = cell.amount
    if amount is not None:
        return f"{amount:f}"
    return _MIDNIGHT.sub(r"\1", cell.value or "") or None
