"""Pages about the whole workspace: activity, usage, health and automations say what is, and change what they say."""

from __future__ import annotations

import re

import msgspec
import pytest
from support.browsing import browser_of
from support.lost import lose
from support.service import HARBOUR, Served, words_of

pytestmark = pytest.mark.anyio
WORKSPACE_PAGES = ("/activity", "/usage", "/system-health", "/automations", "/automations/deliveries", "/settings",
                   "/organisations", "/connect", "/approvals")  # fmt: skip


async def test_every_page_shows_an_empty_workspace_too(served: Served) -> None:
    """Nothing was done there yet, and nothing is connected."""
    async with browser_of(served, workspace="empty") as browser:
        answers = {path: await browser.get(path) for path in WORKSPACE_PAGES}

    assert {path: answer.status_code for path, answer in answers.items()} == dict.fromkeys(WORKSPACE_PAGES, 200)
    assert not [path for path, answer in answers.items() if HARBOUR in answer.text]


async def test_no_page_is_shown_without_signing_in(served: Served) -> None:
    async with served.client() as client:
        answers = [await client.get(path, headers={"accept": "text/html"}) for path in WORKSPACE_PAGES]

    assert [answer.status_code for answer in answers] == [401] * len(WORKSPACE_PAGES)


async def test_every_page_keeps_to_the_policy_and_shows_in_no_frame(served: Served) -> None:
    """Nothing inline, nothing from elsewhere; no page is kept by a cache."""
    async with browser_of(served) as browser:
        for path in WORKSPACE_PAGES:
            answer = await browser.get(path)
            policy = answer.headers["content-security-policy"]
            assert "default-src 'none'" in policy
            assert "frame-ancestors 'none'" in policy
            assert not {"'unsafe-inline'", "'unsafe-eval'", "http:", "https:"} & set(re.split(r"[ ;]+", policy))
            assert not re.search(r"<style|style=|<script(?![^>]* src=)|\son\w+=", answer.text), path
            assert not re.search(r'(?:src|href|action)="(?:https?:)?//', answer.text), path
            assert answer.headers["cache-control"] == "no-store"
            assert answer.headers["x-content-type-options"] == "nosniff"


async def test_activity_lists_what_was_done_and_proves_that_it_is_whole(served: Served) -> None:
    async with browser_of(served) as browser:
        page = await browser.get("/activity")
        filtered = await browser.get("/activity", params={"event": "connection"})
        checked = await browser.post("/activity/verify", of=page)
        file = await browser.get("/activity/export")

    said = words_of(page)
    assert "Browser: signed in" in said
    assert "Connection: connected" in said
    assert "Browser: signed in" not in words_of(filtered)
    assert "The trail is whole" in words_of(checked)
    rows = [msgspec.json.decode(line) for line in file.content.splitlines()]
    assert [each["number"] for each in rows] == list(range(1, len(rows) + 1))


async def test_only_an_administrator_takes_the_trail_away(served: Served) -> None:
    async with browser_of(served, "read") as browser:
        assert (await browser.get("/activity/export")).status_code == 403


async def test_health_names_what_fails_first_and_what_to_do(served: Served) -> None:
    await served.hear()
    async with browser_of(served) as browser:
        well = words_of(await browser.get("/system-health"))
        broken = (await served.runtime.connections.of_workspace("default"))[0]
        await lose(served.runtime, served.house.sandbox, broken)
        ill = words_of(await browser.get("/system-health"))

    assert "Everything works" in well
    assert "Invoices" in well
    assert "needs attention" in ill
    assert "disconnected at Xero" in ill


async def test_usage_adds_up_to_what_was_asked_of_xero(served: Served) -> None:
    await served.hear()
    async with browser_of(served) as browser:
        said = words_of(await browser.get("/usage", params={"days": "1"}))

    found = re.search(r"([\d,]+) calls to Xero today", said)
    assert found
    assert int(found[1].replace(",", "")) > 0


async def test_a_trigger_is_turned_on_for_one_organisation_and_off_again(served: Served) -> None:
    harbour = served.house.organisation
    async with browser_of(served) as browser, browser_of(served, "read") as reader:
        page = await browser.get("/automations/triggers/invoice_paid")
        await browser.post("/automations/triggers/invoice_paid/on", {"organisation": harbour}, of=page)
        on = await browser.get("/automations/triggers/invoice_paid")
        listed = words_of(await browser.get("/automations"))
        refused = await reader.post("/automations/triggers/invoice_paid/on", of=await reader.get("/settings"))
        address = re.search(r"/automations/subscriptions/[\w-]+/off", on.text)
        assert address
        await browser.post(address[0], of=on)
        off = words_of(await browser.get("/automations"))

    assert HARBOUR in words_of(on)
    assert "1 of 35 triggers are on" in listed or " triggers are on" in listed
    assert "XERO_INVOICE_PAID" in on.text
    assert refused.status_code == 403
    assert "0 of" in off


async def test_a_trigger_is_not_turned_on_for_another_workspace_s_organisation(served: Served) -> None:
    async with browser_of(served, workspace="other") as browser:
        page = await browser.get("/automations/triggers/invoice_paid")
        form = {"organisation": served.house.organisation}
        answer = await browser.post("/automations/triggers/invoice_paid/on", form, of=page)

    assert answer.status_code == 404
    assert await served.runtime.subscriptions.listed("other") == []
