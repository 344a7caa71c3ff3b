"""What answers cost a model that reads text: a profit and loss of 20 accounts by 3 periods, a list of 100 invoices.

Tokens are characters / 4.4, as for the list of tools: no tokeniser is needed to run this. Next to ours stands the JSON
that Xero sends for the same, with no character between its parts.
"""

from __future__ import annotations

import asyncio
import json
import tempfile
from datetime import date
from pathlib import Path
from typing import Any, Final

import msgspec

from atom_xero_plugin.interfaces.mcp.results import in_text
from atom_xero_plugin.reports.tables import table_of
from atom_xero_plugin.reports.view import report_view
from atom_xero_plugin.sandbox.options import Options
from atom_xero_plugin.testing import TODAY, open_house
from atom_xero_plugin.xero.decoding.base import decode_one
from atom_xero_plugin.xero.records.reports import Report
from benchmarks.invoice_page import page
from benchmarks.table import Row

CHARACTERS_A_TOKEN: Final = 4.4
MOST_OF_REPORT, MOST_OF_LIST = 500, 10_000
DAYS: Final = [(date(2026, 5, 1), date(2026, 5, 31)), (date(2026, 4, 1), date(2026, 4, 30)),
               (date(2026, 3, 1), date(2026, 3, 31))]  # fmt: skip
INCOME: Final = ("Sales", "Consulting Income", "Interest Income")
COSTS: Final = ("Cost of Goods Sold", "Subcontractors")
EXPENSES: Final = (
    "Advertising", "Bank Fees", "Cleaning", "Consulting & Accounting", "Depreciation", "Entertainment",
    "Freight & Courier", "General Expenses", "Insurance", "Legal expenses", "Light, Power, Heating",
    "Motor Vehicle Expenses", "Office Expenses", "Rent", "Wages and Salaries",
)  # fmt: skip


def profit_and_loss() -> dict[str, Any]:
    """Xero's answer: sections of accounts with their totals, every cell of an account with its id."""
    rows: list[Any] = [{"RowType": "Header", "Cells": [_cell(""), *(_cell(f"{day:%-d %b %y}") for _, day in DAYS)]}]
    sums = {}
    for title, names, total in (
        ("Income", INCOME, "Total Income"),
        ("Less Cost of Sales", COSTS, "Total Cost of Sales"),
        ("Less Operating Expenses", EXPENSES, "Total Operating Expenses"),
    ):
        amounts = [[1_000 * place + 137.55 * (column + 1) for column in range(3)] for place, _ in enumerate(names, 1)]
        sums[title] = [sum(column) for column in zip(*amounts, strict=True)]
        lines = [_line(name, each, f"{len(name):08}-0000-4000-8000-{place:012}")
                 for place, (name, each) in enumerate(zip(names, amounts, strict=True))]  # fmt: skip
        rows.append(_section(title, [*lines, _line(total, sums[title], None, "SummaryRow")]))
    gross = [one - other for one, other in zip(sums["Income"], sums["Less Cost of Sales"], strict=True)]
    net = [one - other for one, other in zip(gross, sums["Less Operating Expenses"], strict=True)]
    rows.insert(3, _section("", [_line("Gross Profit", gross, None)]))
    rows.append(_section("", [_line("Net Profit", net, None)]))
    titles = ["Profit and Loss", "Harbour Street Studio Limited", "1 May 2026 to 31 May 2026"]
    return {
        "Reports": [{"ReportID": "ProfitAndLoss", "ReportType": "ProfitAndLoss", "ReportTitles": titles, "Rows": rows}]
    }


def _cell(value: str, account: str | None = None) -> dict[str, Any]:
    attributes = {"Attributes": [{"Value": account, "Id": "account"}]} if account else {}
    return {"Value": value, **attributes}


def _line(name: str, amounts: list[float], account: str | None, kind: str = "Row") -> dict[str, Any]:
    return {"RowType": kind, "Cells": [_cell(name, account), *(_cell(f"{each:.2f}", account) for each in amounts)]}


def _section(title: str, rows: list[Any]) -> dict[str, Any]:
    return {"RowType": "Section", "Title": title, "Rows": rows}


def _tokens(text: str) -> float:
    return len(text) / CHARACTERS_A_TOKEN


def report_texts() -> tuple[str, str]:
    """Ours, and Xero's."""
    sent = json.dumps(profit_and_loss(), separators=(",", ":"))
    view = report_view(
        table_of(decode_one(Report, sent)), name="profit_and_loss", first=DAYS[0][0], last=DAYS[0][1], currency="NZD",
        cash_basis=False, days=DAYS,
    )  # fmt: skip
    about = {"id": "3f6b1c52-8a0e-4d6f-9b57-2c41d0a7e913", "name": "Harbour Street Studio Limited"}
    answer = {"organisation": about, "as_of": "2026-06-16T01:00:00Z", "result": {"report": msgspec.to_builtins(view)}}
    return in_text(answer), sent


async def _list_text(folder: Path) -> str:
    house = await open_house(folder, Options(today=TODAY, limits=False))
    try:
        await house.connect()
        answer = await house.call("find_invoices", limit=100)
        assert len(answer["result"]["items"]) == 100
        return in_text(answer, MOST_OF_LIST * 10)
    finally:
        await house.runtime.close()


def run() -> list[Row]:
    """Characters of whole answers, nothing left out."""
    report, sent = report_texts()
    with tempfile.TemporaryDirectory() as folder:
        listed = asyncio.run(_list_text(Path(folder)))
    ours, theirs = _tokens(report), _tokens(sent)
    of_list, of_page = _tokens(listed), _tokens(page().decode())
    return [
        Row("profit and loss, 20 accounts by 3 periods, tokens of text (vs Xero's JSON)", ours, theirs, ours / theirs,
            f"<= {MOST_OF_REPORT}", ours <= MOST_OF_REPORT),
        Row("list of 100 invoices, tokens of text (vs Xero's JSON)", of_list, of_page, of_list / of_page,
            f"<= {MOST_OF_LIST:,}", of_list <= MOST_OF_LIST),
    ]  # fmt: skip
