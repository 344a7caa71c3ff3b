"""Plans in the browser: what would change is shown, exactly what was shown is approved, and who may not is refused."""

from __future__ import annotations

from datetime import timedelta

import pytest
from support.browsing import browser_of
from support.service import HARBOUR, Served, words_of

pytestmark = pytest.mark.anyio
XERO = "/api/integrations/xero"
INVOICE = {
    "contact": "Karori Veterinary Clinic",
    "lines": [{"description": "<b>Poster</b>", "quantity": "2", "unit_amount": "150.00", "account": "200"}],
    "due_in_days": 14,
}


async def _proposed(served: Served) -> dict[str, str]:
    async with await served.program("read", "write") as program:
        answer = await program.post(f"{XERO}/invoices", json=INVOICE, params={"organisation": "harbour"})
    assert answer.status_code == 202, answer.text
    plan: dict[str, str] = answer.json()["plan"]
    return plan


async def test_a_waiting_plan_is_listed_with_who_asks_and_what_it_comes_to(served: Served) -> None:
    plan = await _proposed(served)
    async with browser_of(served) as browser:
        said = words_of(await browser.get("/approvals"))

    for expected in (plan["summary"], "345.00", HARBOUR, "tester", "in 30 min"):
        assert expected in said, (expected, said)


async def test_a_plan_shows_every_change_and_what_is_sent_and_its_texts_are_no_markup(served: Served) -> None:
    plan = await _proposed(served)
    async with browser_of(served) as browser:
        page = await browser.get(f"/approvals/{plan['id']}")

    said = words_of(page)
    for expected in ("none are sent", "Karori Veterinary Clinic", "PUT Invoices", "&lt;b&gt;Poster&lt;/b&gt;"):
        assert expected in said, (expected, said)
    assert "<b>Poster" not in page.text


async def test_approving_records_it_once_and_the_page_offers_to_undo_it(served: Served) -> None:
    plan = await _proposed(served)
    async with browser_of(served) as browser:
        page = await browser.get(f"/approvals/{plan['id']}")
        form = {"hash": plan["hash"]}
        first = await browser.post(f"/approvals/{plan['id']}/approve", form, of=page)
        second = await browser.post(f"/approvals/{plan['id']}/approve", form, of=page)
        first_seen, after = await browser.follow(first), await browser.follow(second)
        later = await browser.get(f"/approvals/{plan['id']}")

    assert (first.status_code, second.status_code) == (303, 303)
    assert first.headers["location"] == f"/approvals/{plan['id']}?done=yes"
    said = words_of(after)
    assert "Recorded" in said
    assert "Undo…" in said
    assert "data-toast" in first_seen.text
    assert f"Recorded: {plan['summary']}" in words_of(first_seen)
    assert first_seen.text.count(f'action="/approvals/{plan["id"]}/undo"') == 2  # of the plan, and of the toast
    assert "data-toast" not in later.text
    books = served.house.sandbox.organisations[served.house.organisation]
    made = [each for each in books.tables["Invoices"].rows.values() if each["Contact"]["Name"] == INVOICE["contact"]
            and str(each["Total"]) == "345.00"]  # fmt: skip
    assert len(made) == 1


async def test_another_plan_than_was_shown_is_not_approved(served: Served) -> None:
    plan = await _proposed(served)
    async with browser_of(served) as browser:
        page = await browser.get(f"/approvals/{plan['id']}")
        refused = await browser.post(f"/approvals/{plan['id']}/approve", {"hash": "0" * 64}, of=page)

    assert refused.status_code in {400, 409}
    assert (await served.runtime.plans.plan("default", plan["id"])).state == "proposed"


async def test_refusing_keeps_the_reason_and_nothing_is_sent(served: Served) -> None:
    plan = await _proposed(served)
    async with browser_of(served) as browser:
        page = await browser.get(f"/approvals/{plan['id']}")
        done = await browser.post(f"/approvals/{plan['id']}/refuse", {"reason": "Wrong customer."}, of=page)
        said = words_of(await browser.follow(done))
        answered = words_of(await browser.get("/approvals", params={"tab": "answered"}))

    assert "Refused" in said
    assert plan["summary"] in answered


async def test_who_may_not_approve_sees_no_button_and_is_refused(served: Served) -> None:
    plan = await _proposed(served)
    async with browser_of(served, "read", "write") as browser:
        page = await browser.get(f"/approvals/{plan['id']}")
        refused = await browser.post(f"/approvals/{plan['id']}/approve", {"hash": plan["hash"]}, of=page)

    assert 'approve"' not in page.text.split("<main", 1)[1].split("</main>")[0]
    assert refused.status_code == 403
    assert (await served.runtime.plans.plan("default", plan["id"])).state == "proposed"


async def test_a_form_without_the_session_s_token_changes_nothing(served: Served) -> None:
    """Neither without one, nor with that of another session, whatever the browser says of its origin."""
    plan = await _proposed(served)
    async with browser_of(served) as browser, browser_of(served) as other:
        theirs = await other.get(f"/approvals/{plan['id']}")
        address = f"/approvals/{plan['id']}/approve"
        foreign = await browser.post(address, {"hash": plan["hash"]}, of=theirs)
        own = {"accept": "text/html", "sec-fetch-site": "same-origin"}
        without = await browser.client.post(address, data={"hash": plan["hash"]}, headers=own)
        page = await browser.get(f"/approvals/{plan['id']}")
        cross = await browser.post(
            address, {"hash": plan["hash"]}, of=page, headers={"sec-fetch-site": "cross-site", "origin": "https://x.y"}
        )

    assert [answer.status_code for answer in (foreign, without, cross)] == [403, 403, 403]
    assert (await served.runtime.plans.plan("default", plan["id"])).state == "proposed"


async def test_an_expired_plan_says_so_and_offers_nothing(served: Served) -> None:
    plan = await _proposed(served)
    served.house.sandbox.clock.advance(timedelta(hours=1, minutes=1).total_seconds())
    async with browser_of(served) as browser:
        page = await browser.get(f"/approvals/{plan['id']}")

    assert "It has expired and changes nothing." in words_of(page)
    assert "Approve" not in words_of(page).replace("To approve", "")
