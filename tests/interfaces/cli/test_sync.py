"""Syncing at the terminal: sync, search, triggers turned on and listened to, the worker, dead events and replay."""

from __future__ import annotations

import json
import re
import signal
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import httpx2
import pytest
from interfaces.cli.conftest import COMMAND, Terminal

from atom_xero_plugin.accounting import kinds

LISTENING_WITHIN_S = 40


@pytest.fixture(scope="module")
def synced(connected: Terminal) -> Terminal:
    """Everything was synced once."""
    assert connected("sync").code == 0
    return connected


def database(terminal: Terminal) -> Path:
    return Path(terminal.environment["ATOM_XERO_HOME"]) / "atom-xero.db"


def asked(terminal: Terminal, statement: str, *values: Any) -> list[Any]:
    with closing(sqlite3.connect(database(terminal))) as connection, connection:
        return connection.execute(statement, values).fetchall()


def an_open_invoice(terminal: Terminal) -> tuple[str, str, str]:
    """Tenant, id and number of one that nobody has touched yet."""
    found = asked(
        terminal,
        "SELECT tenant_id, record_id, body FROM records WHERE kind = 'Invoices' AND snippet LIKE '%awaiting payment%'"
        " AND title LIKE 'Invoice%' LIMIT 1",
    )
    tenant, identity, body = found[0]
    return tenant, identity, json.loads(body)["InvoiceNumber"]


def void(sandbox: dict[str, Any], tenant: str, identity: str) -> None:
    """Behind our back."""
    edit = {"tenant_id": tenant, "plural": "Invoices", "id": identity, "changes": {"Status": "VOIDED"}}
    httpx2.post(f"{sandbox['address']}/_sandbox/edit", json=edit).raise_for_status()


