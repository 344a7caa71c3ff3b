"""Xero's reports as short tables: a label, an id and the values a row, about a twelfth of what Xero sends.

Xero nests sections, rows and cells, repeats each account's id in every cell, and writes every value as text. Source:
developer.xero.com, Reports.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Annotated, Final, Literal

from msgspec import Meta, Struct

from atom_xero_plugin.xero.records.reports import Report, ReportCell, ReportRow

_MIDNIGHT: Final = re.compile(r"(\d{4}-\d{2}-\d{2})T00:00:00")


BETWEEN: Final = " \u203a "
"""Between the titles of sections that stand in each other."""


_OF_ACCOUNTS: Final = frozenset({"ProfitAndLoss", "ProfitandLoss", "BalanceSheet"})
"""Reports of accounts, be it that nothing was booked on any."""


class TableRow(Struct, omit_defaults=True):
    """A row."""

    label: Annotated[str, Meta(description="Account, document date or name of a sum.")]
    values: Annotated[
        list[str | None], Meta(description="One a column: amounts as decimal text, or words; null for nothing.")
    ]
    section: Annotated[
        str | None, Meta(description="Section it stands in, with those around it, as in Expenses \u203a Bank.")
    ] = None
    kind: Annotated[Literal["row", "total"], Meta(description="total for a sum of rows; row if left out.")] = "row"
    account_id: Annotated[str | None, Meta(description="Xero's id of the account.")] = None
    invoice_id: Annotated[str | None, Meta(description="Xero's id of the invoice or bill.")] = None
    contact_id: Annotated[str | None, Meta(description="Xero's id of the contact.")] = None


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
    named = {report.report_id, report.report_type, (report.report_name or "").replace(" ", "")}
    of_accounts = any(_attribute(row.cells or (), "account") for row in report.walk()) or bool(named & _OF_ACCOUNTS)
    return Table(titles, columns, list(_rows(report.rows or (), (), of_accounts=of_accounts)))


def _rows(rows: Sequence[ReportRow], path: tuple[str, ...], *, of_accounts: bool) -> Iterator[TableRow]:
    """The rows of all sections, however deep. In a report of accounts a row of none, outside of any, is a sum."""
    for row in rows:
        if row.row_type == "Section":
            title = (row.title or "").strip()
            yield from _rows(row.rows or (), (*path, title) if title else path, of_accounts=of_accounts)
        elif row.row_type in {"Row", "SummaryRow"} and row.cells:
            reckoned = of_accounts and not path and not any(cell.attributes for cell in row.cells)
            yield _row(row.cells, BETWEEN.join(path) or None, total=row.row_type == "SummaryRow" or reckoned)


def _row(cells: Sequence[ReportCell], section: str | None, *, total: bool) -> TableRow:
    first, *others = cells
    return TableRow(
        label=_MIDNIGHT.sub(r"\1", first.value or ""),
        values=[_word(cell) for cell in others],
        section=section,
        kind="total" if total else "row",
        account_id=_attribute(cells, "account") or _attribute(cells, "accountID"),
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
