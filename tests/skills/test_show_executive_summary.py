"""What show_executive_summary promises."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from support.asking import paths, refused, result, rows

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio


async def shown(house: House, **arguments: Any) -> dict[str, Any]:
    found: dict[str, Any] = (await result(house, "show_executive_summary", **arguments))["report"]
    return found


def line(report: dict[str, Any], label: str, section: str) -> list[str]:
    found: list[str] = next(
        each["values"] for each in report["rows"] if (each["label"], each["section"]) == (label, section)
    )
    return found


async def test_it_is_of_the_month_of_the_day_next_to_the_month_before(house: House) -> None:
    """This month if no day is given."""
    report = await shown(house, month="2026-05-03")

    assert (report["first_day"], report["last_day"]) == ("2026-05-01", "2026-05-31")
    assert report["columns"] == ["May 2026", "Apr 2026", "Variance"]
    assert (await shown(house))["columns"][0] == "Jun 2026"


async def test_it_agrees_with_the_other_reports(house: House) -> None:
    """Profit and loss, balance sheet, bank summary and what customers owe."""
    report = await shown(house, month="2026-05-31")
    month = {"dates": {"from": "2026-05-01", "to": "2026-05-31"}}

    async def of(name: str, label: str, **asked: Any) -> list[str]:
        found = (await result(house, "show_report", report=name, **asked))["report"]
        values: list[str] = next(each["values"] for each in found["rows"] if each["label"] == label)
        return values

    assert line(report, "Profit (loss)", "Profitability")[0] == (await of("profit_and_loss", "Net Profit", **month))[0]
    bank = await of("bank_summary", "Total", **month)
    assert [line(report, name, "Cash")[0] for name in ("Cash received", "Cash spent")] == bank[1:3]
    assert line(report, "Closing bank balance", "Cash")[0] == bank[3]
    day = {"dates": {"to": "2026-05-31"}}
    assert line(report, "Net assets", "Balance Sheet")[0] == (await of("balance_sheet", "Net Assets", **day))[0]
    owed = await result(house, "show_aged_balances", side="receivables", as_of="2026-05-31")
    debtors = Decimal(line(report, "Debtors", "Balance Sheet")[0])
    assert debtors == Decimal(next(each["values"][-1] for each in owed["report"]["rows"] if each["label"] == "Total"))
    issued = [
        each for each in rows(house, "Invoices", Type="ACCREC")
        if each["Status"] in {"AUTHORISED", "PAID"} and str(each["Date"]).startswith("2026-05")
    ]  # fmt: skip
    assert line(report, "Number of invoices issued", "Income")[0] == str(len(issued))


async def test_ratios_are_short_and_amounts_exact(house: House) -> None:
    """Xero gives ratios with 28 digits."""
    report = await shown(house, month="2026-05-31")

    assert len(line(report, "Average debtors days", "Position")[0].partition(".")[2]) == 4
    assert line(report, "Net profit margin", "Performance")[0].endswith("%")


async def test_a_day_of_no_books_is_refused(house: House) -> None:
    """By its field."""
    assert paths(await refused(house, "show_executive_summary", month="1800-01-01")) == ["/month"]
