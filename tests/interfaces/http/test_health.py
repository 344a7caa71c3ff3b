"""Health and metrics: honest in every part, and silent to strangers."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import update
from support.lost import lose
from support.service import HARBOUR, Served, error_of, open_service, result_of

from atom_xero_plugin.app import App
from atom_xero_plugin.core.settings import Settings
from atom_xero_plugin.interfaces.http.app import create_app
from atom_xero_plugin.interfaces.http.service import HttpService
from atom_xero_plugin.store.tables import connections

pytestmark = pytest.mark.anyio


def _with(served: Served, **values: object) -> Served:
    """The same service with other settings."""
    settings: Settings = replace(served.runtime.settings, **values)  # type: ignore[arg-type]
    runtime = App(settings, clock=served.runtime.clock, transport=served.house.transport)
    service = HttpService(runtime, served.house.registry, home=True)
    return Served(served.house, service, create_app(service))


async def test_a_stranger_learns_that_it_lives_and_is_ready_and_nothing_else(served: Served) -> None:
    """At each address."""
    async with served.client() as stranger:
        for path in ("/health", "/api/integrations/xero/health", "/ready"):
            answer = await stranger.get(path)
            assert (answer.status_code, answer.json()) == (200, {"ok": True})


async def test_the_whole_is_reported_to_who_may_read(served: Served) -> None:
    """Key, database, app, each connection, the poller and its resources, and the limits left."""
    await served.hear()
    await served.runtime.limits.close()  # what the answers said of the limits is written down with the blocks
    async with await served.program("read") as program:
        found = result_of(await program.get("/health"))

    assert found["ok"] is True
    assert {"encryption_key", "database", "xero_app", "poller", f"connection: {HARBOUR}"} <= set(found["parts"])
    assert set(found["parts"].values()) == {"ok"}
    assert {"Contacts", "Invoices"} <= {poll["resource"] for poll in found["polls"]}
    assert all(each["behind_s"] == 0 and each["failures"] == 0 for each in found["polls"])
    assert all(isinstance(each["day"], int) for each in found["limits"])


async def test_a_poller_that_does_not_run_is_reported(served: Served) -> None:
    """How long each resource has waited, and what to check."""
    await served.hear()
    served.house.sandbox.clock.advance(timedelta(hours=2).total_seconds())
    async with await served.program("read") as program:
        answer = await program.get("/health")

    assert (answer.status_code, error_of(answer)["code"]) == (503, "unhealthy")
    assert "atom-xero serve" in answer.json()["result"]["parts"]["poller"]
    assert max(each["behind_s"] for each in answer.json()["result"]["polls"]) > 3_600


async def test_a_connection_that_broke_is_reported_and_one_ended_by_a_person_is_not(served: Served) -> None:
    """The one is a fault, the other a wish."""
    first, second = await served.runtime.connections.of_workspace("default")
    async with await served.program("read") as program:
        await served.runtime.connections.disconnect("default", first.id, actor="person:tester")
        wished = await program.get("/health")
        await lose(served.runtime, served.house.sandbox, second)
        broken = await program.get("/health")

    assert f"connection: {first.tenant_name}" not in result_of(wished)["parts"]
    assert broken.status_code == 503
    assert broken.json()["result"]["parts"][f"connection: {second.tenant_name}"] == "disconnected at Xero"


async def test_an_organisation_that_works_never_hides_another_of_its_name(served: Served) -> None:
    """Each is reported by its id too, as a part and on the page; and no sentence says whether one works."""
    first, second = await served.runtime.connections.of_workspace("default")
    await lose(served.runtime, served.house.sandbox, second)
    async with served.runtime.store.write("default") as tx:
        await tx.execute(update(connections).values(tenant_name="Twins", state_reason="ok"))
    async with await served.program("read") as program:
        found = (await program.get("/health")).json()["result"]

    checks = {each["part"]: each["works"] for each in found["checks"] if each["kind"] == "connection"}
    assert checks == {
        f"connection: Twins ({first.tenant_id})": True,
        f"connection: Twins ({second.tenant_id})": False,
    }
    assert set(checks) <= set(found["parts"])
    assert found["ok"] is False


async def test_a_list_that_cannot_be_synced_is_reported_by_its_name(served: Served) -> None:
    """At the second failure in a row, with the reason; how long it was not synced counts on from the last time."""
    await served.hear()
    reported = []
    for _ in range(2):
        served.house.sandbox.clock.advance(timedelta(hours=1).total_seconds())
        served.house.sandbox.faults.add(kind="status", status=500, match="Invoices", times=100)
        await served.hear(may_fail=True)
        served.house.sandbox.faults.clear()
        async with await served.program("read") as program:
            reported.append((await program.get("/health")).json()["result"])
    await served.hear()
    async with await served.program("read") as program:
        mended = (await program.get("/health")).json()["result"]

    once, twice = reported
    assert (once["ok"], twice["ok"], mended["ok"]) == (True, False, True)
    assert "Xero" in twice["parts"][f"hearing Invoices of {HARBOUR}"]
    failing = [poll for poll in twice["polls"] if poll["failures"]]
    assert {(poll["resource"], poll["failures"]) for poll in failing} == {("Invoices", 2)}
    assert min(poll["behind_s"] for poll in failing) > 6_000


async def test_a_refusal_that_waiting_does_not_mend_is_reported_at_once(served: Served) -> None:
    """403 on one list."""
    served.house.sandbox.faults.add(kind="status", status=403, match="/Payments", times=100)
    await served.hear(may_fail=True)
    async with await served.program("read") as program:
        answer = await program.get("/health")

    assert answer.status_code == 503
    assert answer.json()["result"]["parts"][f"hearing Payments of {HARBOUR}"] != "ok"


async def test_an_organisation_that_a_person_disconnected_is_not_missed(served: Served) -> None:
    """Nobody syncs it any more, and nothing is overdue because of that."""
    await served.hear()
    first, _ = await served.runtime.connections.of_workspace("default")
    await served.runtime.connections.disconnect("default", first.id, actor="person:tester")
    for _ in range(3):
        served.house.sandbox.clock.advance(timedelta(minutes=29).total_seconds())
        await served.hear()
    async with await served.program("read") as program:
        found = result_of(await program.get("/health"))

    assert found["ok"] is True
    assert first.tenant_id not in {poll["organisation_id"] for poll in found["polls"]}


async def test_keys_settings_and_database_that_do_not_serve_are_reported(served: Served, tmp_path: Path) -> None:
    """By `/ready`: 503 to anybody, what is wrong to who holds a token, as far as one can be looked up. It lives on."""
    token = await served.token()
    cases = {
        "encryption_key": {"encryption_keys": ""},
        "xero_app": {"client_id": ""},
        "database": {"database_url": f"sqlite+aiosqlite:///{tmp_path / 'empty.db'}"},
    }
    for part, values in cases.items():
        broken = _with(served, **values)
        async with broken.client() as stranger, broken.client(token) as program:
            lives = await stranger.get("/health")
            assert (lives.status_code, lives.json()) == (200, {"ok": True})
            reported, reasons = await stranger.get("/ready"), await program.get("/ready")
            expected = part == "xero_app"  # what is not connected can still answer
            assert (reported.status_code, reported.json()) == (200 if expected else 503, {"ok": expected})
            answer = await program.get("/health")
            assert answer.status_code == 503
            if part != "database":
                assert answer.json()["result"]["parts"][part] != "ok"
                assert set(reasons.json()["result"]["parts"]) == {"database", "migrations", "encryption_key"}
                assert (reasons.json()["result"]["parts"].get(part, "ok") == "ok") is expected
            else:
                assert answer.json() == reasons.json() == {"ok": False}
                other = await program.get("/api/skills")
                assert (other.status_code, error_of(other)["code"]) == (500, "database_not_ready")
        await broken.runtime.close()


async def test_a_program_whose_database_is_away_lives_and_is_not_ready(
    served: Served, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Whoever watches it starts it again for nothing, and sends it no requests; the log names the reason."""
    async with served.client(await served.token()) as program:

        def gone(_engine: object) -> None:
            raise OSError("gone")

        with monkeypatch.context() as patched:
            patched.setattr(type(served.runtime.store._engine), "connect", gone)
            async with served.client() as stranger:
                lives, ready = await stranger.get("/health"), await stranger.get("/ready")
        back = await program.get("/ready")

    assert (lives.status_code, ready.status_code, ready.json()) == (200, 503, {"ok": False})
    assert result_of(back)["ok"] is True
    assert "cannot be reached" in caplog.text


