"""A request that comes again with its key is answered as it was: the promise that whoever repeats writes once."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import httpx2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select, text
from support.service import HARBOUR, Served, error_of, result_of

from atom_xero_plugin.core.errors import Busy, DatabaseAway, RateLimited
from atom_xero_plugin.dispatch.dispatcher import Dispatch
from atom_xero_plugin.dispatch.final_answers import is_final
from atom_xero_plugin.store import caller_requests
from atom_xero_plugin.store.caller_requests import Hold, StoredAnswer
from atom_xero_plugin.store.caller_tables import caller_requests as table
from atom_xero_plugin.store.tables import plans
from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio
XERO = "/api/integrations/xero"
NOW = {"organisation": "harbour", "approve": "true"}
INVOICE = {
    "contact": "Karori Veterinary Clinic",
    "lines": [{"description": "Poster design", "quantity": "2", "unit_amount": "150.00", "account": "200"}],
    "due_in_days": 14,
}


def upstream(served: Served) -> int:
    """Calls that reached the sandbox's accounting API."""
    return sum(n for call, n in served.house.sandbox.requests.counts.items() if "/api.xro/" in call)


def invoices(house: House) -> int:
    return len(house.sandbox.organisations[house.organisation].tables["Invoices"].rows)


async def post(program: httpx2.AsyncClient, key: str, body: Any = INVOICE, path: str = "/invoices") -> httpx2.Response:
    return await program.post(f"{XERO}{path}", json=body, params=NOW, headers={"Idempotency-Key": key})


async def test_repeated_with_its_key_a_request_writes_once(on_each: Served) -> None:
    """Byte by byte the same for 72 hours and more, however the body's names are ordered; then the key is forgotten."""
    await on_each.connect("default", HARBOUR)
    program, before = await on_each.program(), invoices(on_each.house)
    first = await post(program, "run-1")
    calls = upstream(on_each)
    again = await post(program, "run-1", dict(reversed(INVOICE.items())))
    on_each.house.sandbox.clock.advance(72 * 3600)
    late = await post(program, "run-1")

    assert first.status_code == 201, first.text
    assert [(each.status_code, each.content) for each in (again, late)] == [(201, first.content)] * 2
    assert (upstream(on_each), invoices(on_each.house)) == (calls, before + 1)
    assert "idempotency-replayed" not in first.headers
    assert late.headers["idempotency-replayed"] == "true"
    assert await on_each.runtime.caller_requests.forget() == 0
    on_each.house.sandbox.clock.advance(30 * 3600)
    assert await on_each.runtime.caller_requests.forget() == 1


async def test_another_request_with_the_key_is_refused_and_reaches_nobody(served: Served) -> None:
    """Another body, address, query or method; also a key that is none. Another caller's key is their own."""
    program, stranger = await served.program(), await served.program()
    await post(program, "run-1")
    calls = upstream(served)
    keyed = {"Idempotency-Key": "run-1"}

    refused = [
        await post(program, "run-1", {**INVOICE, "due_in_days": 15}),
        await post(program, "run-1", INVOICE, "/contacts"),
        await program.post(f"{XERO}/invoices", json=INVOICE, params={"organisation": "harbour"}, headers=keyed),
        await program.put(f"{XERO}/invoices/INV-0001", json=INVOICE, params=NOW, headers=keyed),
    ]
    invalid = [await post(program, key) for key in ("", "a b", "x" * 256)]
    exact = {"content": b'{"amount": 0.1}', "params": NOW, "headers": {"Idempotency-Key": "run-2"}}
    await program.post(f"{XERO}/invoices", **exact)
    refused.append(await program.post(f"{XERO}/invoices", **exact | {"content": b'{"amount": 0.1000000000000000001}'}))

    assert [(each.status_code, error_of(each)["code"]) for each in refused] == [(422, "idempotency_key_reused")] * 5
    assert [(each.status_code, error_of(each)["code"]) for each in invalid] == [(422, "not_understood")] * 3
    assert upstream(served) == calls
    assert (await post(stranger, "run-1", {**INVOICE, "reference": "mine"})).status_code == 201


