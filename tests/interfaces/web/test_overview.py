"""The overview in the browser: what waits and what there is, to the cent as the skills say it, and Xero asked late."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal
from html import unescape
from typing import Any

import pytest
from support.browsing import Browser, browser_of
from support.service import HARBOUR, Served, words_of

from atom_xero_plugin.interfaces.web import overview_parts

pytestmark = pytest.mark.anyio
PARTS = ("position", "accounts", "aged", "profit", "balance")


def address(served: Served, more: str = "") -> str:
    return f"/o/{served.house.organisation}/overview{more}"


async def asked(served: Served, skill: str, **arguments: Any) -> dict[str, Any]:
    answer = await served.house.call(skill, **arguments)
    assert answer["success"], answer
    found: dict[str, Any] = answer["result"]
    return found


def shown(amount: str | Decimal) -> str:
    value = Decimal(amount)
    return f"({-value:,.2f})" if value < 0 else f"{value:,.2f}"


async def whole(browser: Browser, served: Served) -> str:
    """The page with everything asked for; a figure in two voices is one figure."""
    page = await browser.get(address(served, "?now=1"))
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", re.sub(r"</(?!span)[^>]+>", " ", page.text))))


async def test_the_first_paint_asks_xero_nothing_and_says_what_waits_to_the_cent(served: Served) -> None:
    await served.hear()
    work = {(each["kind"], each["what"]): each for each in (await asked(served, "show_workload"))["waiting"]}
    async with browser_of(served) as browser:
        calls = served.house.sandbox.requests.counts.total()
        page = await browser.get(address(served))
        assert served.house.sandbox.requests.counts.total() == calls

    said = words_of(page)
    for kind in ("invoice", "bill"):
        late = work[kind, "late"]
        assert f"{kind}s late, {shown(late['sums'][0]['amount'])}" in said
        assert f"{late['count']}" in said
    assert f"{work['invoice', 'late']['count']} invoices are late" in said
    for name in PARTS:
        assert f'hx-get="{address(served)}/part?name={name}"' in page.text, name


async def test_cash_by_month_is_the_skill_s_in_bars_and_in_the_table_below_them(served: Served) -> None:
    await served.hear()
    months = (await asked(served, "show_monthly_cash"))["months"]
    async with browser_of(served) as browser:
        said = words_of(await browser.get(address(served)))

    for each in months:
        for way in ("cash_in", "cash_out", "net"):
            assert shown(each[way]["amount"]) in said, each


async def test_without_scripts_the_whole_page_is_asked_for_by_a_link_and_adds_up(served: Served) -> None:
    await served.hear()
    cash = await asked(served, "show_cash_position")
    async with browser_of(served) as browser:
        first = await browser.get(address(served))
        assert f'<a href="{address(served)}?now=1">' in first.text
        said = await whole(browser, served)

    for each in (cash["in_bank"], cash["receivable"]["total"], cash["payable"]["total"]):
        assert shown(each["amount"]) in said
    for each in cash["accounts"]:
        assert f"{each['account']}" in said
        assert shown(each["balance"]["amount"]) in said
    assert f"{shown(cash['receivable']['overdue']['amount'])} is late" in said
    assert "Healthy: cash covers" in said
    assert HARBOUR in said


async def test_the_sum_in_a_row_adds_up_with_the_tax_of_the_balance_sheet(served: Served) -> None:
    await served.hear()
    cash = await asked(served, "show_cash_position")
    sheet = (await asked(served, "show_report", report="balance_sheet"))["report"]
    accounts = (await asked(served, "find_accounts", limit=100))["items"]
    gst = next(each for each in accounts if each.get("used_by_xero_for") == "GST")
    tax = next(Decimal(each["values"][0]) for each in sheet["rows"] if each.get("account_id") == gst["id"])
    async with browser_of(served) as browser:
        said = await whole(browser, served)

    assert tax != 0
    assert f"GST {'to pay' if tax > 0 else 'to come back'}" in said
    assert shown(abs(tax)) in said
    assert shown(Decimal(cash["net"]["amount"]) - tax) in said


async def test_ages_profit_and_the_balance_line_are_the_skills_figures(served: Served) -> None:
    await served.hear()
    aged = (await asked(served, "show_aged_balances", side="receivables"))["report"]["rows"][-1]["values"]
    report = (await asked(served, "show_report", report="profit_and_loss", period="this_month", compare_periods=11,
                          compare_by="month"))["report"]  # fmt: skip
    nets = next(each["values"] for each in reversed(report["rows"]) if each.get("kind") == "total")
    async with browser_of(served) as browser:
        said = await whole(browser, served)

    for each in aged[:-1]:
        assert shown(each) in said
    for each in nets:
        assert shown(each or "0") in said, nets


async def test_a_chart_of_accounts_of_several_pages_counts_whole(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Profit read with a part of the chart would be another, and nobody would see it."""
    await served.hear()
    async with browser_of(served) as browser:
        whole_chart = words_of(await browser.get(address(served, "/part?name=profit")))
        monkeypatch.setattr(overview_parts, "ACCOUNTS", ("find_accounts", {"limit": 7, "include_archived": True}))
        in_pages = words_of(await browser.get(address(served, "/part?name=profit")))

    assert "so far this month" in whole_chart
    assert in_pages == whole_chart


