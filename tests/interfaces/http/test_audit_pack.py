"""`/api/audit/export`: the pack for an auditor, for whoever administers a workspace and of that workspace alone."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import httpx2
import pytest
from support.service import HARBOUR, Served, error_of

pytestmark = pytest.mark.anyio


def pack_of(answer: httpx2.Response) -> zipfile.ZipFile:
    """The pack that was sent."""
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/zip"
    assert int(answer.headers["content-length"]) == len(answer.content)
    return zipfile.ZipFile(io.BytesIO(answer.content))


def table(pack: zipfile.ZipFile, name: str) -> list[dict[str, Any]]:
    """A table of the pack."""
    rows: list[dict[str, Any]] = json.loads(pack.read(f"{name}.json"))
    return rows


async def test_a_pack_names_agents_tokens_and_decisions_and_no_secret(on_each: Served) -> None:
    """On both databases; the text of a token is nowhere in it."""
    await on_each.connect("default", HARBOUR)
    text = await on_each.token("read", "write")
    async with await on_each.program() as boss, on_each.client(text) as flow:
        body = {"arguments": {"name": "Pukeko Press"}, "organisation": "harbour"}
        plan = (await flow.post("/api/skills/create_contact", json=body)).json()["plan"]
        await boss.post(f"/api/plans/{plan['id']}/refuse", json={"reason": "Not ours."})
        pack = pack_of(await boss.get("/api/audit/export"))
    agent = next(each for each in table(pack, "agents") if each["id"] == on_each.tokens[text])
    (decided,) = table(pack, "decisions")
    everything = b"".join(pack.read(name) for name in pack.namelist())

    assert (agent["plans_made"], agent["plans_refused"], agent["plans_refused_in_period"]) == (1, 1, 1)
    assert (decided["decision"], decided["reason"], decided["proven"]) == ("refused", "Not ours.", None)
    assert {each["id"] for each in table(pack, "tokens")} == set(on_each.tokens.values())
    assert not [token for token in on_each.tokens if token.encode() in everything]
    assert b"axt_" not in everything


async def test_a_plan_of_an_earlier_period_that_is_decided_in_this_one_is_in_both(on_each: Served) -> None:
    """And the packs of two periods join without a gap."""
    await on_each.connect("default", HARBOUR)
    async with await on_each.program() as boss:
        body = {"arguments": {"name": "Pukeko Press"}, "organisation": "harbour"}
        plan = (await boss.post("/api/skills/create_contact", json=body)).json()["plan"]
        first = on_each.runtime.clock.now().date()
        await on_each.runtime.clock.sleep(23 * 3600)
        second = on_each.runtime.clock.now().date()
        await boss.post(f"/api/plans/{plan['id']}/refuse", json={})
        days = [{"from": str(each), "to": str(each)} for each in (first, second)]
        packs = [pack_of(await boss.get("/api/audit/export", params=each)) for each in days]
    lines = [[json.loads(line) for line in pack.read("audit.jsonl").splitlines()] for pack in packs]

    assert first != second
    assert [[each["id"] for each in table(pack, "plans")] for pack in packs] == [[plan["id"]], [plan["id"]]]
    assert [len(table(pack, "decisions")) for pack in packs] == [0, 1]
    assert lines[1][0]["previous_hash"] == lines[0][-1]["hash"]


async def test_a_workspace_gets_its_own_pack_alone(on_each: Served) -> None:
    """Nothing of another's tokens, plans or trail."""
    await on_each.connect("default", HARBOUR)
    async with await on_each.program() as boss, await on_each.program(workspace="other") as other:
        body = {"arguments": {"name": "Pukeko Press"}, "organisation": "harbour"}
        await boss.post("/api/skills/create_contact", json=body)
        pack = pack_of(await other.get("/api/audit/export"))

    assert b"Pukeko" not in b"".join(pack.read(name) for name in pack.namelist())
    assert table(pack, "plans") == table(pack, "connections") == []
    assert {json.loads(line)["workspace_id"] for line in pack.read("audit.jsonl").splitlines()} == {"other"}
    assert len(table(pack, "tokens")) == 1


async def test_only_who_administers_the_whole_workspace_gets_a_pack(served: Served) -> None:
    """No viewer, no approver, and no token with limits."""
    limited = await served.token(organisations=[served.house.organisation])
    async with await served.program("read") as viewer, await served.program("read", "write", "approve") as person:
        refused = [await each.get("/api/audit/export") for each in (viewer, person)]
    async with served.client(limited) as program:
        refused.append(await program.get("/api/audit/export"))

    assert [(each.status_code, error_of(each)["code"]) for each in refused] == [(403, "not_allowed")] * 3


async def test_days_that_are_none_are_refused(served: Served) -> None:
    """And a period that ends before it begins."""
    async with await served.program() as boss:
        wrong = await boss.get("/api/audit/export", params={"from": "soon"})
        turned = await boss.get("/api/audit/export", params={"from": "2026-02-01", "to": "2026-01-01"})

    assert wrong.status_code in {400, 422}
    assert (turned.status_code, error_of(turned)["fields"][0]["path"]) == (400, "/from")
