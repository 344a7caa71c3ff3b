"""The main job at the terminal: ask, check the plan, approve, execute, undo."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from interfaces.cli.conftest import Terminal, connected_to

Make = Callable[..., dict[str, Any]]
BY_HASH = {"ATOM_XERO_APPROVE_BY_HASH": "yes"}
"""What a person sets so that their scripts may approve."""


def test_skills_are_listed_with_their_effect(connected: Terminal) -> None:
    """The same list as the printed catalogue."""
    listed = connected.found("skill", "list")
    catalogue = json.loads(Path("schemas/catalog.json").read_text())

    assert [each["name"] for each in listed] == [each["name"] for each in catalogue["skills"]]


def test_a_skill_is_shown_with_fields_and_examples(connected: Terminal) -> None:
    """Words for a person, the whole schema with --json."""
    said = connected("skill", "show", "find_invoices")

    assert "status:" in said.out
    assert "atom-xero skill run find_invoices --input" in said.out
    assert connected.found("skill", "show", "find_invoices")["input"]["type"] == "object"


def test_an_unknown_skill_names_the_nearest(connected: Terminal) -> None:
    """Exit code 4."""
    said = connected("skill", "run", "find_invoice")

    assert said.code == 4
    assert "find_invoices" in said.err


def test_a_read_answers_in_the_shape_of_every_answer(connected: Terminal) -> None:
    """success, organisation, as_of, result."""
    answer = connected.found("skill", "run", "find_contacts", "--organisation", "harbour", "--input", '{"limit": 2}')

    assert answer["success"] is True
    assert answer["organisation"]["name"] == "Harbour Street Studio Limited"
    assert answer["as_of"].endswith("Z")
    assert len(answer["result"]["items"]) == 2


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("find_contacts",), 6),
        (("find_contacts", "--organisation", "nobody"), 4),
        (("find_invoices", "--organisation", "harbour", "--input", '{"status": "late"}'), 5),
        (("find_invoices", "--organisation", "harbour", "--input", "{"), 5),
        (("find_invoices", "--organisation", "harbour", "--input", "@/no/such/file"), 5),
        (("show_invoice", "--organisation", "harbour", "--input", '{"invoice": "INV-9999"}'), 4),
    ],
)
def test_the_exit_code_says_what_to_do_next(connected: Terminal, arguments: tuple[str, ...], code: int) -> None:
    """Choose, name another, correct the arguments."""
    said = connected("skill", "run", *arguments, "--json")

    assert (said.code, said.data["success"]) == (code, False)


def test_arguments_come_from_a_file_or_from_standard_input(connected: Terminal, tmp_path: Path) -> None:
    """For long ones."""
    (tmp_path / "ask.json").write_text('{"limit": 1}')
    run = ("skill", "run", "find_contacts", "--organisation", "harbour", "--json", "--input")

    from_file = connected(*run, f"@{tmp_path / 'ask.json'}")
    from_input = connected(*run, "-", given='{"limit": 1}')

    assert from_file.data["result"] == from_input.data["result"]


def test_a_write_is_only_planned_until_a_person_approves(connected: Terminal, invoice: Make) -> None:
    """Exit code 11, nothing sent; then approve, execute, and undo by a plan of its own."""
    answer = invoice()
    plan = answer["plan"]

    assert (answer["code"], answer["success"], plan["state"]) == (11, False, "proposed")
    assert plan["totals"]["total"] == {"amount": "345.00", "currency": "NZD"}
    assert connected("plan", "execute", plan["id"], "--json").data["success"] is False

    agreed = connected.found("plan", "approve", plan["id"], "--hash", plan["hash"], **BY_HASH)
    assert agreed["plan"]["state"] == "approved"
    done = connected.found("plan", "execute", plan["id"])
    assert done["plan"]["state"] == "verified"
    assert done["result"]["invoice"]["status"] == "draft"

    undo = connected("plan", "undo", plan["id"], "--json")
    assert undo.code == 11
    connected.found("plan", "approve", undo.data["plan"]["id"], "--hash", undo.data["plan"]["hash"], **BY_HASH)
    connected.found("plan", "execute", undo.data["plan"]["id"])
    assert connected.found("plan", "show", plan["id"])["state"] == "undone"


def test_approve_is_the_person_at_the_terminal(connected: Terminal, invoice: Make) -> None:
    """One command plans, approves what was shown, and carries it out."""
    answer = invoice("--approve")

    assert (answer["code"], answer["plan"]["state"]) == (0, "verified")
    assert answer["plan"]["id"] in [each["id"] for each in connected.found("plan", "list")]


def test_a_hash_that_was_not_shown_approves_nothing(connected: Terminal, invoice: Make) -> None:
    """What a person approves is what they saw."""
    plan = invoice()["plan"]

    said = connected("plan", "approve", plan["id"], "--hash", "0" * 64, "--json", **BY_HASH)

    assert said.data["success"] is False
    assert connected.found("plan", "show", plan["id"])["state"] == "proposed"


def test_without_a_terminal_nobody_is_asked(connected: Terminal) -> None:
    """A script that forgot --approve ends instead of waiting."""
    line = '{"description": "x", "unit_amount": "10.00"}'
    given = f'{{"contact": "Karori Veterinary Clinic", "lines": [{line}]}}'

    said = connected("skill", "run", "create_invoice", "--organisation", "harbour", "--input", given)

    assert said.code == 11
    assert "A person must approve, for Harbour Street Studio Limited: " in said.err
    assert "plan approve" not in said.out + said.err, "a program could run it"


def test_every_act_is_in_the_audit_trail_and_calls_are_counted(connected: Terminal, invoice: Make) -> None:
    """A whole chain, and usage by feature."""
    before = connected.found("audit", "verify")["rows"]
    invoice("--approve")

    report = connected.found("audit", "verify")

    assert (report["ok"], report["rows"] > before) == (True, True)
    assert "skill:create_invoice" in {row["feature"] for row in connected.found("usage")}


def test_the_secret_and_the_tokens_are_nowhere_in_what_is_printed(connected: Terminal) -> None:
    """Also not when everything is logged."""
    said = connected("skill", "run", "find_accounts", "--organisation", "harbour", ATOM_XERO_LOG="debug")

    assert connected.environment["XERO_CLIENT_SECRET"] not in said.out + said.err
    assert "Bearer" not in said.out + said.err


def test_disconnecting_asks_for_the_name(connected: Terminal) -> None:
    """Typed in full; the other organisation is kept."""
    without = connected("disconnect", "Bright Wattle Supplies Pty Ltd")
    gone = connected("disconnect", "bright", "--confirm", "Bright Wattle Supplies Pty Ltd")
    left = connected.found("organisations")["result"]["items"]

    assert without.code == 11
    assert "--confirm 'Bright Wattle Supplies Pty Ltd'" in without.err
    assert gone.code == 0, gone
    assert {each["name"]: each["state"] for each in left}["Harbour Street Studio Limited"] == "connected"
    assert "connected" not in [each["state"] for each in left if each["name"].startswith("Bright")]


def test_revoking_ends_the_whole_login_at_xero(sandbox: dict[str, Any], tmp_path: Path) -> None:
    """Every organisation of it; a call after it says what to do and makes none."""
    opened = connected_to(sandbox, tmp_path)

    without = opened("revoke", "harbour")
    gone = opened.found("revoke", "harbour", "--confirm", "Harbour Street Studio Limited")
    left = opened.found("organisations")["result"]["items"]
    after = opened("skill", "run", "find_accounts", "--organisation", "harbour", "--json")

    assert without.code == 11
    assert len(gone["disconnected"]) == len(left) == 2
    assert {each["state"] for each in left} == {"disconnected"}
    assert (after.code, after.data["error"]["code"]) == (3, "reconnect_needed")
