"""What list_top_contacts promises."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import Any

import pytest
from support.asking import change, paths, refused, result, row, rows

from atom_xero_plugin.sync.poller import Poller
from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio
LAST_QUARTER = ("2026-01-01", "2026-03-31")


async def top(house: House, **arguments: Any) -> dict[str, Any]:
    return await result(house, "list_top_contacts", **arguments)


@pytest.mark.parametrize(("kind", "type_"), [("sales", "ACCREC"), ("bill", "ACCPAY")])
async def test_sums_are_those_of_the_approved_documents_of_the_time(house: House, kind: str, type_: str) -> None:
    """Without tax, the largest first, with what is still due and the share of all."""
    theirs: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for each in rows(house, "Invoices", Type=type_):
        if each["Status"] in {"AUTHORISED", "PAID"} and LAST_QUARTER[0] <= str(each["Date"]) <= LAST_QUARTER[1]:
            theirs[each["Contact"]["ContactID"]].append(each)

    found = await top(house, kind=kind, period="last_quarter", limit=100)

    assert {each["contact"]["id"]: each["net"]["amount"] for each in found["items"]} == {
        contact: f"{sum(each['SubTotal'] for each in documents):.2f}" for contact, documents in theirs.items()
    }
    for each in found["items"]:
        documents = theirs[each["contact"]["id"]]
        assert each["documents"] == len(documents)
        assert Decimal(each["still_due"]["amount"]) == sum(one["AmountDue"] for one in documents)
    nets = [Decimal(each["net"]["amount"]) for each in found["items"]]
    assert nets == sorted(nets, reverse=True)
    assert Decimal(found["total"]["amount"]) == sum(nets)
    assert abs(sum(Decimal(each["share"]) for each in found["items"]) - 100) < Decimal("0.5")
    assert found["contacts"] == len(found["items"])


async def test_revenue_by_customer_is_the_profit_and_losss_sales(house: House) -> None:
    """Of the same days; interest that the bank paid is no customer's."""
    found = await top(house, period="last_quarter")
    report = (await result(house, "show_report", report="profit_and_loss", period="last_quarter"))["report"]

    assert found["total"]["amount"] == next(each["values"][0] for each in report["rows"] if each["label"] == "Sales")


@pytest.mark.parametrize(("kind", "type_"), [("sales", "ACCRECCREDIT"), ("bill", "ACCPAYCREDIT")])
async def test_credit_notes_are_taken_off(house: House, kind: str, type_: str) -> None:
    """Approved ones, by their day."""
    notes = [each for each in rows(house, "CreditNotes", Type=type_) if each["Status"] in {"AUTHORISED", "PAID"}]
    invoices = [
        each
        for each in rows(house, "Invoices", Type=type_.removesuffix("CREDIT"))
        if each["Status"] in {"AUTHORISED", "PAID"} and str(each["Date"]) >= "2026-04-01"
    ]

    found = await top(house, kind=kind)

    assert notes
    assert all(str(each["Date"]) >= "2026-04-01" for each in notes)
    net = sum(each["SubTotal"] for each in invoices) - sum(each["SubTotal"] for each in notes)
    assert Decimal(found["total"]["amount"]) == net


async def test_the_limit_leaves_the_total_over_all(house: House) -> None:
    """So that a share means something; the local copy says the same."""
    whole, three = await top(house), await top(house, limit=3)
    await house.runtime.polls.request_sync("default")
    await Poller(house.runtime, {}).tick()
    copied = await top(house, limit=3)

    assert three["items"] == whole["items"][:3]
    assert (three["total"], three["contacts"]) == (whole["total"], whole["contacts"])
    assert copied["read_from"]["source"] == "local_copy"
    assert copied["items"] == three["items"]


async def test_another_currency_is_added_in_ours(house: House) -> None:
    """At the document's own rate."""
    stored = row(house, "Invoices", InvoiceNumber="INV-0151")
    values = {"CurrencyCode": "USD", "CurrencyRate": Decimal("0.5"), "SubTotal": Decimal("100000.00")}
    change(house, "Invoices", stored, **values)

    [first] = (await top(house, dates={"from": "2026-06-01", "to": "2026-06-01"}))["items"]

    assert first["net"] == {"amount": "200000.00", "currency": "NZD"}


async def test_a_time_that_makes_no_sense_is_refused(house: House) -> None:
    """By its field."""
    dates = {"from": "2026-06-01", "to": "2026-05-01"}
    assert paths(await refused(house, "list_top_contacts", dates=dates)) == ["/dates/to"]
