"""Nobody but a person approves at the command line: at a terminal, or by what a person gave beforehand."""

from __future__ import annotations

import json
import os
import pty
import select
import subprocess
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from interfaces.cli.conftest import COMMAND, Terminal

Make = Callable[..., dict[str, Any]]


@pytest.fixture
def plan(connected: Terminal, invoice: Make) -> Iterator[dict[str, Any]]:
    """A plan that waits. Withdrawn at the end: asked again, one that waits or is approved is the same plan."""
    found: dict[str, Any] = invoice()["plan"]
    yield found
    connected("plan", "withdraw", found["id"])


def state_of(connected: Terminal, plan: dict[str, Any]) -> str:
    return str(connected.found("plan", "show", plan["id"])["state"])


def at_a_terminal(connected: Terminal, *arguments: str, typed: str, early: str = "") -> tuple[int, str]:
    """Run a command at a terminal; `typed` once it asks, `early` before; its code and all that was shown."""
    ours, theirs = pty.openpty()
    os.write(ours, early.encode())  # it waits there before the command begins, however busy the machine is
    with subprocess.Popen(
        [COMMAND, *arguments], env=connected.environment, stdin=theirs, stdout=theirs, stderr=theirs
    ) as process:
        os.close(theirs)
        shown, asked, ends = "", False, time.monotonic() + 40
        while time.monotonic() < ends:
            if select.select([ours], [], [], 0.2)[0]:
                try:
                    shown += os.read(ours, 65536).decode(errors="replace")
                except OSError:
                    break
            elif process.poll() is not None:
                break
            if "[y/N]" in shown and not asked:
                asked = True
                os.write(ours, typed.encode())
        os.close(ours)
        return process.wait(timeout=20), shown


def test_without_a_terminal_nothing_is_approved(connected: Terminal, plan: dict[str, Any]) -> None:
    """Neither with the id alone nor with its hash; what is answered names no way that a program has by itself."""
    tried = [
        connected("plan", "approve", plan["id"], "--json"),
        connected("plan", "approve", plan["id"], "--json", given="y\n"),
        connected("plan", "approve", plan["id"], "--hash", plan["hash"], "--json"),
        connected("plan", "refuse", plan["id"], "--json"),
    ]

    assert [each.data["error"]["code"] for each in tried] == ["not_allowed"] * 4
    assert [each.code for each in tried] == [5] * 4
    reported = "".join(each.out + each.err for each in tried)
    assert [
        word for word in ("ATOM_XERO_", "--hash=", "token new", "`atom-xero plan approve") if word in reported
    ] == []
    assert state_of(connected, plan) == "proposed"


def test_a_token_with_the_right_approves_what_was_shown(connected: Terminal, plan: dict[str, Any]) -> None:
    """By the hash alone; one without the right, a revoked or a wrong one does not; the audit names the token."""
    made = {rights: connected.found("token", "new", "desk", "--rights", rights) for rights in ("write", "approve")}
    approve = ("plan", "approve", plan["id"][:14])

    for token, *more in [
        (made["write"]["token"], "--hash", plan["hash"]),
        ("axt_" + "x" * 43, "--hash", plan["hash"]),
        (made["approve"]["token"],),
    ]:
        said = connected(*approve, *more, "--json", ATOM_XERO_TOKEN=token)
        assert said.data["error"]["code"] == "not_allowed"
    invalid = connected(*approve, "--hash", "0" * 64, "--json", ATOM_XERO_TOKEN=made["approve"]["token"])
    done = connected.found(*approve, "--hash", plan["hash"], ATOM_XERO_TOKEN=made["approve"]["token"])

    assert invalid.data["error"]["code"] == "plan_stale"
    assert done["plan"]["approved_by"] == f"person:desk ({made['approve']['id']})"


def test_at_a_terminal_the_person_is_shown_the_plan_and_asked(connected: Terminal, plan: dict[str, Any]) -> None:
    """A no leaves it; what was typed before the question is no answer; a yes approves."""
    code, shown = at_a_terminal(connected, "plan", "approve", plan["id"], typed="n\n", early="y\ny\n")
    assert (code, state_of(connected, plan)) == (1, "proposed")
    assert "Organisation: Harbour Street Studio Limited" in shown
    assert "Amount: NZD 345.00" in shown

    code, _ = at_a_terminal(connected, "plan", "approve", plan["id"], typed="y\n")
    assert (code, state_of(connected, plan)) == (0, "approved")


def test_plans_are_refused_withdrawn_and_listed(connected: Terminal, invoice: Make) -> None:
    """A list says date, organisation and state, and is filtered by both."""
    line = {"description": "Refuse me", "quantity": "1", "unit_amount": "5.00", "account": "200"}
    given = json.dumps({"contact": "Karori Veterinary Clinic", "lines": [line]})
    made = connected("skill", "run", "create_invoice", "--organisation", "harbour", "--input", given, "--json")
    refused, withdrawn = made.data["plan"], invoice()["plan"]
    code, _ = at_a_terminal(connected, "plan", "refuse", refused["id"], typed="")
    connected.found("plan", "withdraw", withdrawn["id"])

    assert (code, state_of(connected, refused), state_of(connected, withdrawn)) == (0, "refused", "withdrawn")
    head, *lines = connected("plan", "list", "--state", "refused", "--org", "harbour").out.splitlines()
    assert head.split() == ["id", "state", "planned", "organisation", "what"]
    assert lines == [each for each in lines if "refused" in each and "Harbour Street Studio Limited" in each]
    assert refused["id"] in lines[0]
    assert connected.found("plan", "list", "--organisation", "wattle") == []
    first = connected("plan", "list", "--limit", "1")
    assert "More: --cursor " in first.err
    cursor = first.err.split("--cursor ")[1].strip()
    assert connected.found("plan", "list", "--limit", "1", "--cursor", cursor)[0]["id"] not in first.out


@pytest.mark.parametrize("command", ["run", "approve"])
def test_who_gives_no_yes_reads_how_the_plan_stands(connected: Terminal, plan: dict[str, Any], command: str) -> None:
    """Once, and as text for the person who sits there; not the plan again, and not what a model gets."""
    contact = ("skill", "run", "create_contact", "name=Harbour Lights Ltd", "--org", "harbour")
    asked = contact if command == "run" else ("plan", "approve", plan["id"])

    code, shown = at_a_terminal(connected, *asked, typed="n\n")

    assert code == {"run": 11, "approve": 1}[command]
    assert shown.count("Organisation id:") == 1
    assert "nothing was sent to Xero" in shown
    assert "`atom-xero plan approve plan_" in shown
    assert "You cannot approve" not in shown


def test_a_hash_of_another_plan_is_reported_as_that(connected: Terminal, plan: dict[str, Any]) -> None:
    """The plan is as good as before: nobody is sent to make a new one."""
    token = connected.found("token", "new", "approver", "--rights", "approve")["token"]

    tried = connected("plan", "approve", plan["id"], "--hash", "0" * 64, "--json", ATOM_XERO_TOKEN=token)

    assert tried.code == 6
    assert "plan show" in tried.data["error"]["hint"]
    assert "new plan" not in tried.data["error"]["hint"]
    assert state_of(connected, plan) == "proposed"
