"""`atom-xero agent` and limited tokens: listed, made and ended at the command line."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from interfaces.cli.conftest import Terminal


def test_a_token_is_made_for_an_organisation_and_skills_and_shown_so(connected: Terminal) -> None:
    """By a part of the organisation's name; the list and the agents show its limits."""
    limits = ("--organisation", "harbour", "--skill", "create_contact", "--skill", "find_contacts")
    made = connected.found("token", "new", "limited", "--rights", "read,write", *limits)["made"]
    listed = next(each for each in connected.found("token", "list") if each["id"] == made["id"])
    agent = next(each for each in connected.found("agent", "list") if each["id"] == made["id"])

    assert made["skills"] == listed["skills"] == agent["skills"] == ["create_contact", "find_contacts"]
    assert made["organisations"] == listed["organisations"] == [each["id"] for each in agent["organisations"]]
    assert [each["name"] for each in agent["organisations"]] == ["Harbour Street Studio Limited"]
    assert "only create_contact" in connected("token", "list").out


def test_a_limit_to_what_is_not_there_makes_no_token(connected: Terminal) -> None:
    """A typo must not become a token without limits."""
    before = connected.found("token", "list")
    for option, code in (("--skill", "unknown_skill"), ("--organisation", "not_found")):
        said = connected("token", "new", "typo", option, "nobody_here", "--json")
        assert said.data["error"]["code"] == code
    assert connected.found("token", "list") == before


def test_a_program_that_approves_with_a_limited_token_approves_its_own_alone(
    connected: Terminal, invoice: Callable[..., dict[str, Any]]
) -> None:
    """Without a terminal, by the token that is set: of a skill that is not its own it approves nothing."""
    rights = ("--rights", "read,write,approve")
    other = connected.found("token", "new", "other", *rights, "--skill", "create_contact")["token"]
    own = connected.found("token", "new", "own", *rights, "--skill", "create_invoice", "--org", "harbour")["token"]
    plan = invoice()["plan"]
    approve = ("plan", "approve", plan["id"], "--hash", plan["hash"], "--json")
    refused = connected(*approve, ATOM_XERO_TOKEN=other)
    approved = connected(*approve, ATOM_XERO_TOKEN=own)

    assert (refused.code, refused.data["error"]["code"]) == (5, "not_allowed")
    assert approved.data["success"] is True, approved


def test_skills_are_run_within_the_limits_of_the_token_that_is_set(connected: Terminal) -> None:
    """Without a terminal: another skill and another organisation are refused, and all once the token is revoked."""
    made = connected.found("token", "new", "runner", "--skill", "find_contacts", "--org", "harbour")
    held = {"ATOM_XERO_TOKEN": made["token"]}
    skill = connected("skill", "run", "find_accounts", "--json", **held)
    elsewhere = connected("skill", "run", "find_contacts", "--organisation", "wattle", "--json", **held)
    within = connected("skill", "run", "find_contacts", "--json", **held)
    connected("token", "revoke", made["id"])
    ended = connected("skill", "run", "find_contacts", "--json", **held)

    assert [each.data["error"]["code"] for each in (skill, elsewhere, ended)] == ["not_allowed"] * 3
    assert within.data["organisation"]["name"] == "Harbour Street Studio Limited"


def test_an_agent_is_ended_by_its_name(connected: Terminal) -> None:
    """Its token works no more; a name that nobody has is refused."""
    made = connected.found("token", "new", "short lived", "--rights", "read,write")
    ended = connected.found("agent", "end", "short lived")

    assert (ended["id"], ended["works"]) == (made["id"], False)
    assert f"{made['id']}  short lived  read,write  0 plans" in connected("agent", "list").out
    assert connected("agent", "end", "nobody", "--json").data["error"]["code"] == "not_found"


def test_a_program_without_a_terminal_ends_none(connected: Terminal) -> None:
    """But on a sandbox."""
    made = connected.found("token", "new", "kept", "--rights", "read")
    said = connected("agent", "end", made["id"], XERO_API_URL="https://api.xero.com")

    assert said.code != 0
    assert "no terminal" in said.err