async def test_a_part_is_asked_once_and_kept_and_asked_again_when_it_is_no_longer_fresh(served: Served) -> None:
    await served.hear()
    counts = served.house.sandbox.requests.counts
    async with browser_of(served) as browser:
        first = await browser.get(address(served, "/part?name=position"))
        before = counts.total()
        again = await browser.get(address(served, "/part?name=position"))
        kept = await browser.get(address(served))
        assert counts.total() == before
        served.house.sandbox.clock.advance(timedelta(minutes=16).total_seconds())
        old = await browser.get(address(served))
        assert counts.total() == before
        await browser.get(address(served, "/part?name=position"))

    assert counts.total() > before
    assert "hx-get" not in again.text
    assert words_of(first) == words_of(again)
    assert f"{address(served)}/part?name=position" not in kept.text
    assert f"{address(served)}/part?name=position" in old.text
    assert "16 min ago" in words_of(old)


async def test_where_xero_is_away_what_was_known_stays_with_its_time_and_says_why(served: Served) -> None:
    await served.hear()
    async with browser_of(served) as browser:
        before = words_of(await browser.get(address(served, "/part?name=accounts")))
        served.house.sandbox.clock.advance(timedelta(minutes=16).total_seconds())
        served.house.sandbox.faults.add(match="/api.xro", status=503, kind="status", times=60)
        after = words_of(await browser.get(address(served, "/part?name=accounts")))
        never = words_of(await browser.get(address(served, "/part?name=profit")))

    balance = re.search(r"Business Cheque Account ([\d,.]+)", before)
    assert balance, before
    assert balance[1] in after
    assert "What stands here is as of 13:0" in after
    assert "Ask again" in never


async def test_there_is_no_part_of_another_name(served: Served) -> None:
    async with browser_of(served) as browser:
        answer = await browser.get(address(served, "/part?name=secrets"))

    assert answer.status_code == 404


async def test_who_may_not_use_a_skill_gets_no_kept_answer_of_it(served: Served) -> None:
    """What somebody else asked for is not shown to a token that is limited to other skills."""
    await served.hear()
    async with browser_of(served) as browser, browser_of(served, "read", skills=["find_invoices"]) as limited:
        await browser.get(address(served, "/part?name=accounts"))
        answer = await limited.get(address(served, "/part?name=accounts"))

    assert "Business Cheque Account" not in answer.text


async def test_before_the_first_sync_the_page_says_that_the_books_are_being_read(served: Served) -> None:
    async with browser_of(served) as browser:
        said = words_of(await browser.get(address(served)))

    assert "The books are being read for the first time." in said
    assert "are late" not in said
