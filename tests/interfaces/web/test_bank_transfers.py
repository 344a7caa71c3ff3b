"""Bank transfers in the browser: listed, recorded and deleted by plans that a person sees first."""

from __future__ import annotations

from collections.abc import AsyncIterator
from decimal import Decimal

import pytest
from support.bank_studio import Studio, said
from support.browsing import browser_of
from support.service import Served

pytestmark = pytest.mark.anyio


@pytest.fixture
async def studio(served: Served) -> AsyncIterator[Studio]:
    async with browser_of(served) as browser:
        yield Studio(served, browser)


def page_of(studio: Studio, path: str = "") -> str:
    return f"/o/{studio.served.house.organisation}/transfers{path}"


async def test_a_transfer_is_planned_recorded_listed_and_deleted(studio: Studio) -> None:
    """Nothing is sent before a person approved the plan; what was typed wrong stays in the form."""
    savings = studio.row("Accounts", Code="091")["AccountID"]
    before = len(studio.rows("BankTransfers"))
    form = await studio.get(page_of(studio, f"/new?account={studio.account}"))
    sent = {"from_account": studio.account, "to_account": savings, "date": "2026-06-16", "reference": "Tax money"}
    wrong = await studio.press(form, "Make the plan", **sent, amount="twelve")
    plan = await studio.press(wrong, "Make the plan", **sent, amount="512.50")

    assert wrong.status_code == 400
    assert 'value="twelve"' in wrong.text
    assert 'value="Tax money"' in wrong.text
    assert "Record a transfer of NZD 512.50" in said(plan)
    assert len(studio.rows("BankTransfers")) == before

    await studio.press(plan, "Approve")
    made = studio.row("BankTransfers", Reference="Tax money")
    listed = await studio.get(page_of(studio, "?period=month_to_date"))
    deleting = await studio.press(listed, "Delete", within="Tax money")

    assert (made["Amount"], len(studio.rows("BankTransfers"))) == (Decimal("512.50"), before + 1)
    assert "512.50" in said(listed)
    assert "to reconcile" in said(listed)
    assert "Tax money" in said(await studio.get(page_of(studio, f"?period=month_to_date&account={savings}")))
    assert "transfer of NZD 512.50" in said(deleting)
    await studio.press(deleting, "pprove")
    assert "Tax money" in said(await studio.get(page_of(studio, "?period=month_to_date&state=deleted")))


async def test_a_form_that_is_sent_twice_is_one_plan(studio: Studio) -> None:
    savings = studio.row("Accounts", Code="091")["AccountID"]
    form = await studio.get(page_of(studio, "/new"))
    sent = {"from_account": studio.account, "to_account": savings, "amount": "33.00", "date": "2026-06-16"}
    plans = [await studio.press(form, "Make the plan", **sent) for _ in range(2)]

    assert plans[0].url == plans[1].url


async def test_who_may_only_read_sees_the_list_and_no_form(served: Served) -> None:
    async with browser_of(served, "read") as browser:
        reader = Studio(served, browser)
        page = await reader.get(page_of(reader, "?period=last_financial_year"))
        refused = await reader.get(page_of(reader, "/new"))

    assert page.status_code == 200
    assert "New transfer" not in said(page)
    assert "transfers/delete" not in page.text
    assert refused.status_code == 403


async def test_a_filter_that_means_nothing_is_refused_with_a_reason(studio: Studio) -> None:
    page = await studio.get(page_of(studio, "?period=never"))

    assert page.status_code == 400
    assert "never" in said(page)
