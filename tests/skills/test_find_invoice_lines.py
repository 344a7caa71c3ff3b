"""What find_invoice_lines promises."""

from __future__ import annotations

from collections.abc import AsyncIterator
from decimal import Decimal
from typing import Any

import pytest
from support.asking import change, paths, refused, result, row, rows

from atom_xero_plugin.core.errors import Conflict
from atom_xero_plugin.reports import collected
from atom_xero_plugin.sync.poller import Poller
from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio
YEAR = {"dates": {"from": "2025-04-01", "to": "2026-06-30"}}


async def lines(house: House, **arguments: Any) -> dict[str, Any]:
    return await result(house, "find_invoice_lines", **arguments)


async def every(house: House, **arguments: Any) -> AsyncIterator[dict[str, Any]]:
    """All lines, page after page."""
    cursor = None
    while True:
        page = await lines(house, **arguments, limit=100, **({"cursor": cursor} if cursor else {}))
        for each in page["items"]:
            yield each
        cursor = page["next_cursor"]
        if not page["has_more"]:
            return


def booked(house: House, **only: Any) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """The lines of approved documents in the books, with their document."""
    invoices = [each for each in rows(house, "Invoices", **only) if each["Status"] in {"AUTHORISED", "PAID"}]
    return [(invoice, line) for invoice in invoices for line in invoice["LineItems"]]


def net(invoice: dict[str, Any], line: dict[str, Any]) -> Decimal:
    tax: Decimal = line["TaxAmount"] if invoice["LineAmountTypes"] == "Inclusive" else Decimal(0)
    amount: Decimal = line["LineAmount"]
    return amount - tax


async def test_all_lines_of_all_documents_are_rows_once(house: House) -> None:
    """Page after page, with sums over all on the first."""
    theirs = booked(house)

    found = [each async for each in every(house, **YEAR)]
    sums = (await lines(house, **YEAR))["sums"]

    assert sorted((each["invoice_id"], each["net"]["amount"]) for each in found) == sorted(
        (invoice["InvoiceID"], f"{net(invoice, line):.2f}") for invoice, line in theirs
    )
    by_kind = {each["kind"]: each for each in sums}
    for kind, type_ in (("sales", "ACCREC"), ("bill", "ACCPAY")):
        mine = booked(house, Type=type_)
        assert by_kind[kind]["lines"] == len(mine)
        assert Decimal(by_kind[kind]["net"]["amount"]) == sum(net(*each) for each in mine)
        assert Decimal(by_kind[kind]["tax"]["amount"]) == sum(line["TaxAmount"] for _, line in mine)
        assert Decimal(by_kind[kind]["quantity"]) == sum(line["Quantity"] for _, line in mine)
    assert [each["date"] for each in found] == sorted((each["date"] for each in found), reverse=True)


async def test_each_filter_lets_its_lines_through(house: House) -> None:
    """By account, item, contact, words and kind; all of them together too."""
    everything = booked(house)
    invoice, line = next(each for each in everything if each[0]["Type"] == "ACCREC")
    contact = invoice["Contact"]["ContactID"]
    tests = {
        "account": (line["AccountCode"], lambda _, each: each["AccountCode"] == line["AccountCode"]),
        "item": (line["ItemCode"].lower(), lambda _, each: each.get("ItemCode") == line["ItemCode"]),
        "contact": (contact, lambda document, _: document["Contact"]["ContactID"] == contact),
        "text": (line["Description"][3:9].upper(), lambda _, each: line["Description"][3:9] in each["Description"]),
        "kind": ("sales", lambda document, _: document["Type"] == "ACCREC"),
    }
    for name, (value, fits) in tests.items():
        found = await lines(house, **YEAR, **{name: value})
        assert found["total"] == len([each for each in everything if fits(*each)]) > 0, name
    together = await lines(house, **YEAR, **{name: value for name, (value, _) in tests.items()})
    assert together["total"] == len([each for each in everything if all(fits(*each) for _, fits in tests.values())]) > 0