async def test_every_route_of_plans_takes_a_key(served: Served) -> None:
    """Propose, approve, execute, undo, refuse: each again as it was."""
    program = await served.program()

    async def twice(path: str, body: Any = None) -> dict[str, Any]:
        answers = [await program.post(path, json=body, headers={"Idempotency-Key": path}) for _ in range(2)]
        assert answers[0].content == answers[1].content
        assert answers[0].status_code == answers[1].status_code
        reported: dict[str, Any] = answers[0].json()
        return reported

    requested = {"arguments": {"contact": "Ngaio Travel", "email": "new@ngaio.example"}, "organisation": "harbour"}
    plan = (await twice("/api/skills/change_contact", requested))["plan"]
    assert (await twice(f"/api/plans/{plan['id']}/approve", {"hash": plan["hash"]}))["success"]
    assert (await twice(f"/api/plans/{plan['id']}/execute"))["plan"]["state"] == "verified"
    undo = (await twice(f"/api/plans/{plan['id']}/undo"))["plan"]
    assert (await twice(f"/api/plans/{undo['id']}/refuse"))["plan"]["state"] == "refused"


async def test_many_at_once_with_one_key_write_once(on_each: Served) -> None:
    """They wait for the first and get its answer."""
    await on_each.connect("default", HARBOUR)
    program, before = await on_each.program(), invoices(on_each.house)

    answers = await asyncio.gather(*(post(program, "run-1") for _ in range(8)))

    assert {(each.status_code, each.content) for each in answers} == {(201, answers[0].content)}
    assert invoices(on_each.house) == before + 1


async def test_a_transient_failure_before_a_plan_is_not_kept(served: Served) -> None:
    """Once the limit is over, the same request with the same key works; what is wrong with a request stays wrong."""
    program = await served.program()
    invalid = [await post(program, "bad", {**INVOICE, "contact": "Nobody at all"}) for _ in range(2)]

    async def limited(*_args: Any, **_more: Any) -> Any:
        raise RateLimited(retry_after_s=7)

    organisations = served.runtime.organisations
    choose, organisations.choose = organisations.choose, limited  # type: ignore[method-assign]
    busy = await post(program, "run-1")
    organisations.choose = choose  # type: ignore[method-assign]
    done = await post(program, "run-1")

    assert (invalid[0].status_code, invalid[0].content) == (404, invalid[1].content)
    assert (busy.status_code, done.status_code) == (429, 201)


async def test_a_key_whose_first_run_died_goes_on_with_its_plan(on_each: Served, monkeypatch: Any) -> None:
    """Died after the plan was made, after it was approved, or after it was executed: one plan, one invoice."""
    await on_each.connect("default", HARBOUR)
    program, before = await on_each.program(), invoices(on_each.house)

    class Killed(BaseException):
        """As kill -9: nothing after it runs."""

    for number, (owner, name) in enumerate([(Dispatch, "approve"), (Dispatch, "execute")]):
        old = getattr(owner, name)
        dies = [True]

        async def die(self: Any, *args: Any, _old: Any = old, _dies: Any = dies, **more: Any) -> Any:
            if _dies.pop() if _dies else False:
                raise Killed
            return await _old(self, *args, **more)

        monkeypatch.setattr(owner, name, die)
        with pytest.raises((Killed, BaseExceptionGroup)):
            await post(program, f"run-{number}", {**INVOICE, "reference": f"died {number}"})
        monkeypatch.setattr(owner, name, old)
        done = await post(program, f"run-{number}", {**INVOICE, "reference": f"died {number}"})
        assert done.status_code == 201, done.text

    async with on_each.runtime.store.read("default") as tx:
        made = (await tx.execute(select(func.count()).select_from(plans))).scalar()
    assert (made, invoices(on_each.house) - before) == (2, 2)


