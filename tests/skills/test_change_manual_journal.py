"""What change_manual_journal promises."""

from __future__ import annotations

from typing import Any

import pytest
from support.asking import done, paths, plan, refused, row, warned

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio
POWER = "Accrue power for the month"
MORE = [{"account": "445", "debit": "460.00"}, {"account": "850", "credit": "460.00"}]


async def test_all_lines_are_replaced_and_the_rest_stays(house: House) -> None:
    """Day and text are sent again, so that Xero clears nothing."""
    before = dict(row(house, "ManualJournals", Narration=POWER))
    made = (await done(house, "change_manual_journal", manual_journal=POWER, lines=MORE))["manual_journal"]

    stored = row(house, "ManualJournals", Narration=POWER)
    assert made["total"]["amount"] == "460.00"
    assert (stored["Date"], stored["Status"]) == (before["Date"], "DRAFT")
    assert len(stored["JournalLines"]) == 2


async def test_its_text_and_day_change_and_the_lines_stay(house: House) -> None:
    """Each line as it was."""
    before = dict(row(house, "ManualJournals", Narration=POWER))
    await done(house, "change_manual_journal", manual_journal=POWER, narration="Power, June", date="2026-06-30")

    stored = row(house, "ManualJournals", Narration="Power, June")
    assert (str(stored["Date"]), stored["JournalLines"]) == ("2026-06-30", before["JournalLines"])


async def test_undo_sets_the_old_lines_again(house: House) -> None:
    """By a plan of its own; with tax as it was."""
    lines = [{"account": "445", "debit": "115.00"}, {"account": "850", "credit": "115.00", "tax": "NONE"}]
    made = await done(
        house, "create_manual_journal", narration="Taxed", lines=lines, amounts_are="inclusive", post=True
    )
    before = made["manual_journal"]["lines"]
    answer = await house.do("change_manual_journal", manual_journal="Taxed", lines=MORE, amounts_are="no_tax")
    assert "posted" in warned(answer["plan"])
    undo = (await house.dispatch.undo(answer["plan"]["id"], house.person)).plain()
    again = (await house.carry_out(undo["plan"]))["result"]["manual_journal"]

    assert (again["lines"], again["amounts_are"]) == (before, "inclusive")


@pytest.mark.parametrize(
    ("fields", "path"),
    [
        ({}, ""),
        ({"narration": POWER}, ""),
        ({"narration": " "}, "/narration"),
        ({"amounts_are": "exclusive"}, "/lines"),
        ({"lines": [MORE[0], {"account": "850", "credit": "1.00"}]}, "/lines"),
    ],
)
async def test_what_cannot_be_is_refused_at_once(house: House, fields: dict[str, Any], path: str) -> None:
    """Nothing to change, no text, lines that do not balance."""
    error = await refused(house, "change_manual_journal", manual_journal=POWER, **fields)

    assert paths(error) == [path]


async def test_a_voided_one_takes_no_change(house: House) -> None:
    """It is final."""
    await done(house, "void_manual_journal", manual_journal=POWER)
    error = await refused(house, "change_manual_journal", manual_journal=POWER, narration="x")

    assert error["code"] == "conflict"


async def test_a_journal_that_moved_meanwhile_is_not_overwritten(house: House) -> None:
    """The plan is stale then."""
    proposed = await plan(house, "change_manual_journal", manual_journal=POWER, lines=MORE)
    await done(house, "change_manual_journal", manual_journal=POWER, date="2026-06-30")

    assert (await house.carry_out(proposed))["error"]["code"] == "plan_stale"
