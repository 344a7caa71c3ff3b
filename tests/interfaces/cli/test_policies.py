"""`atom-xero policy`: set, listed, tried and ended by a person; every change stands in the audit trail."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from interfaces.cli.conftest import Terminal


def test_a_policy_is_set_tried_and_ended(connected: Terminal, invoice: Callable[..., dict[str, Any]]) -> None:
    """On a sandbox, where no terminal is needed; the audit trail has both changes."""
    waiting = invoice()["plan"]
    assert "a person is asked about every plan" in connected("policy", "list").err
    limits = ("--amount", "500", "--currency", "NZD", "--kind", "invoice", "--org", "harbour")
    tried = json.loads(connected("policy", "try", "--with", "allow_up_to", *limits, "--json").out)
    made = json.loads(connected("policy", "set", "allow_up_to", *limits, "--json").out)
    listed = json.loads(connected("policy", "list", "--json").out)
    ended = connected("policy", "end", made["id"])
    events = [each["event"] for each in json.loads(connected("audit", "list", "--json").out)["items"]]

    assert next(each["verdict"] for each in tried["plans"] if each["id"] == waiting["id"]) == "allow"
    assert (made["amount"], made["currency"], made["kind"], made["proven"]) == ("500", "NZD", "invoice", True)
    assert [each["id"] for each in listed] == [made["id"]]
    assert ended.code == 0
    assert {"policy.set", "policy.ended"} <= set(events)


def test_what_cannot_be_meant_is_refused_with_what_to_give(connected: Terminal) -> None:
    """A word that is no action, an amount that is none, an amount without its currency."""
    for arguments, words in (
        (("allow_everything",), "allow_up_to"),
        (("allow_up_to", "--amount", "much", "--currency", "NZD"), "/amount"),
        (("never", "--amount", "5"), "/currency goes with an amount"),
    ):
        said = connected("policy", "set", *arguments)
        assert (said.code, words in said.err) == (5, True), said


def test_a_program_without_a_terminal_sets_none(connected: Terminal) -> None:
    """But on a sandbox."""
    said = connected("policy", "set", "allow_drafts", XERO_API_URL="https://api.xero.com")

    assert said.code != 0
    assert "no terminal" in said.err
