"""Settings: browsers, tokens, agents and policies, each seen and ended by who may, and by nobody else."""

from __future__ import annotations

import re

import pytest
from support.browsing import browser_of
from support.service import BROWSER, Served, words_of

pytestmark = pytest.mark.anyio


async def test_signing_out_everywhere_ends_every_browser_of_the_workspace(served: Served) -> None:
    """An administrator's; a reader ends only the browsers of their own token."""
    async with browser_of(served) as admin, browser_of(served, "read") as reader, browser_of(served, "read") as second:
        page = await second.get("/settings")
        assert (await second.post("/settings/sessions/end", {"everywhere": "yes"}, of=page)).status_code == 303
        assert (await second.get("/settings")).status_code == 401
        assert (await reader.get("/settings")).status_code == 200
        page = await admin.get("/settings")
        await admin.post("/settings/sessions/end", {"everywhere": "yes"}, of=page)
        left = [(await each.get("/settings")).status_code for each in (admin, reader)]

    assert left == [401, 401]


async def test_no_browser_is_signed_out_by_a_form_that_chose_none(served: Served) -> None:
    async with browser_of(served) as admin:
        page = await admin.get("/settings")
        await admin.post("/settings/sessions/end", of=page)
        again = await admin.get("/settings")

    assert again.status_code == 200


async def test_a_token_is_shown_once_and_works_until_it_is_revoked(served: Served) -> None:
    async with browser_of(served) as admin:
        page = await admin.get("/settings")
        made = await admin.post("/settings/tokens", {"name": "Month end", "role": "viewer", "days": "7"}, of=page)
        token = re.search(r"axt_[\w-]{43}", made.text)
        assert token
        later = await admin.get("/settings")
        async with served.client(token[0]) as program:
            first = await program.get("/api/skills")
        listed = later.text.split("Month end", 1)[1]
        token_id = re.search(r'action="/settings/tokens/(tok_\w+)/revoke"', listed)
        assert token_id
        await admin.post(f"/settings/tokens/{token_id[1]}/revoke", of=later)
        async with served.client(token[0]) as program:
            second = await program.get("/api/skills")

    assert token[0] not in later.text
    assert (first.status_code, second.status_code) == (200, 401)


@pytest.mark.parametrize(
    "wrong", [{"name": ""}, {"role": "owner"}, {"days": "soon"}, {"days": "0"}, {"name": "x" * 300}]
)
async def test_a_wrong_form_keeps_what_was_typed_and_says_what_to_do(served: Served, wrong: dict[str, str]) -> None:
    async with browser_of(served) as admin:
        page = await admin.get("/settings")
        typed = {"name": "Month & end", "role": "viewer", "days": "7"} | wrong
        answer = await admin.post("/settings/tokens", typed, of=page)
        tokens = await served.service.tokens.listed("default")

    assert answer.status_code == 400
    assert 'role="alert"' in answer.text
    assert "name" in wrong or 'value="Month &amp; end"' in answer.text
    assert len(tokens) == 1


async def test_only_an_administrator_sees_tokens_and_agents(served: Served) -> None:
    async with browser_of(served, "read", "write", "approve") as approver:
        page = await approver.get("/settings")
        refused = await approver.post("/settings/tokens", {"name": "mine", "role": "admin"}, of=page)

    assert "API tokens" not in words_of(page)
    assert refused.status_code == 403


async def test_a_policy_is_set_shown_and_ended_by_a_person_who_may(served: Served) -> None:
    async with browser_of(served) as admin, browser_of(served, "read", "write") as operator:
        page = await admin.get("/settings")
        form = {"action": "two_people", "kind": "bill", "amount": "1000", "currency": "NZD"}
        await admin.post("/settings/policies", form, of=page)
        shown = await admin.get("/settings")
        policy = re.search(r"/settings/policies/(\w+)/end", shown.text)
        assert policy
        theirs = await operator.get("/settings")
        refused = await operator.post(f"/settings/policies/{policy[1]}/end", of=theirs)
        await admin.post(f"/settings/policies/{policy[1]}/end", of=shown)
        after = await admin.get("/settings")

    assert "Two people 1,000.00 NZD" in words_of(shown)
    assert refused.status_code == 403
    assert "Two people 1,000.00" not in words_of(after)


async def test_a_policy_that_cannot_be_is_explained_in_its_form(served: Served) -> None:
    async with browser_of(served) as admin:
        page = await admin.get("/settings")
        answer = await admin.post("/settings/policies", {"action": "allow_up_to", "amount": "many"}, of=page)

    assert answer.status_code == 400
    assert 'value="many"' in answer.text
    assert await served.service.dispatcher.policies.listed("default") == []


async def test_how_pages_look_is_kept_in_the_browser(served: Served) -> None:
    async with browser_of(served) as browser:
        page = await browser.get("/settings")
        form = {"theme": "dark", "density": "compact", "keys": "off", "back": "/settings"}
        sent = await browser.post("/look", form, of=page)
        after = await browser.get("/settings")
        page = await browser.get("/settings")
        await browser.post("/look", {"theme": "<script>", "density": "huge", "back": "//evil.example"}, of=page)
        plain = await browser.client.get("/settings", headers=BROWSER)

    assert sent.headers["location"] == "/settings"
    assert '<html lang="en" data-theme="dark" data-density="compact" data-keys="off">' in after.text
    assert "data-theme" not in plain.text.split(">", 2)[1]