@contextmanager
def started(terminal: Terminal, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """A command that runs on until the block ends; its messages say that it listens."""
    with subprocess.Popen(
        [COMMAND, *arguments], env=terminal.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stderr is not None
            assert "Listening" in process.stderr.readline()
            yield process
        finally:
            process.kill()


def test_sync_says_how_much_of_each_list_it_synced(synced: Terminal) -> None:
    """And with --json in figures, bytes included."""
    poll_runs = synced.found("sync")

    assert {poll_run["resource"] for poll_run in poll_runs} == {*kinds.synced(), "Daily"}
    assert all(poll_run["error"] is None for poll_run in poll_runs)
    assert "Harbour Street Studio Limited" in {poll_run["organisation"] for poll_run in poll_runs}
    assert re.search(r"Harbour Street Studio Limited +Contacts +\d+ synced", synced("sync").out)


def test_a_list_of_no_organisations_says_how_to_connect_one(bare: Terminal) -> None:
    """A figure alone says a newcomer nothing."""
    said = bare("organisations", ATOM_OAUTH_ENCRYPTION_KEY="x" * 40)

    assert said.code == 0
    assert "`atom-xero connect`" in said.err


def test_sync_of_nothing_says_so(bare: Terminal) -> None:
    """No organisation is connected, and what to do about that."""
    said = bare("sync", ATOM_OAUTH_ENCRYPTION_KEY="x" * 40)

    assert (said.code, said.out) == (3, "")
    assert "atom-xero connect" in said.err


def test_a_list_that_cannot_be_synced_is_reported_and_is_the_exit_code(
    synced: Terminal, sandbox: dict[str, Any]
) -> None:
    """The others are synced all the same."""
    fault = {"kind": "status", "status": 500, "match": "/Payments", "times": 100}
    httpx2.post(f"{sandbox['address']}/_sandbox/faults", json=fault)
    try:
        said = synced("sync", "--json")
    finally:
        httpx2.delete(f"{sandbox['address']}/_sandbox/faults")

    assert said.code == 8
    failed = {poll_run["resource"]: poll_run["error"]["code"] for poll_run in said.data if poll_run["error"]}
    assert failed == {"Payments": "xero_unavailable"}
    assert synced("sync").code == 0


def test_search_finds_what_was_synced(synced: Terminal) -> None:
    """By number first; a kind that there is not is refused."""
    _, identity, number = an_open_invoice(synced)
    hits = synced.found("search", number)

    exact = [hit["id"] for hit in hits if hit["score"] == 1.0]
    assert exact == [hit["id"] for hit in hits[: len(exact)]]
    assert any(each.endswith(identity) for each in exact)
    assert number in synced("search", number, "--limit", "1").out
    assert synced("search", "karori", "--kind", "timesheet").code == 5
    assert "Nothing was found" in synced("search", "zzzzzz").err


def test_triggers_are_listed_shown_and_explained(synced: Terminal) -> None:
    """An unknown one names the nearest."""
    names = [each["name"] for each in synced.found("trigger", "list")]

    assert len(names) >= 16
    shown = synced.found("trigger", "show", "xero_invoice_paid")
    assert shown["event_type"] == shown["sample"]["type"] == "XERO_INVOICE_PAID"
    assert "min_total:" in synced("trigger", "show", "invoice_paid").out
    said = synced("trigger", "show", "invoice_void")
    assert (said.code, "invoice_voided" in said.err) == (4, True)


@pytest.mark.parametrize(
    ("given", "code"), [(("--filters", '{"min": 1}'), 5), (("--filters", "["), 5), (("--organisation", "nobody"), 4)]
)
def test_a_trigger_is_not_turned_on_by_wrong_words(synced: Terminal, given: tuple[str, ...], code: int) -> None:
    """The field that is wrong is named."""
    before = synced.found("trigger", "subscriptions")

    assert synced("trigger", "on", "invoice_paid", *given, "--json").code == code
    assert synced.found("trigger", "subscriptions") == before


def test_a_trigger_on_says_what_happens_until_it_is_off(synced: Terminal, sandbox: dict[str, Any]) -> None:
    """Events wait in the outbox for who delivers them."""
    on = synced.found("trigger", "on", "invoice_voided", "--filters", '{"min_total": "1.00"}')
    tenant, identity, number = an_open_invoice(synced)
    void(sandbox, tenant, identity)
    synced("sync")
    reported = synced.found("trigger", "events", "--state", "pending")

    assert [(each["body"]["resource"]["id"], each["body"]["subscriptions"]) for each in reported] == [
        (identity, [on["id"]])
    ]
    assert number in synced("trigger", "events").out
    assert synced("trigger", "events", "--state", "lost").code == 5

    assert synced("trigger", "off", on["id"]).code == 0
    assert synced("trigger", "off", on["id"]).code == 4
    void(sandbox, *an_open_invoice(synced)[:2])
    synced("sync")
    assert synced.found("trigger", "events") == reported


def test_ctrl_c_ends_the_worker_with_130(synced: Terminal) -> None:
    """As every other command."""
    with started(synced, "worker") as process:
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=30) == 130


def test_the_worker_delivers_and_ends_when_it_is_reported_to(synced: Terminal) -> None:
    """Whatever waited is handed to the plugins of this installation."""
    with started(synced, "worker") as process:
        until = time.monotonic() + LISTENING_WITHIN_S
        while asked(synced, "SELECT 1 FROM events WHERE state <> 'delivered'") and time.monotonic() < until:
            process.poll()
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=30) == 0

    assert {row[0] for row in asked(synced, "SELECT state FROM events")} == {"delivered"}


def test_listen_prints_each_event_on_a_line_and_leaves_it_to_be_delivered(
    synced: Terminal, sandbox: dict[str, Any]
) -> None:
    """Only of the triggers named; they are off again at its end."""
    before = synced.found("trigger", "subscriptions")
    with started(synced, "trigger", "listen", "invoice_voided", "--json", "--seconds", "60") as process:
        tenant, identity, _ = an_open_invoice(synced)
        void(sandbox, tenant, identity)
        synced("sync")
        assert process.stdout is not None
        event = json.loads(process.stdout.readline())
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=30) == 0

    assert (event["type"], event["resource"]["id"]) == ("XERO_INVOICE_VOIDED", identity)
    assert event["id"] in [each["id"] for each in synced.found("trigger", "events", "--state", "pending")]
    assert synced.found("trigger", "subscriptions") == before


def test_a_dead_event_is_seen_with_its_reason_and_replayed(synced: Terminal) -> None:
    """By its id."""
    [(identity,)] = asked(synced, "SELECT id FROM events LIMIT 1")
    asked(synced, "UPDATE events SET state = 'dead', attempts = 8, error = 'Boom: no' WHERE id = ?", identity)

    [dead] = synced.found("trigger", "dead")
    assert (dead["id"], dead["attempts"], dead["error"]) == (identity, 8, "Boom: no")
    assert "after 8 attempts: Boom: no" in synced("trigger", "dead").out

    assert synced("trigger", "replay", identity).code == 0
    assert synced.found("trigger", "dead") == []
    assert identity in [each["id"] for each in synced.found("trigger", "events", "--state", "pending")]
    assert synced("trigger", "replay", "nothing").code == 4