async def test_readiness_asks_for_a_token_of_its_own_kind(served: Served) -> None:
    """A token that is unknown is reported so; reasons are for who may read."""
    async with served.client("axt_unknown") as program:
        answer = await program.get("/ready")

    assert (answer.status_code, error_of(answer)["code"]) == (401, "unauthenticated")


async def test_another_key_is_reported_when_a_token_cannot_be_opened(tmp_path: Path) -> None:
    """As an error of the set-up; no secret is in it."""
    served = await open_service(tmp_path)
    await served.house.connect()
    key = Fernet.generate_key().decode()
    broken = _with(served, encryption_keys=key)
    async with broken.client(await served.token()) as program:
        answer = await program.get("/api/integrations/xero/contacts", params={"organisation": "harbour"})
    await broken.runtime.close()
    await served.close()

    assert (answer.status_code, error_of(answer)["code"]) == (500, "encryption_key_wrong")
    assert key not in answer.text


async def test_metrics_count_calls_plans_events_and_delay(served: Served) -> None:
    """In Prometheus's text format, of the caller's workspace."""
    await served.hear()
    async with await served.program() as program:
        where = {"organisation": "harbour"}
        await program.post("/api/integrations/xero/contacts", params=where, json={"name": "Lowry Bay Boats"})
        answer = await program.get("/metrics")
    lines = answer.text.splitlines()

    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    assert 'atom_xero_plans{state="proposed"} 1' in lines
    assert any(line.startswith("atom_xero_calls_total{organisation=") for line in lines)
    assert all(int(line.rpartition(" ")[2]) >= 0 for line in lines if not line.startswith("#"))
    named = {line.split()[2] for line in lines if line.startswith("# TYPE")}
    assert {line.partition("{")[0] for line in lines if not line.startswith("#")} <= named
