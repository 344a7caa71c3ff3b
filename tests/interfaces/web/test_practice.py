"""All organisations on one page: what waits in each, what needs somebody first, and one click in."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from support.browsing import browser_of
from support.service import HARBOUR, WATTLE, Served, words_of

pytestmark = pytest.mark.anyio
XERO = "/api/integrations/xero"
INVOICE = {
    "contact": "Karori Veterinary Clinic",
    "lines": [{"description": "Poster", "unit_amount": "150.00", "account": "200"}],
}


async def test_each_organisation_shows_what_the_skill_says_waits_in_it(served: Served) -> None:
    await served.hear()
    async with browser_of(served) as browser:
        page = await browser.get("/organisations")

    said = words_of(page)
    for tenant_id, name in zip(served.house.sandbox.organisations, (HARBOUR, WATTLE), strict=True):
        answer = await served.house.ask("show_workload", {}, organisation=tenant_id)
        work = {(each["kind"], each["what"]): each for each in answer["result"]["waiting"]}
        row = _row(page.text, tenant_id)
        assert name in row
        drafts = sum(work[kind, what]["count"] for kind in ("invoice", "bill") for what in ("draft", "to_approve"))
        assert str(drafts) in row if drafts else True
        for kind in ("invoice", "bill"):
            for each in work[kind, "late"]["sums"]:
                assert f"{Decimal(each['amount']):,.2f}" in row, (kind, row)
        assert f'href="/o/{tenant_id}/overview"' in page.text
    assert "Work waits" in said


async def test_a_plan_that_waits_makes_an_organisation_one_that_needs_you_today(served: Served) -> None:
    await served.hear()
    async with await served.program("read", "write") as program:
        made = await program.post(f"{XERO}/invoices", json=INVOICE, params={"organisation": "harbour"})
        assert made.status_code == 202, made.text
    async with browser_of(served) as browser:
        said = words_of(await browser.get("/organisations"))
        only = words_of(await browser.get("/organisations", params={"show": "today"}))

    assert "2 organisations, 1 needs you today" in said
    assert (
        said.index("Needs you today")
        < said.index("1 to approve")
        < said.index("Work waits", said.index("1 to approve"))
    )
    assert f"{WATTLE}" not in only[only.index("Needs you today") :]


async def test_a_name_that_none_has_says_so_and_leads_back(served: Served) -> None:
    async with browser_of(served) as browser:
        page = await browser.get("/organisations", params={"q": "<b>nobody</b>"})

    assert "No organisation fits" in words_of(page)
    assert "<b>nobody" not in page.text
    assert 'href="/organisations"' in page.text


async def test_a_broken_connection_stands_first_and_without_figures(served: Served) -> None:
    await served.hear()
    runtime = served.runtime
    broken = next(each for each in await runtime.connections.of_workspace("default") if each.tenant_name == WATTLE)
    await runtime.connections.disconnect("default", broken.id, actor="person:tester")
    async with browser_of(served) as browser:
        page = await browser.get("/organisations")

    said = words_of(page)
    assert said.index("Connection ended") < said.index(f"{HARBOUR}", said.index("Synced"))


async def test_before_the_first_sync_no_figure_is_made_up(served: Served) -> None:
    async with browser_of(served) as browser:
        said = words_of(await browser.get("/organisations"))

    assert said.count("The books are being read.") == 2
    assert "not yet" in said


def _row(text: str, tenant_id: str) -> str:
    found = next(each for each in re.findall(r"<tr>.*?</tr>", text, re.DOTALL) if f"/o/{tenant_id}/overview" in each)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", found))
