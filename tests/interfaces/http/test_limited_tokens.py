"""Tokens that are limited to organisations and skills, over HTTP: their skills and plans, and nothing else."""

from __future__ import annotations

import httpx2
import pytest
from support.service import HARBOUR, WATTLE, Served, error_of, result_of

from atom_xero_plugin.interfaces.http.books.table import kinds_of

pytestmark = pytest.mark.anyio
BOOKS = "/api/integrations/xero"
CONTACT = {"name": "Pukeko Press"}


async def limited(served: Served, *rights: str, **limits: list[str]) -> httpx2.AsyncClient:
    """A program whose token is limited; to the studio if nothing else is said."""
    held = limits or {"organisations": [served.house.organisation]}
    return served.client(await served.token(*rights, **held))


async def ask(
    program: httpx2.AsyncClient, skill: str, organisation: str | None, **arguments: object
) -> httpx2.Response:
    """Run a skill."""
    body = {"arguments": arguments, "organisation": organisation}
    return await program.post(f"/api/skills/{skill}", json={k: v for k, v in body.items() if v is not None})


async def test_a_limited_token_runs_skills_of_its_organisation_alone(served: Served) -> None:
    """The other is refused before anything is asked of Xero; without a name its own is meant."""
    async with await limited(served, "read", "write", "approve") as program:
        before = served.house.sandbox.requests.total
        refused = [await ask(program, "find_contacts", WATTLE), await ask(program, "create_contact", WATTLE, **CONTACT)]
        asked_of_xero = served.house.sandbox.requests.total - before
        made = await ask(program, "create_contact", None, **CONTACT)
        books = await program.get(f"{BOOKS}/contacts", params={"organisation": WATTLE})

    assert [(each.status_code, error_of(each)["code"]) for each in refused] == [(403, "not_allowed")] * 2
    assert asked_of_xero == 0
    assert (made.status_code, made.json()["plan"]["organisation"]["name"]) == (202, HARBOUR)
    assert books.status_code == 403


async def test_plans_of_another_organisation_are_neither_listed_nor_shown_nor_approved(served: Served) -> None:
    """By a token with every right."""
    async with await served.program() as owner, await limited(served) as program:
        plan = (await ask(owner, "create_contact", WATTLE, **CONTACT)).json()["plan"]
        mine = (await ask(owner, "create_contact", HARBOUR, **CONTACT)).json()["plan"]
        listed = result_of(await program.get("/api/plans"))["items"]
        shown = await program.get(f"/api/plans/{plan['id']}")
        named = await program.get("/api/plans", params={"organisation": WATTLE})
        approved = await program.post(f"/api/plans/{plan['id']}/approve", json={"hash": plan["hash"]})

    assert [each["id"] for each in listed] == [mine["id"]]
    assert {shown.status_code, named.status_code, approved.status_code} == {403}


async def test_a_token_limited_to_skills_runs_no_other(served: Served) -> None:
    """Nor approves a plan of another."""
    async with await served.program() as owner, await limited(served, skills=["find_contacts"]) as program:
        plan = (await ask(owner, "create_contact", HARBOUR, **CONTACT)).json()["plan"]
        found = await ask(program, "find_contacts", HARBOUR)
        refused = await ask(program, "find_accounts", HARBOUR)
        approved = await program.post(f"/api/plans/{plan['id']}/approve", json={"hash": plan["hash"]})

    assert found.status_code == 200
    assert (refused.status_code, approved.status_code) == (403, 403)
    assert "find_contacts" in error_of(refused)["hint"]


async def test_whatever_is_about_the_whole_workspace_is_refused(served: Served) -> None:
    """Every GET that names nothing, but those of skills, plans, books and a login that comes back."""
    books = (f"{BOOKS}/{kind.plural}" for kind in kinds_of(served.house.registry))
    within = ("/api/skills", "/api/plans", "/ready", f"{BOOKS}/auth/callback", *books)
    async with await limited(served) as program:
        document = (await program.get("/openapi.json")).json()["paths"]
        about_all = [each for each, how in document.items() if "get" in how and "{" not in each]
        asked = [each for each in about_all if not each.startswith(within)]
        told = {each: (await program.get(each, params={"q": "ngaio"})).status_code for each in asked}

    assert {"/api/events", "/api/search", "/api/policies", "/api/agents", "/health"} <= set(told)
    assert {each: status for each, status in told.items() if status != 403} == {}
