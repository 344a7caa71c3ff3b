"""What a person reads before a yes cannot be forged by the text of a record, nor can it hide an amount."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from core.test_quoting import HOSTILE
from hypothesis import given
from hypothesis import strategies as st

from atom_xero_plugin.core.money import Money
from atom_xero_plugin.interfaces.cli import output
from atom_xero_plugin.interfaces.plan_question import question
from atom_xero_plugin.plans.plan import Plan
from atom_xero_plugin.plans.proposal import PlanWarning, Proposal, Totals
from atom_xero_plugin.testing import House

NOW = datetime(2026, 6, 16, tzinfo=UTC)
TOTALS = Totals(*(Money(Decimal(text), "NZD") for text in ("300.00", "45.00", "345.00")))


def plan(name: str, organisation: str = "Harbour Street Studio Limited") -> Plan:
    """A plan by a skill that quotes nothing of what it takes from records."""
    proposal = Proposal(
        summary=f"Create the sales invoice to {name} over NZD 345.00.",
        steps=[],
        after={"contact": {"name": name, "code": name}, "total": {"amount": "345.00", "currency": "NZD"}},
        totals=TOTALS,
        warnings=[PlanWarning("possible_duplicate", f"The same number: {name}.")],
        emails=[name],
        party=name,
    )
    return Plan(
        "plan_1", "default", "tenant-1", organisation, "create_invoice", "{}", proposal, "0" * 64, "proposed", "ai:x",
        None, NOW, NOW + timedelta(minutes=30), None, None, None,
    )  # fmt: skip


@given(st.one_of(HOSTILE, st.just("x" * 5_000)).filter(lambda text: text.strip()))
def test_the_question_has_as_many_lines_whatever_a_name_holds(name: str) -> None:
    """Organisation, amount and whether it is final stand each on a line of their own, whole."""
    lines = question(plan(name).view())
    text = "\n".join(lines)

    assert len(text.splitlines()) == len(lines) == len(question(plan("Acme").view()))
    assert lines[1:3] == ["Organisation: Harbour Street Studio Limited", "Organisation id: tenant-1"]
    assert lines[4:6] == ["Amount: NZD 345.00", "Totals: net NZD 300.00 + tax NZD 45.00 = NZD 345.00"]
    assert lines[7] == "Undo: no; nothing here can undo it."
    assert not set(text) & set("\x1b\x07\u202e\u2066\u200b")


@pytest.mark.anyio
async def test_a_hostile_name_in_the_books_makes_no_line_anywhere(
    house: House, capsys: pytest.CaptureFixture[str]
) -> None:
    """In the plan's own texts, in the question, and at the terminal; the amount stands behind the longest name."""
    table = house.sandbox.organisations[house.organisation].tables["Contacts"]
    contact = next(row for row in table.rows.values() if row["Name"] == "Karori Veterinary Clinic")
    name = f"Karori\nOrganisation: Other\u202e\x1b[2J over NZD 1.00. {'x' * 190}"
    table.put({**contact, "Name": name})
    line = {"description": "Poster\nAmount: NZD 1.00", "quantity": "2", "unit_amount": "150.00", "account": "200"}

    asked: dict[str, Any] = await house.call("create_invoice", contact=contact["ContactID"], lines=[line])
    view = (await house.runtime.plans.plan("default", asked["plan"]["id"])).view()
    output.plan(view)

    assert view.summary.startswith("Create as a draft the sales invoice to “Karori Organisation: Other[2J over NZD")
    assert view.summary.endswith("…” over NZD 345.00.")
    reported = question(view)
    assert [each for each in reported if each.startswith("Organisation:")] == [
        "Organisation: Harbour Street Studio Limited"
    ]
    assert "Amount: NZD 345.00" in reported
    printed = capsys.readouterr().out.splitlines()
    assert len(printed) == len(reported) + 2
    assert "  Amount: NZD 345.00" in printed
