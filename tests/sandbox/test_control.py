"""`/_sandbox/`: faults, time, limits, reset and what happens behind an app's back, as tests and demos ask for them."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

import httpx2
import msgspec
import pytest
from sandbox.conftest import SandboxServer, opened

from atom_xero_plugin.interfaces.cli.sandbox import running_sandbox
from atom_xero_plugin.sandbox.options import Options

pytestmark = pytest.mark.anyio


async def put(server: SandboxServer, name: str, **headers: str) -> httpx2.Response:
    """Write a contact."""
    return await server.http.put("/api.xro/2.0/Contacts", json={"Name": name}, headers=server.headers | headers)


async def named(server: SandboxServer, name: str) -> list[dict[str, Any]]:
    return await server.rows("Contacts", page="1", where=f'Name=="{name}"')


async def now(server: SandboxServer) -> datetime:
    return datetime.fromisoformat((await server.http.get("/_sandbox/")).json()["now"])


@pytest.mark.parametrize(("status", "reported"), [(500, "<html>"), (503, "offline"), (403, "Forbidden"), (429, "")])
async def test_a_fault_comes_as_often_as_asked_and_to_whom_it_is_meant(
    server: SandboxServer, status: int, reported: str
) -> None:
    """By path and method; then the sandbox works again."""
    await server.control("faults", kind="status", status=status, match="Contacts$", method="GET", times=2)

    other, written = await server.get("Invoices"), await put(server, "Miramar Boats")
    answers = [await server.get("Contacts") for _ in range(3)]

    assert (other.status_code, written.status_code) == (200, 200)
    assert [answer.status_code for answer in answers] == [status, status, 200]
    assert reported in answers[0].text


async def test_faults_are_taken_in_turn_and_can_be_cleared(server: SandboxServer) -> None:
    """A list of them; DELETE leaves none."""
    faults = [{"kind": "status", "status": status, "match": "Contacts"} for status in (500, 503, 500)]
    await server.http.post("/_sandbox/faults", json=faults)
    first, second = await server.get("Contacts"), await server.get("Contacts")
    cleared = await server.http.delete("/_sandbox/faults")

    assert (first.status_code, second.status_code) == (500, 503)
    assert cleared.json() == {"waiting": []}
    assert (await server.get("Contacts")).status_code == 200


async def test_an_answer_dropped_after_the_write_leaves_it_written_once(server: SandboxServer) -> None:
    """The idempotency key then gives the answer that was lost."""
    key = {"idempotency-key": uuid.uuid4().hex}
    await server.control("faults", kind="drop_after_write", match="Contacts", method="PUT")

    with pytest.raises(ConnectionResetError):
        await put(server, "Miramar Boats", **key)
    again = await put(server, "Miramar Boats", **key)

    (written,) = await named(server, "Miramar Boats")
    assert msgspec.json.decode(again.content)["Contacts"][0]["ContactID"] == written["ContactID"]


async def test_a_call_dropped_before_the_write_leaves_nothing(server: SandboxServer) -> None:
    """Which its caller cannot know."""
    await server.control("faults", kind="drop_before", match="Contacts", method="PUT")

    with pytest.raises(ConnectionResetError):
        await put(server, "Miramar Boats")

    assert await named(server, "Miramar Boats") == []


async def test_a_refused_write_writes_nothing(server: SandboxServer) -> None:
    """A 500 that was asked for comes before the books."""
    await server.control("faults", kind="status", status=500, match="Contacts", method="PUT")

    assert (await put(server, "Miramar Boats")).status_code == 500
    assert await named(server, "Miramar Boats") == []


@pytest.mark.parametrize("kind", ["garbage", "half_answer"])
async def test_an_answer_may_be_no_json(server: SandboxServer, kind: str) -> None:
    """With 200, once."""
    await server.control("faults", kind=kind, match="Contacts")
    spoilt, whole = await server.get("Contacts"), await server.get("Contacts")

    assert spoilt.status_code == 200
    with pytest.raises(msgspec.DecodeError):
        msgspec.json.decode(spoilt.content)
    assert msgspec.json.decode(whole.content)["Contacts"]


async def test_a_token_may_run_out_at_the_worst_moment(server: SandboxServer) -> None:
    """401 for this call; a refresh helps."""
    token = await server.log_in()
    await server.control("faults", kind="expired_token", match="Contacts")
    late = await server.get("Contacts")
    fresh = await server.token(grant_type="refresh_token", refresh_token=token["refresh_token"])
    server.headers["authorization"] = f"Bearer {fresh.json()['access_token']}"

    assert late.status_code == 401
    assert "TokenExpired" in late.text
    assert (await server.get("Contacts")).status_code == 200


async def test_time_moves_only_as_reported(server: SandboxServer) -> None:
    """A sandbox of a given day stands still there; what is written carries the sandbox's time."""
    assert await now(server) == await now(server) == datetime.fromisoformat("2026-06-16T01:00:00+00:00")
    await server.control("time", advance_s=90)
    await put(server, "Miramar Boats")
    (made,) = await named(server, "Miramar Boats")

    assert made["UpdatedDateUTC"] == f"/Date({int((await now(server)).timestamp() * 1000)}+0000)/"
    await server.control("time", set="2027-01-01T00:00:00+00:00")
    assert await now(server) == datetime.fromisoformat("2027-01-01T00:00:00+00:00")


