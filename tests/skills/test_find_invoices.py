"""What find_invoices promises."""

from __future__ import annotations

import json
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from support.asking import LINE, change, paths, plan, refused, result, rows

from atom_xero_plugin.accounting import sums
from atom_xero_plugin.testing import TODAY, House

pytestmark = pytest.mark.anyio


def numbers(records: list[dict[str, Any]]) -> list[str]:
    return sorted(each["InvoiceNumber"] for each in records)


def found(reported: dict[str, Any]) -> list[str]:
    return sorted(each["number"] for each in reported["items"])


async def test_overdue_means_unpaid_and_past_its_day(house: House) -> None:
    """In the organisation's time zone, with the days it is late."""
    reported = await result(house, "find_invoices", kind="sales", status="overdue", limit=100)

    requested = [
        each for each in rows(house, "Invoices", Type="ACCREC", Status="AUTHORISED") if each["DueDate"] < TODAY
    ]
    assert found(reported) == numbers(requested)
    assert all(
        each["days_overdue"] == (TODAY - date.fromisoformat(each["due_date"])).days for each in reported["items"]
    )


async def test_the_day_is_that_of_the_organisation(house: House) -> None:
    """In Auckland the 17th has begun while it is the 16th in UTC: for what is overdue, and for what is dated today."""
    unpaid = rows(house, "Invoices", Type="ACCREC", Status="AUTHORISED")[0]
    change(house, "Invoices", unpaid, DueDate=TODAY)
    house.sandbox.clock.advance(13 * 3600)
    tomorrow = TODAY + timedelta(days=1)

    reported = await result(house, "find_invoices", status="overdue", limit=100)
    made = await plan(house, "create_invoice", contact="Karori Veterinary Clinic", lines=[LINE], due_in_days=14)

    late = [each for each in rows(house, "Invoices", Status="AUTHORISED") if each["DueDate"] < tomorrow]
    assert house.runtime.clock.now().date() == TODAY
    assert unpaid["InvoiceNumber"] in found(reported)
    assert found(reported) == numbers(late)
    assert made["after"]["date"] == tomorrow.isoformat()


async def test_due_within_days_counts_today_and_the_last_day(house: House) -> None:
    """And leaves out what is overdue already."""
    reported = await result(house, "find_invoices", kind="bill", due_within_days=4, limit=100)

    last = TODAY + timedelta(days=4)
    requested = [
        each for each in rows(house, "Invoices", Type="ACCPAY", Status="AUTHORISED") if TODAY <= each["DueDate"] <= last
    ]
    assert requested
    assert found(reported) == numbers(requested)


async def test_overdue_by_days_counts_back_from_today(house: House) -> None:
    """At least that many days late."""
    reported = await result(house, "find_invoices", kind="sales", overdue_by_days=30, limit=100)

    assert reported["items"]
    assert min(each["days_overdue"] for each in reported["items"]) >= 30


async def test_last_quarter_is_of_the_financial_year(house: House) -> None:
    """The books end on 31 March, so in June the quarter before is January to March."""
    reported = await result(house, "find_invoices", kind="sales", period="last_quarter", limit=100)

    days = {date.fromisoformat(each["date"]) for each in reported["items"]}
    assert days
    assert date(2026, 1, 1) <= min(days) <= max(days) <= date(2026, 3, 31)


async def test_a_list_leaves_out_what_is_voided_but_a_number_finds_it(house: House) -> None:
    """Whoever names it wants to see it."""
    voided = rows(house, "Invoices", Status="VOIDED")[0]["InvoiceNumber"]

    listed = await result(house, "find_invoices", kind="sales", limit=100, sort="oldest")
    named = await result(house, "find_invoices", number=voided)

    assert voided not in found(listed)
    assert [each["status"] for each in named["items"]] == ["voided"]


async def test_a_part_of_a_contacts_name_is_enough(house: House) -> None:
    """If only one contact is meant."""
    reported = await result(house, "find_invoices", contact="kauri", limit=100)

    assert {each["contact"]["name"] for each in reported["items"]} == {"Kauri Grove Cafe"}


async def test_an_ambiguous_contact_is_answered_with_the_candidates(house: House) -> None:
    """Never silently the first."""
    error = await refused(house, "find_invoices", contact="cl")

    assert (error["code"], paths(error)) == ("ambiguous", ["/contact"])
    assert "Karori Veterinary Clinic" in error["fields"][0]["message"]


async def test_an_unknown_contact_is_answered_with_the_nearest(house: House) -> None:
    """A slip of the pen is put right."""
    error = await refused(house, "find_invoices", contact="Karory Veterinary")

    assert error["code"] == "not_found"
    assert "Karori Veterinary Clinic" in error["hint"]


async def test_amounts_are_of_the_total_and_walk_through_pages(house: House) -> None:
    """Xero does not filter by total on big books, so the plugin does, and its cursor goes on from there."""
    first = await result(house, "find_invoices", kind="sales", min_amount="3000", max_amount="5000", limit=5)
    second = await result(
        house, "find_invoices", kind="sales", min_amount="3000", max_amount="5000", limit=5, cursor=first["next_cursor"]
    )

    totals = [Decimal(each["total"]["amount"]) for each in (*first["items"], *second["items"])]
    assert all(3000 <= total <= 5000 for total in totals)
    assert set(found(first)).isdisjoint(found(second))
    everything = await result(house, "find_invoices", kind="sales", min_amount="3000", max_amount="5000", limit=100)
    assert (first["sums"], first["total"]) == (everything["sums"], len(everything["items"]))
    assert second["sums"] == []


