"""`atom-xero demo --once`: the main job on real input, every step as it was seen."""

from __future__ import annotations

import json

from interfaces.cli.conftest import Terminal

STEPS = [
    "sandbox started", "organisations connected", "books synced", "contact found", "invoice created",
    "invoice approved", "payment recorded", "invoice read back", "trigger fired", "change synced",
    "AI asked over MCP", "AI proposed over MCP", "statement matched", "statement recorded", "statement given again",
    "everything searched", "audit verified",
]  # fmt: skip


def test_every_step_is_reported_for_people(bare: Terminal) -> None:
    """A line each, with what was seen."""
    said = bare("demo", "--once")

    assert said.code == 0, said
    shown = [line for line in said.out.splitlines() if line.startswith("✓")]
    assert [line[2:].split("  ")[0].strip() for line in shown] == STEPS


def test_every_step_is_reported_for_programs(bare: Terminal) -> None:
    """One JSON object a line; the invoice ends paid in the books."""
    said = bare("demo", "--once", "--json")

    steps = {each["step"]: each for each in map(json.loads, said.out.splitlines())}
    assert list(steps) == STEPS
    assert steps["invoice created"]["invoice"]["status"] == "draft"
    assert steps["invoice approved"]["invoice"]["status"] == "awaiting_payment"
    assert steps["invoice read back"]["invoice"]["status"] == "paid"
    assert steps["invoice read back"]["invoice"]["amount_due"]["amount"] == "0.00"
    assert steps["trigger fired"]["event"]["new"]["id"] == steps["invoice created"]["invoice"]["id"]
    assert steps["change synced"]["event"]["old"]["email"] != steps["change synced"]["event"]["new"]["email"]
    assert steps["AI proposed over MCP"]["answer"]["plan"]["state"] == "proposed"
    assert steps["statement recorded"]["result"]["count"] == 4