async def test_time_that_runs_can_be_held_and_let_go() -> None:
    """From where it stands."""
    async with opened(Options()) as server:
        await server.control("time", freeze=True)
        held = await now(server)
        still = await now(server)
        await server.control("time", run=True)
        later = await now(server)

    assert held == still <= later


@pytest.fixture
async def changed(server: SandboxServer) -> SandboxServer:
    """A sandbox to which things have happened."""
    await put(server, "Miramar Boats")
    await server.control("time", advance_s=600)
    await server.control("limits", enabled=True, minute=7)
    await server.control("faults", kind="status", status=500, times=9, match="Items")
    return server


async def test_a_reset_brings_everything_back_to_its_seed(changed: SandboxServer) -> None:
    """Books, tokens, time, limits, faults; the organisations and apps keep their ids."""
    before = changed.facts
    after = await changed.control("reset")

    assert after == before | {"address": after["address"]}
    assert (await changed.get("Items")).status_code == 401
    await changed.log_in()
    assert await named(changed, "Miramar Boats") == []
    assert (await changed.get("Items")).headers["x-minlimit-remaining"] != "7"


async def test_a_reset_takes_another_seed_day_or_number_of_invoices(server: SandboxServer) -> None:
    """And nothing else."""
    facts = await server.control("reset", seed=3, invoices=400, today="2026-09-01")
    invalid = await server.http.post("/_sandbox/reset", json={"moon": "full"})

    assert facts["now"].startswith("2026-09-01")
    assert facts["organisations"][0]["records"]["Invoices"] > 400
    assert facts["apps"]["web"]["client_id"] != server.web["client_id"]
    assert invalid.status_code == 400


async def test_what_happens_in_xeros_own_pages_is_seen_by_the_api(server: SandboxServer) -> None:
    """An edit, and a disconnection behind the app's back."""
    contact = (await server.rows("Contacts", page="1"))[0]["ContactID"]
    await server.control("edit", tenant_id=server.tenant, plural="Contacts", id=contact, changes={"FirstName": "Tui"})
    (edited,) = await server.rows(f"Contacts/{contact}")
    gone = await server.control("disconnect", tenant_id=server.tenant)

    assert edited["FirstName"] == "Tui"
    assert gone == {"disconnected": 1}
    assert (await server.get("Contacts")).status_code == 403
    assert [each["tenantId"] for each in (await server.http.get("/connections", headers=server.headers)).json()] == [
        server.facts["organisations"][1]["tenant_id"]
    ]