async def test_sums_stand_before_the_rows_and_say_what_they_cover(house: House) -> None:
    """All that fits, not the page; one a kind and currency, and sales and bills are never added up."""
    page = await result(house, "find_invoices", status="unpaid", limit=5)
    next_page = await result(house, "find_invoices", status="unpaid", limit=5, cursor=page["next_cursor"])
    everything = await result(house, "find_invoices", status="unpaid", limit=100)

    assert page["sums"] == everything["sums"]
    assert (page["sums_cover"], everything["sums_cover"]) == ("all", "all")
    assert (next_page["sums"], next_page["sums_cover"]) == ([], "none")
    assert page["total"] == everything["total"] == len(everything["items"])
    assert list(page)[:2] == ["total", "sums"]
    for part in everything["sums"]:
        due = [each["amount_due"]["amount"] for each in everything["items"] if each["kind"] == part["kind"]]
        assert Decimal(part["amount_due"]["amount"]) == sum(map(Decimal, due))
        assert part["count"] == len(due)


async def test_sums_never_add_up_two_currencies(house: House) -> None:
    """One each, whatever the organisation's own is."""
    foreign = rows(house, "Invoices", Type="ACCREC", Status="AUTHORISED")[0]
    change(house, "Invoices", foreign, CurrencyCode="EUR", CurrencyRate=Decimal("0.55"))

    reported = await result(house, "find_invoices", kind="sales", status="unpaid", limit=100)

    euros = [each for each in reported["sums"] if each["total"]["currency"] == "EUR"]
    assert [(each["count"], Decimal(each["total"]["amount"])) for each in euros] == [(1, foreign["Total"])]
    assert sum(each["count"] for each in reported["sums"]) == reported["total"]
    assert {each["total"]["currency"] for each in reported["sums"]} == {"EUR", "NZD"}


async def test_cursors_lead_through_all_of_them_once(house: House) -> None:
    """However the pages fall."""
    seen: list[str] = []
    cursor: dict[str, str] = {}
    while True:
        reported = await result(house, "find_invoices", kind="sales", sort="number", limit=60, **cursor)
        seen += [each["id"] for each in reported["items"]]
        if not reported["has_more"]:
            break
        cursor = {"cursor": reported["next_cursor"]}

    requested = [each for each in rows(house, "Invoices", Type="ACCREC") if each["Status"] not in {"VOIDED", "DELETED"}]
    assert len(seen) == len(set(seen)) == len(requested)


@pytest.mark.parametrize(
    ("arguments", "path"),
    [
        ({"status": "paid", "due_within_days": 7}, "/due_within_days"),
        ({"status": "draft", "overdue_by_days": 7}, "/overdue_by_days"),
        ({"overdue_by_days": 7, "due_within_days": 7}, "/due_within_days"),
        ({"status": "overdue", "due_within_days": 7}, "/due_within_days"),
        ({"period": "today", "dates": {"from": "2026-01-01"}}, "/dates"),
        ({"dates": {}}, "/dates"),
        ({"dates": {"from": "2026-02-01", "to": "2026-01-01"}}, "/dates/to"),
        ({"dates": {"from": "0001-01-01"}}, "/dates/from"),
        ({"period": "today", "date_field": "due", "due_within_days": 7}, "/date_field"),
        ({"cursor": "nonsense"}, "/cursor"),
    ],
)
async def test_what_contradicts_itself_is_refused_before_xero_is_asked(
    house: House, arguments: dict[str, Any], path: str
) -> None:
    """By the field's path."""
    await result(house, "find_accounts", limit=1)  # so that the organisation's own data is known
    before = house.sandbox.requests.total

    error = await refused(house, "find_invoices", **arguments)

    assert (error["code"], paths(error)) == ("invalid_arguments", [path])
    assert house.sandbox.requests.total == before


async def test_what_is_too_much_to_add_up_has_no_sums(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """None at all, rather than those of a part; the rows and their number are there."""
    monkeypatch.setattr(sums, "PAGE", 20)
    monkeypatch.setattr(sums, "MOST_CALLS", 2)

    by_total = await result(house, "find_invoices", min_amount="1", limit=5)
    counted = await result(house, "find_invoices", limit=5)

    for reported in (by_total, counted):
        assert (reported["sums"], reported["sums_cover"], len(reported["items"])) == ([], "none", 5)
    assert counted["total"] > 40


async def test_a_number_that_nothing_has_is_reported_the_near_ones(house: House) -> None:
    """Zeros left out, digits swapped, a blank for a dash; also where one invoice is asked for by its number."""
    for asked in ("INV-151", "INV-1051", "inv 0151"):
        reported = await result(house, "find_invoices", number=asked)
        one = await house.call("record_payment", invoice=asked, account="090")

        assert reported["items"] == [], asked
        assert "INV-0151" in [each["number"] for each in reported["near"]], asked
        assert "INV-0151" in json.dumps(one), asked


async def test_a_number_that_is_near_none_is_reported_none(house: House) -> None:
    """And an answer with rows names none as well."""
    assert "near" not in await result(house, "find_invoices", number="ZZ-999999")
    assert "near" not in await result(house, "find_invoices", number="INV-0151")