async def test_a_key_that_nobody_renews_is_taken_over_and_the_late_one_changes_nothing(on_each: Served) -> None:
    """The one that was thought dead binds no plan and keeps no answer."""
    requests, clock = on_each.runtime.caller_requests, on_each.house.sandbox.clock
    late = await requests.begin("default", "me", "k", ["a"])
    assert isinstance(late, Hold)
    clock.advance(11)
    now = await requests.begin("default", "me", "k", ["a"])
    assert isinstance(now, Hold)
    assert now.fence == late.fence + 1
    with pytest.raises(Busy):
        async with on_each.runtime.store.write("default") as tx:
            await caller_requests.bind(tx, late, "plan_late")
    await requests.finish(late, b'"late"')
    async with on_each.runtime.store.write("default") as tx:
        await caller_requests.bind(tx, now, "plan_now")
    await requests.finish(now, b'"now"', status=200)
    await requests.finish(late, b'"later still"')

    stored = await requests.begin("default", "me", "k", ["a"])
    assert isinstance(stored, StoredAnswer)
    assert stored.body == b'"now"'


async def test_the_clock_going_back_frees_a_key(on_each: Served) -> None:
    """A lease from the future holds nobody up."""
    requests = on_each.runtime.caller_requests
    await requests.begin("default", "me", "k", ["a"])
    on_each.house.sandbox.clock.advance(-420)
    assert isinstance(await requests.begin("default", "me", "k", ["a"]), Hold)


async def test_a_key_is_of_its_workspace(on_each: Served) -> None:
    """On PostgreSQL row-level security alone keeps it there."""
    await on_each.runtime.caller_requests.begin("default", "me", "k", ["a"])
    assert isinstance(await on_each.runtime.caller_requests.begin("other", "me", "k", ["b"]), Hold)
    async with on_each.runtime.store.read("other") as tx:
        seen = (await tx.execute(select(table.c.workspace_id))).scalars().all()
        secured = (
            tx.dialect.name != "postgresql"
            or (
                await tx.execute(text("SELECT relforcerowsecurity FROM pg_class WHERE relname = 'caller_requests'"))
            ).scalar()
        )
    assert secured
    assert set(seen) <= ({"other"} if on_each.runtime.store.dialect == "postgresql" else {"default", "other"})


BODY = st.dictionaries(st.text(max_size=8), st.one_of(st.integers(), st.text(max_size=8), st.none()), max_size=4)


async def test_same_key_and_body_give_the_kept_answer_and_any_other_body_none(on_each: Served) -> None:
    """Promise 10, over bodies and answers of every kind."""
    requests, number = on_each.runtime.caller_requests, iter(range(10_000))
    with_loop = asyncio.get_running_loop()

    @settings(max_examples=25, suppress_health_check=list(HealthCheck))
    @given(BODY, BODY, st.binary(max_size=40))
    def holds(body: dict[str, Any], other: dict[str, Any], answer: bytes) -> None:
        asyncio.run_coroutine_threadsafe(check(body, other, answer), with_loop).result(60)

    async def check(body: dict[str, Any], other: dict[str, Any], answer: bytes) -> None:
        key, stored = f"k{next(number)}", answer.hex().encode()
        hold = await requests.begin("default", "me", key, body)
        assert isinstance(hold, Hold)
        await requests.finish(hold, stored, status=200)
        again = await requests.begin("default", "me", key, dict(reversed(body.items())))
        assert isinstance(again, StoredAnswer)
        assert again.body == stored
        if other != body:
            with pytest.raises(caller_requests.KeyReused):
                await requests.begin("default", "me", key, other)

    await asyncio.to_thread(holds)


@pytest.mark.parametrize(
    ("answer", "final"),
    [
        ({"success": True}, True),
        ({"error": {"code": "approval_needed", "retryable": False}, "plan": {"state": "proposed"}}, True),
        ({"error": {"code": "xero_refused", "retryable": False}, "plan": {"state": "failed"}}, True),
        ({"error": {"code": "invalid_arguments", "retryable": False}}, True),
        ({"error": {"code": "xero_refused", "retryable": False}, "plan": {"state": "unknown"}}, False),
        ({"error": {"code": "outcome_unknown", "retryable": False}, "plan": {"state": "unknown"}}, False),
        ({"error": {"code": "rate_limited", "retryable": True}}, False),
        ({"error": {"code": "busy", "retryable": True}, "plan": {"state": "executing"}}, False),
        ({"error": {"code": "not_connected", "retryable": False}}, False),
        ({"error": {"code": "not_allowed", "retryable": False}}, False),
        ({"error": {"code": "internal", "retryable": False}}, False),
        ({}, False),
    ],
)
async def test_what_may_yet_change_is_not_kept(answer: dict[str, Any], final: bool) -> None:
    """Success and refusals for good are; limits, faults, missing rights and unknown outcomes are not."""
    assert is_final(answer) is final


