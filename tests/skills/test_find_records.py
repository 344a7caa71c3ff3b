"""What find_records promises."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import Any

import pytest
from support.asking import change, paths, refused, result, row, rows

from atom_xero_plugin.accounting.kinds import SYNCED
from atom_xero_plugin.sync.poller import Poller
from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio
GONE = {"VOIDED", "DELETED"}


async def synced(house: House) -> None:
    await house.runtime.polls.request_sync("default")
    for _ in range(3):
        await Poller(house.runtime, {}).tick()


async def whole(house: House, **arguments: Any) -> list[dict[str, Any]]:
    """All that fits, page by page."""
    found: list[dict[str, Any]] = []
    cursor: dict[str, str] = {}
    while True:
        page = await result(house, "find_records", **arguments, **cursor)
        found += page["items"]
        if not page["has_more"]:
            return found
        cursor = {"cursor": page["next_cursor"]}


async def test_before_the_first_sync_it_says_that_nothing_was_synced(house: House) -> None:
    """An empty list is never told as books without records."""
    found = await result(house, "find_records", kinds=["invoice", "quote"])

    assert found["items"] == []
    assert found["local_copy"] == {"complete": False, "not_synced": ["invoice", "quote"]}


async def test_sums_and_pages_are_those_of_the_books(house: House) -> None:
    """To the cent, for each kind and currency, whatever the size of a page; and Xero is not asked."""
    await synced(house)
    sums: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for each in rows(house, "Invoices"):
        if each["Status"] not in GONE:
            sums[each["CurrencyCode"]].append(each)
    calls = house.sandbox.requests.counts.total()

    found = await result(house, "find_records", kinds=["invoice", "bill"], limit=7)
    ids = [each["id"] for each in await whole(house, kinds=["invoice", "bill"], limit=7)]

    assert house.sandbox.requests.counts.total() == calls
    assert found["local_copy"]["complete"] is True
    assert len(ids) == len(set(ids)) == found["total"] == sum(map(len, sums.values()))
    for currency, invoices in sums.items():
        parts = [each for each in found["sums"] if each["total"]["currency"] == currency]
        owed = [each["AmountDue"] for each in invoices if each["Status"] in {"AUTHORISED", "PAID"}]
        assert sum(Decimal(each["total"]["amount"]) for each in parts) == sum(each["Total"] for each in invoices)
        assert sum(Decimal(each["still_owed"]["amount"]) for each in parts) == sum(owed)


async def test_late_ones_are_those_that_find_invoices_calls_overdue(house: House) -> None:
    """With the days since they were due, and every field as there."""
    await synced(house)
    asked = await result(house, "find_invoices", kind="sales", status="overdue", limit=100, sort="due_first")

    found = await result(
        house, "find_records", kinds=["invoice"], status=["overdue"], sort="due_day", sort_direction="ascending",
        limit=100, counts=True,
    )  # fmt: skip

    assert asked["items"]
    ours = {each["id"]: each for each in found["items"]}
    assert ours.keys() == {each["id"] for each in asked["items"]}
    for each in asked["items"]:
        mine = ours[each["id"]]
        assert (mine["number"], mine["contact"], mine["status"], mine["url"]) == (
            each["number"], each["contact"], each["status"], each["url"],
        )  # fmt: skip
        assert (mine["day"], mine["due_day"], mine["days_late"]) == (
            each["date"], each["due_date"], each["days_overdue"],
        )  # fmt: skip
        assert (mine["total"], mine["still_owed"]) == (each["total"], each["amount_due"])
    due = [each["due_day"] for each in found["items"]]
    assert due == sorted(due)
    counts = {each["status"]: each["count"] for each in found["counts"]}
    assert counts["overdue"] == len(asked["items"]) == found["total"]
    assert counts["all"] == len([each for each in rows(house, "Invoices", Type="ACCREC") if each["Status"] not in GONE])


async def test_every_synced_kind_can_be_listed(house: House) -> None:
    """As many of each as the books have."""
    await synced(house)
    found = {kind: await whole(house, kinds=[kind], limit=500) for kind in SYNCED}

    assert {kind: len(items) for kind, items in found.items() if kind in {"quote", "payment", "contact"}} == {
        "quote": len([each for each in rows(house, "Quotes") if each["Status"] != "DELETED"]),
        "payment": len([each for each in rows(house, "Payments") if each["Status"] != "DELETED"]),
        "contact": len([each for each in rows(house, "Contacts") if each["ContactStatus"] == "ACTIVE"]),
    }
    assert all(each["kind"] == kind for kind, items in found.items() for each in items)
    assert all(items for items in found.values())


async def test_a_contact_is_named_by_its_id_its_name_or_the_beginning_of_it(house: House) -> None:
    """A beginning is told as assumed; one that several have is not taken."""
    await synced(house)
    contact = row(house, "Invoices", Type="ACCREC")["Contact"]
    exact = await result(house, "find_records", kinds=["invoice"], contact=contact["ContactID"])
    named = await result(house, "find_records", kinds=["invoice"], contact=contact["Name"].upper())
    begun = await result(house, "find_records", kinds=["invoice"], contact=contact["Name"][:-2])

    assert exact["items"] == named["items"] == begun["items"] != []
    assert {each["contact"]["id"] for each in exact["items"]} == {contact["ContactID"]}
    assert "assumed" not in exact
    assert "assumed" not in named
    assert begun["assumed"][0]["id"] == contact["ContactID"]
    assert (await refused(house, "find_records", contact="no such contact"))["code"] == "not_found"
    several = await refused(house, "find_records", contact=contact["Name"][0])
    assert several["code"] == "ambiguous"
    assert several["candidates"]


async def test_what_changed_in_xero_is_there_after_the_next_sync(house: House) -> None:
    """And gone from where it was."""
    await synced(house)
    invoice = row(house, "Invoices", Type="ACCREC", Status="DRAFT")
    change(house, "Invoices", invoice, Status="VOIDED")
    house.sandbox.clock.advance(60)
    await synced(house)

    drafts = await whole(house, kinds=["invoice"], status=["draft"])
    voided = await whole(house, kinds=["invoice"], status=["voided"])

    assert invoice["InvoiceID"] not in {each["id"] for each in drafts}
    assert invoice["InvoiceID"] in {each["id"] for each in voided}


@pytest.mark.parametrize(
    ("arguments", "path"),
    [
        ({"kinds": ["projects"]}, "/kinds"),
        ({"kinds": ["payment"], "status": ["overdue"]}, "/status"),
        ({"min_amount": "10", "max_amount": "9"}, "/max_amount"),
        ({"period": "today", "dates": {"from": "2026-01-01"}}, "/dates"),
        ({"due_period": "today", "due_dates": {"from": "2026-01-01"}}, "/due_dates"),
        ({"cursor": "nonsense"}, "/cursor"),
        ({"cursor": "WyJ4IixmYWxzZSwxLDFd"}, "/cursor"),
    ],
)
async def test_what_makes_no_sense_is_refused_by_its_field(house: House, arguments: dict[str, Any], path: str) -> None:
    """With what would be right."""
    assert paths(await refused(house, "find_records", **arguments)) == [path]


async def test_a_cursor_belongs_to_its_question(house: House) -> None:
    """Another sort, filter or organisation is another question; the size of a page is not."""
    await synced(house)
    page = await result(house, "find_records", kinds=["invoice"], limit=3)
    cursor = page["next_cursor"]

    assert (await result(house, "find_records", kinds=["invoice"], limit=5, cursor=cursor))["items"]
    for other in ({"kinds": ["bill"]}, {"kinds": ["invoice"], "sort": "total"}):
        assert paths(await refused(house, "find_records", **other, cursor=cursor)) == ["/cursor"]
