"""What show_report promises."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from support.asking import paths, refused, result, rows

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize("report", ["profit_and_loss", "balance_sheet", "trial_balance", "bank_summary"])
async def test_each_report_is_a_table_of_exact_amounts(house: House, report: str) -> None:
    """Rows with as many values as there are columns, each decimal text."""
    shown = (await result(house, "show_report", report=report))["report"]

    assert shown["name"] == report
    assert shown["rows"]
    for line in shown["rows"]:
        assert len(line["values"]) == len(shown["columns"])
        assert all(Decimal(value).is_finite() for value in line["values"] if value)


async def test_a_period_is_the_organisations(house: House) -> None:
    """The last quarter of a year that ends in March."""
    shown = (await result(house, "show_report", report="profit_and_loss", period="last_quarter"))["report"]

    assert (shown["first_day"], shown["last_day"]) == ("2026-01-01", "2026-03-31")


async def test_a_balance_sheet_is_as_at_the_end_of_its_month(house: House) -> None:
    """Whatever day of the month was asked for: Xero gives no other."""
    dates = {"to": "2026-04-10"}
    shown = (await result(house, "show_report", report="balance_sheet", dates=dates))["report"]

    assert shown["last_day"] == "2026-04-30"
    assert "As at 30 April 2026" in shown["title"]


async def test_what_a_contact_owes_is_what_its_invoices_are_due(house: House) -> None:
    """The aged report adds up to the books."""
    unpaid = [each for each in rows(house, "Invoices", Type="ACCREC", Status="AUTHORISED") if each["AmountDue"]]
    contact = unpaid[0]["Contact"]
    due = sum(
        (each["AmountDue"] for each in unpaid if each["Contact"]["ContactID"] == contact["ContactID"]), Decimal(0)
    )

    shown = await result(house, "show_report", report="aged_receivables", contact=contact["ContactID"])

    assert f"{due:.2f}" in str(shown["report"]["rows"])


async def test_a_day_is_given_by_to_or_by_the_same_day_twice(house: House) -> None:
    """Xero would take no notice of another first day, so it is refused; an aged report begins there."""
    by_to, same = [
        await result(house, "show_report", report="trial_balance", dates=dates)
        for dates in ({"to": "2026-04-10"}, {"from": "2026-04-10", "to": "2026-04-10"})
    ]
    assert by_to == same

    invoice = max(rows(house, "Invoices", Type="ACCREC", Status="AUTHORISED"), key=lambda each: str(each["Date"]))
    asked = {"report": "aged_receivables", "contact": invoice["Contact"]["ContactID"]}
    shown = await result(house, "show_report", **asked, dates={"from": str(invoice["Date"])})
    documents = [each["invoice_id"] for each in shown["report"]["rows"] if each.get("invoice_id")]
    assert documents == [invoice["InvoiceID"]]


@pytest.mark.parametrize(
    ("arguments", "path"),
    [
        ({"report": "aged_payables"}, "/contact"),
        ({"report": "balance_sheet", "contact": "Capital Power"}, "/contact"),
        ({"report": "trial_balance", "compare_periods": 2}, "/compare_periods"),
        ({"report": "profit_and_loss", "compare_by": "month"}, "/compare_periods"),
        ({"report": "bank_summary", "cash_basis": True}, "/cash_basis"),
        ({"report": "profit"}, "/report"),
        ({"report": "balance_sheet", "dates": {"from": "2026-04-01", "to": "2026-04-10"}}, "/dates/from"),
        ({"report": "trial_balance", "dates": {"from": "2026-04-01"}}, "/dates/from"),
        ({"report": "profit_and_loss", "dates": {"from": "2026-05-01", "to": "2026-04-01"}}, "/dates/to"),
    ],
)
async def test_what_a_report_does_not_have_is_refused_by_its_field(
    house: House, arguments: dict[str, Any], path: str
) -> None:
    """Before Xero is asked."""
    error = await refused(house, "show_report", **arguments)

    assert (error["code"], paths(error)) == ("invalid_arguments", [path])


async def test_earlier_periods_stand_next_to_it(house: House) -> None:
    """As many as asked for."""
    shown = await result(
        house, "show_report", report="profit_and_loss", period="last_month", compare_periods=2, compare_by="month"
    )

    assert (
        len(shown["report"]["columns"])
        == len((await result(house, "show_report", report="profit_and_loss", period="last_month"))["report"]["columns"])
        + 2
    )
