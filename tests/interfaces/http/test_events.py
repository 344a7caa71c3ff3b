"""Events over HTTP: as a list with a cursor, as a stream that takes up where it interrupted, and sent again."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx2
import pytest
import uvicorn
from support.service import Served, error_of, result_of

from atom_xero_plugin.interfaces.listen import listening_on

pytestmark = pytest.mark.anyio
INVOICE = {
    "contact": "Karori Veterinary Clinic",
    "lines": [{"description": "Poster design", "quantity": "2", "unit_amount": "150.00", "account": "200"}],
    "due_in_days": 14,
}
STREAM = {"accept": "text/event-stream"}


@asynccontextmanager
async def _on_a_port(served: Served, token: str) -> AsyncIterator[httpx2.AsyncClient]:
    """The service on a port of loopback, for answers that never end; and a program that asks it."""
    with listening_on("127.0.0.1", 0) as listening:
        config = uvicorn.Config(served.app, log_config=None, access_log=False, ws="none", lifespan="off")
        server = uvicorn.Server(config)
        running = asyncio.ensure_future(server.serve(sockets=[listening]))
        address = f"http://127.0.0.1:{listening.getsockname()[1]}"
        try:
            async with httpx2.AsyncClient(
                base_url=address, headers={"authorization": f"Bearer {token}"}, timeout=30
            ) as client:
                yield client
        finally:
            served.service.ending.set()
            server.should_exit = True
            await running


@asynccontextmanager
async def _stream(served: Served, token: str) -> AsyncIterator[AsyncIterator[str]]:
    """The lines of a stream that has begun."""
    async with _on_a_port(served, token) as program, program.stream("GET", "/api/events", headers=STREAM) as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        lines = stream.aiter_lines()
        assert await anext(lines) == "retry: 3000"
        yield lines


async def _invoices(served: Served, count: int) -> None:
    """That many are created, and synced."""
    async with await served.program() as program:
        for number in range(count):
            body = {**INVOICE, "reference": f"Poster {number}"}
            where = {"organisation": "harbour", "approve": "true"}
            result_of(await program.post("/api/integrations/xero/invoices", json=body, params=where))
    await served.hear()


async def _turn_on(served: Served) -> None:
    await served.hear()
    async with await served.program() as program:
        result_of(await program.post("/api/triggers/subscriptions", json={"trigger": "invoice_created"}))


async def _synced(lines: AsyncIterator[str], count: int) -> list[dict[str, Any]]:
    """So many events of a stream: their number, type and body."""
    found: list[dict[str, Any]] = []
    event: dict[str, Any] = {}
    async for line in lines:
        name, _, value = line.partition(": ")
        if name in {"id", "event", "data"}:
            event[name] = value
        elif not line and "data" in event:
            found.append({**event, "data": json.loads(event["data"])})
            event = {}
            if len(found) == count:
                return found
    return found


async def test_events_are_listed_in_pages_by_a_cursor(served: Served) -> None:
    """Each once, the oldest first, in every state or one."""
    await _turn_on(served)
    await _invoices(served, 3)
    async with await served.program("read") as program:
        first = result_of(await program.get("/api/events", params={"limit": 2}))
        rest = result_of(await program.get("/api/events", params={"after": first["next_cursor"]}))
        dead = result_of(await program.get("/api/events", params={"state": "dead"}))

    assert (len(first["items"]), first["has_more"]) == (2, True)
    assert (len(rest["items"]), rest["has_more"], rest["next_cursor"]) == (1, False, None)
    assert len({each["id"] for each in first["items"] + rest["items"]}) == 3
    assert {each["event"]["type"] for each in first["items"]} == {"XERO_INVOICE_CREATED"}
    assert dead["items"] == []


async def test_a_stream_says_what_happens_from_now_on(served: Served) -> None:
    """In order, each with its number and its type."""
    await _turn_on(served)
    await _invoices(served, 1)
    async with _stream(served, await served.token("read")) as lines:
        await _invoices(served, 2)
        synced = await _synced(lines, 2)

    assert [each["event"] for each in synced] == ["XERO_INVOICE_CREATED"] * 2
    assert sorted(each["data"]["new"]["reference"] for each in synced) == ["Poster 0", "Poster 1"]
    assert [int(each["id"]) for each in synced] == sorted(int(each["id"]) for each in synced)


async def test_a_stream_goes_on_where_the_receiver_left_off(served: Served) -> None:
    """By Last-Event-ID, which a browser sends when it comes back, or by `after`; nothing twice, nothing left out."""
    await _turn_on(served)
    await _invoices(served, 4)
    async with _on_a_port(served, await served.token("read")) as program:
        async with program.stream("GET", "/api/events?after=0", headers=STREAM) as stream:
            before = await _synced(stream.aiter_lines(), 2)
        back = {**STREAM, "last-event-id": before[-1]["id"]}
        async with program.stream("GET", "/api/events?after=0", headers=back) as stream:
            after = await _synced(stream.aiter_lines(), 2)

    assert len({each["data"]["id"] for each in before + after}) == 4


async def test_a_stream_ends_when_its_token_is_revoked(served: Served) -> None:
    """Before anything that happens after."""
    await _turn_on(served)
    token = await served.token("read")
    async with _stream(served, token) as lines:
        await served.service.tokens.revoke("default", served.tokens[token], by="person:tester")
        await _invoices(served, 1)
        assert await _synced(lines, 1) == []


async def test_a_stream_ends_when_the_service_does(served: Served) -> None:
    """So that nothing waits for receivers."""
    async with _stream(served, await served.token("read")) as lines:
        served.service.ending.set()
        assert await _synced(lines, 1) == []


@pytest.mark.parametrize("last", ["x", "-1", "1.5", "9" * 30, "0" * 20 + "9" * 20, "0" * 5_000, "٣"])
async def test_a_wrong_place_to_go_on_from_is_refused(served: Served, last: str) -> None:
    """Rather than begun somewhere else."""
    async with await served.program("read") as program:
        answer = await program.get("/api/events", headers={**STREAM, "last-event-id": last.encode()})

    assert answer.status_code == 422
    assert error_of(answer)["fields"][0]["path"] == "/Last-Event-ID"


async def test_a_dead_event_is_seen_and_sent_again(served: Served) -> None:
    """With the same id; the reason stands next to it until then."""

    async def refuse(event: Any) -> None:
        raise ConnectionError("the receiver is away")

    await _turn_on(served)
    await _invoices(served, 1)
    for _ in range(8):
        await served.runtime.outbox.deliver(refuse)
        served.house.sandbox.clock.advance(100_000)
    async with await served.program("read", "write") as program:
        dead = result_of(await program.get("/api/events", params={"state": "dead"}))["items"]
        assert [each["error"] for each in dead] == ["ConnectionError: the receiver is away"]
        assert result_of(await program.post(f"/api/events/{dead[0]['id']}/replay")) == {"replayed": dead[0]["id"]}
        again = result_of(await program.get("/api/events", params={"state": "pending"}))["items"]

    assert [each["id"] for each in again] == [dead[0]["id"]]


async def test_a_trigger_is_turned_on_filtered_and_off(served: Served) -> None:
    """A wrong filter is refused by its name; a trigger that there is not, with where to look."""
    path = "/api/triggers/subscriptions"
    async with await served.program() as program:
        made = await program.post(
            path, json={"trigger": "invoice_paid", "filters": {"min_total": "500.00"}, "organisation": "harbour"}
        )
        listed = result_of(await program.get(path))["items"]
        invalid = await program.post(path, json={"trigger": "invoice_paid", "filters": {"colour": "red"}})
        unknown = await program.post(path, json={"trigger": "tea_made"})
        sample = result_of(await program.get("/api/triggers/invoice_paid/sample"))
        off = await program.delete(f"{path}/{result_of(made)['id']}")
        again = await program.delete(f"{path}/{result_of(made)['id']}")

    assert made.status_code == 201
    assert [each["filters"] for each in listed] == [{"min_total": "500.00"}]
    assert (invalid.status_code, error_of(invalid)["fields"][0]["path"]) == (400, "/colour")
    assert (unknown.status_code, again.status_code) == (404, 404)
    assert sample["type"] == "XERO_INVOICE_PAID"
    assert off.is_success