async def test_calls_are_counted_without_their_tokens(server: SandboxServer) -> None:
    """By method and path; DELETE begins again."""
    await server.http.delete("/_sandbox/requests")
    for _ in range(2):
        await server.get("Contacts", page="1")
    await put(server, "Miramar Boats")
    reported = await server.http.get("/_sandbox/requests")

    assert reported.json() == {"total": 3, "counts": {"GET /api.xro/2.0/Contacts": 2, "PUT /api.xro/2.0/Contacts": 1}}
    assert (await server.http.delete("/_sandbox/requests")).json()["total"] == 0


@pytest.mark.parametrize(
    ("what", "body", "reported"),
    [
        ("faults", {"kind": "earthquake"}, "slow"),
        ("faults", {"kind": "slow", "match": "("}, "regular expression"),
        ("limits", {"hourly": 3}, "minute"),
        ("time", {"set": "tomorrow"}, "tomorrow"),
        ("disconnect", {}, "tenant_id"),
        ("edit", {"tenant_id": "nobody", "plural": "Contacts", "id": "x", "changes": {}}, "nobody"),
    ],
)
async def test_a_control_call_that_makes_no_sense_is_400(
    server: SandboxServer, what: str, body: Any, reported: str
) -> None:
    """It says what is wrong, and what there is."""
    answer = await server.http.post(f"/_sandbox/{what}", json=body)

    assert answer.status_code == 400
    assert reported in answer.json()["error"]


async def test_on_a_real_connection_a_dropped_answer_is_a_broken_line() -> None:
    """The write is done, and its caller gets no answer at all."""
    with running_sandbox("--no-limits", "--today", "2026-06-16") as reported:
        async with httpx2.AsyncClient(base_url=reported["address"]) as http:
            server = SandboxServer(http, reported)
            await server.log_in()
            await server.control("faults", kind="drop_after_write", match="Contacts", method="PUT")
            with pytest.raises(httpx2.TransportError):
                await put(server, "Miramar Boats")
            found = await named(server, "Miramar Boats")

    assert len(found) == 1


async def test_a_fault_may_have_words_and_headers_of_its_own(server: SandboxServer) -> None:
    """A plain sentence under text/html, an empty 401, a Retry-After without reason."""
    sentence = "Supplied parameter 'ContactIds' cannot be parsed."
    await server.control("faults", kind="status", status=403, body=sentence)
    await server.control("faults", kind="status", status=401, body="", content_type="text/plain")
    await server.control("faults", kind="status", status=429, headers={"Retry-After": "9999999"})
    refused, empty, limited = [await server.get("Contacts") for _ in range(3)]

    assert (refused.status_code, refused.text) == (403, sentence)
    assert refused.headers["content-type"] == "text/html; charset=utf-8"
    assert (empty.status_code, empty.content) == (401, b"")
    assert (limited.status_code, limited.headers["retry-after"]) == (429, "9999999")


async def test_an_organisation_that_rounds_totals_does_so_from_then_on(server: SandboxServer) -> None:
    """`rounding` turns it on and off; a step that would move a total by more than ten cents is refused."""
    body = {
        "Type": "ACCREC", "Contact": {"Name": "Round Table"}, "Status": "AUTHORISED", "DueDate": "2026-07-01",
        "LineItems": [{"Description": "x", "Quantity": 1, "UnitAmount": 10.33, "AccountCode": "200"}],
    }  # fmt: skip

    async def made() -> dict[str, Any]:
        answer = await server.http.put("/api.xro/2.0/Invoices", json=body, headers=server.headers)
        found: dict[str, Any] = answer.json()["Invoices"][0]
        return found

    await server.control("rounding", tenant_id=server.tenant, to="0.05")
    rounded = await made()
    await server.control("rounding", tenant_id=server.tenant, to=None)
    refused = await server.http.post("/_sandbox/rounding", json={"tenant_id": server.tenant, "to": "0.25"})

    assert (rounded["Total"], rounded["RoundingAmount"]) == (11.9, 0.02)
    assert (await made())["Total"] == 11.88
    assert refused.status_code == 400