async def test_a_host_names_its_calls_too(house: House) -> None:
    """With the same plan and answer; and without any key a plan that waits is made once."""
    requested = {"contact": "Ngaio Travel"}

    async def call(caller: Any = house.person, **more: Any) -> dict[str, Any]:
        answer = await house.dispatch.call("archive_contact", requested, caller, organisation="harbour", **more)
        return answer.plain()

    keyed = [await call(request_id="host-1") for _ in range(2)]
    plain = [await call() for _ in range(2)]
    other = await call(replace(house.person, actor="person:other"))
    await house.dispatch.refuse(plain[0]["plan"]["id"], house.person)
    house.sandbox.clock.advance(60)
    later = await call()

    assert keyed[0] == keyed[1]
    assert plain[0]["plan"]["id"] == plain[1]["plan"]["id"] == keyed[0]["plan"]["id"]
    assert other["plan"]["id"] != plain[0]["plan"]["id"]
    assert later["plan"]["id"] != plain[0]["plan"]["id"]
    assert later["plan"]["hash"] == plain[0]["plan"]["hash"], "nothing in it depends on the time"


async def test_asking_at_once_for_the_same_makes_one_plan(on_each: Served) -> None:
    """Also where the two meet in the database."""
    await on_each.connect("default", HARBOUR)
    program = await on_each.program("read", "write")
    where = {"organisation": "harbour"}

    answers = await asyncio.gather(
        *(program.request("DELETE", f"{XERO}/contacts/Ngaio Travel", params=where) for _ in range(6))
    )

    assert len({each.json()["plan"]["id"] for each in answers}) == 1
    where = {"state": "proposed,approved", "organisation": "harbour", "limit": "1"}
    listed = result_of(await program.get("/api/plans", params=where))
    assert [each["organisation"]["name"] for each in listed["items"]] == [HARBOUR]
    assert (listed["has_more"], listed["next_cursor"]) == (False, None)
    assert result_of(await program.get("/api/plans", params={"state": "refused"}))["items"] == []
    invalid = await program.get("/api/plans", params={"cursor": "AAAA"})
    assert (invalid.status_code, error_of(invalid)["code"]) == (400, "invalid_arguments")
    begun = listed["items"][0]["id"][:12]
    assert result_of(await program.get(f"/api/plans/{begun}"))["id"] == listed["items"][0]["id"]


async def test_what_was_done_is_answered_though_it_cannot_be_kept(served: Served, monkeypatch: Any) -> None:
    """And repeated, it is answered from the plan: nothing is written twice."""
    program, before = await served.program(), invoices(served.house)

    async def away(*_args: Any, **_more: Any) -> None:
        raise DatabaseAway

    with monkeypatch.context() as broken:
        broken.setattr(caller_requests.CallerRequests, "finish", away)
        first = await post(program, "run-1")
    again = await post(program, "run-1")

    assert (first.status_code, again.status_code) == (201, 201), first.text
    assert first.json()["result"] == again.json()["result"]
    assert invoices(served.house) == before + 1


async def test_an_answer_that_lets_somebody_in_is_kept_nowhere(served: Served) -> None:
    """An invitation and a login's address are secrets; asked again with the key there is a new one."""
    boss = await served.program("admin")
    named = {"Idempotency-Key": "invite"}
    tickets = [result_of(await boss.post(f"{XERO}/auth/tickets", headers=named))["ticket"] for _ in range(2)]
    start = await boss.post(f"{XERO}/auth/start", headers=named)

    assert len(set(tickets)) == 2
    assert "authorization_url" in result_of(start)
    async with served.house.runtime.store.read("*") as tx:
        assert await tx.scalar(select(func.count()).select_from(table)) == 0
