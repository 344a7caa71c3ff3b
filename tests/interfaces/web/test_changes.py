"""An open page hears how many records came since it was made, and hears nothing it may not; hearing keeps nobody in."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from html import unescape
from typing import Any

import pytest
from support.browsing import Browser, browser_of
from support.service import Served

from atom_xero_plugin.interfaces.web.pages import changes

pytestmark = pytest.mark.anyio
STREAM = {"accept": "text/event-stream"}
INVOICE = {
    "contact": "Karori Veterinary Clinic",
    "lines": [{"description": "Poster", "unit_amount": "150.00", "account": "200"}],
}


def stream_of(text: str) -> str:
    found = re.search(r'data-changes="([^"]+)"', text)
    assert found
    return unescape(found[1])


async def _heard(
    browser: Browser, address: str, monkeypatch: pytest.MonkeyPatch, *acts: Callable[[], Awaitable[Any]]
) -> list[int]:
    """The counts that a stream gave, with one act after each of its checks."""
    left = iter(acts)

    async def act(*_: object) -> None:
        await next(left)()

    monkeypatch.setattr(changes, "pause", act)
    answer = await browser.client.get(address, headers=STREAM)
    assert answer.headers["content-type"].startswith("text/event-stream")
    assert answer.text.startswith("retry: ")
    return [int(each) for each in re.findall(r"event: changed\ndata: (\d+)\n\n", answer.text)]


async def test_a_list_hears_how_many_of_its_records_came_until_its_browser_is_signed_out(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another list hears nothing of them; and a stream that is open lets the session idle."""
    await served.hear()
    sessions = served.service.browser_sessions

    async def invoice() -> None:
        async with await served.program() as program:
            where = {"organisation": "harbour", "approve": "true"}
            made = await program.post("/api/integrations/xero/invoices", json=INVOICE, params=where)
            assert made.is_success, made.text
        await served.hear()

    async def sign_out() -> None:
        every = [each.id for each in await sessions.listed("default")]
        await sessions.end_some("default", "person:tester", ids=every)

    async with browser_of(served) as browser, browser_of(served) as other:
        list_ = f"/o/{served.house.organisation}"
        page, quotes = await browser.get(f"{list_}/invoices"), await other.get(f"{list_}/quotes")
        seen = [each.seen_at for each in await sessions.listed("default")]
        heard = await _heard(
            browser, stream_of(page.text), monkeypatch, invoice, invoice, served.hear, seen_as(served, seen), sign_out
        )
        signed_out = await browser.client.get(stream_of(page.text), headers=STREAM)
    async with browser_of(served) as again:
        nothing = await _heard(again, stream_of(quotes.text), monkeypatch, sign_out)

    assert heard == [1, 2]
    assert nothing == []
    assert signed_out.status_code == 401


def seen_as(served: Served, seen: list[Any]) -> Callable[[], Awaitable[None]]:
    async def check() -> None:
        assert [each.seen_at for each in await served.service.browser_sessions.listed("default")] == seen

    return check


async def test_who_may_not_see_lists_hears_nothing_and_a_page_is_no_stream(served: Served) -> None:
    address = f"/o/{served.house.organisation}/changes"
    async with browser_of(served) as browser, browser_of(served, "read", skills=["show_report"]) as limited:
        as_page = await browser.get(address)
        unknown = await browser.client.get(address, params={"list": "secrets"}, headers=STREAM)
        refused = await limited.client.get(address, headers=STREAM)
        quotes = await limited.get(f"/o/{served.house.organisation}/reports")

    assert [each.status_code for each in (as_page, unknown, refused)] == [400, 400, 403]
    assert "data-changes" not in quotes.text
