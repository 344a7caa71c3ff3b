"""What list_tax_forms promises."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from support.asking import change, paths, refused, result, rows

from atom_xero_plugin.testing import House, open_connected_house

pytestmark = pytest.mark.anyio


def american(house: House) -> None:
    """The organisation is in the United States, and rent and cleaning are reported."""
    books = house.sandbox.organisations[house.organisation]
    books.organisation["CountryCode"] = "US"
    books.tax_form_boxes = {"469": ("1099-MISC", 1), "408": ("1099-NEC", 1)}


async def report(house: House, **arguments: Any) -> dict[str, Any]:
    found: dict[str, Any] = (await result(house, "list_tax_forms", **arguments))["report"]
    return found


async def test_each_contact_has_what_it_was_paid_in_the_year_by_box(house: House) -> None:
    """By the day of payment, not of the bill; a box that holds nothing is no column."""
    american(house)
    bills = [each for each in rows(house, "Invoices", Type="ACCPAY") if each["Contact"]["Name"].startswith("Willis")]
    paid = sum(
        (bill["SubTotal"] for bill in bills for mark in bill["Payments"] if mark["Date"].year == 2026), Decimal(0)
    )

    found = await report(house, year=2026)

    assert found["columns"] == ["tax id", "classification", "box 1"]
    rent = next(each for each in found["rows"] if each["label"].startswith("Willis"))
    assert (rent["section"], rent["values"][2]) == ("1099-MISC report", f"{paid:.2f}")
    assert {each["section"] for each in found["rows"]} == {"1099-MISC report", "1099-NEC report"}
    assert [each["values"][2] for each in found["rows"] if each.get("kind") == "total"][1] == f"{paid:.2f}"


async def test_a_taxpayers_number_is_never_shown_whole(house: House) -> None:
    """An answer may go to a model."""
    american(house)
    contact = next(each for each in rows(house, "Contacts") if each["Name"].startswith("Willis"))
    change(house, "Contacts", contact, TaxNumber="234-22-2223")

    answer = await house.call("list_tax_forms", year=2026)

    assert "SSN ending 2223" in str(answer)
    assert "234-22" not in str(answer)


async def test_the_year_is_the_last_whole_one_unless_another_is_asked_for(house: House) -> None:
    """An organisation elsewhere has none, and says where it is."""
    found = await result(house, "list_tax_forms")

    assert (found["report"]["first_day"], found["report"]["last_day"]) == ("2025-01-01", "2025-12-31")
    assert (found["country"], found["report"]["rows"]) == ("NZ", [])


async def test_a_year_to_come_is_refused_by_xero_and_one_of_no_books_by_us(house: House) -> None:
    """With the field, or with Xero's words."""
    assert (await refused(house, "list_tax_forms", year=2027))["code"] == "xero_refused"
    assert paths(await refused(house, "list_tax_forms", year=1776)) == ["/year"]


async def test_a_login_of_before_lacks_one_scope_which_is_named(tmp_path: Path) -> None:
    """The broad scope of reports does not include it."""
    house = await open_connected_house(tmp_path, scopes="legacy")
    try:
        error = await refused(house, "list_tax_forms")
        assert (error["code"], "accounting.reports.tenninetynine.read" in error["hint"]) == ("scope_missing", True)
        assert (await result(house, "show_executive_summary"))["report"]["rows"]
    finally:
        await house.runtime.close()