async def test_days_are_those_of_issue_and_the_year_to_date_if_none_are_given(house: House) -> None:
    """And said."""
    found = await lines(house)
    assert (found["first_day"], found["last_day"]) == ("2026-04-01", "2026-06-16")
    assert found["total"] == len([each for each in booked(house) if str(each[0]["Date"]) >= "2026-04-01"])

    day = {"from": "2026-06-01", "to": "2026-06-01"}
    assert {each["date"] for each in (await lines(house, dates=day))["items"]} == {"2026-06-01"}


async def test_tracking_is_an_option_or_its_category_and_option(house: House) -> None:
    """In any letter case; a line says its tracking."""
    stored = row(house, "Invoices", InvoiceNumber="INV-0151")
    tracking = {"Name": "Region", "Option": "North Island", "TrackingCategoryID": "c", "TrackingOptionID": "o-1"}
    change(house, "Invoices", stored, LineItems=[{**each, "Tracking": [tracking]} for each in stored["LineItems"]])

    for asked in ("north  island", "Region: North Island", "o-1"):
        found = await lines(house, tracking=asked)
        assert {each["number"] for each in found["items"]} == {"INV-0151"}
        assert found["items"][0]["tracking"] == ["Region: North Island"]
    assert (await lines(house, tracking="Region"))["total"] == 0


async def test_drafts_are_asked_for_by_name_and_voided_ones_never_come(house: House) -> None:
    """What is not approved is in no book."""
    statuses = {each["status"] async for each in every(house, **YEAR, status="any")}
    assert statuses == {"draft", "awaiting_approval", "awaiting_payment", "paid"}
    statuses = {each["status"] async for each in every(house, **YEAR, status="not_approved")}
    assert statuses == {"draft", "awaiting_approval"}


async def test_inclusive_amounts_are_reported_without_their_tax(house: House) -> None:
    """So that rows can be added up."""
    stored = row(house, "Invoices", InvoiceNumber="INV-0151")
    change(house, "Invoices", stored, LineAmountTypes="Inclusive")

    [first, *_] = (await lines(house, dates={"from": "2026-06-01", "to": "2026-06-01"}, kind="sales"))["items"]

    line = stored["LineItems"][0]
    assert first["net"]["amount"] == f"{line['LineAmount'] - line['TaxAmount']:.2f}"


async def test_the_local_copy_answers_the_same_without_a_call(house: House) -> None:
    """Where it is synced."""
    from_xero = await lines(house, **YEAR, limit=100)
    await house.runtime.polls.request_sync("default")
    await Poller(house.runtime, {}).tick()
    before = house.sandbox.requests.total

    from_copy = await lines(house, **YEAR, limit=100)

    assert house.sandbox.requests.total == before
    assert from_copy.pop("read_from")["source"] == "local_copy"
    assert from_xero.pop("read_from") == {"source": "xero"}
    assert from_copy == from_xero


async def test_too_many_for_a_few_calls_are_refused_with_what_to_do(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rather than sums over some of them."""
    monkeypatch.setattr(collected, "LARGEST_PAGE", 20)

    error = await refused(house, "find_invoice_lines", **YEAR)

    assert (error["code"], "shorter period" in error["hint"]) == (Conflict.code, True)


@pytest.mark.parametrize(
    ("arguments", "path"),
    [
        ({"account": "no such account"}, "/account"),
        ({"item": "no such item"}, "/item"),
        ({"contact": "no such contact"}, "/contact"),
        ({"kind": "invoices"}, "/kind"),
        ({"period": "today", "dates": {"from": "2026-06-01"}}, "/dates"),
    ],
)
async def test_what_is_not_there_is_refused_by_its_field(house: House, arguments: dict[str, Any], path: str) -> None:
    """With what was meant, if anything."""
    assert paths(await refused(house, "find_invoice_lines", **arguments)) == [path]
