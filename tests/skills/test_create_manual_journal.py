"""What create_manual_journal promises."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from support.asking import change, done, paths, plan, refused, row, rows, warned

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio
LINES = [{"account": "412", "debit": "850.00", "description": "Audit"}, {"account": "850", "credit": "850.00"}]
ACCRUAL = {"narration": "Accrue audit fees", "lines": LINES}


async def test_a_draft_is_made_as_it_was_planned(house: House) -> None:
    """Debits above zero, credits below, without tax, dated today; it does not count yet."""
    proposed = await plan(house, "create_manual_journal", **ACCRUAL)
    made = (await house.carry_out(proposed))["result"]["manual_journal"]

    stored = row(house, "ManualJournals", ManualJournalID=made["id"])
    assert [str(line["LineAmount"]) for line in stored["JournalLines"]] == ["850.00", "-850.00"]
    assert (stored["Status"], stored["LineAmountTypes"], str(stored["Date"])) == ("DRAFT", "NoTax", "2026-06-16")
    assert made["total"] == {"amount": "850.00", "currency": "NZD"}
    assert made["lines"][1]["credit"]["amount"] == "850.00"
    assert proposed["summary"].startswith("Create as a draft the manual journal Accrue audit fees of 2026-06-16")


async def test_one_that_is_posted_moves_the_trial_balance(house: House) -> None:
    """It counts at once."""
    await done(house, "create_manual_journal", **ACCRUAL, post=True)
    report = (await house.call("show_report", report="trial_balance"))["result"]

    assert "850.00" in str(report)


async def test_tax_is_worked_out_and_balanced_with(house: House) -> None:
    """A debit of 100 with 15 per cent is balanced by a credit of 115 without tax."""
    lines = [{"account": "445", "debit": "100.00"}, {"account": "850", "credit": "115.00", "tax": "NONE"}]
    made = (await done(house, "create_manual_journal", narration="Power", lines=lines, amounts_are="exclusive"))[
        "manual_journal"
    ]

    assert (made["total"]["amount"], made["lines"][0]["tax"]["amount"]) == ("115.00", "15.00")
    assert made["lines"][0]["tax_type"] == "INPUT2"


@pytest.mark.parametrize(
    ("lines", "code", "path", "words"),
    [
        ([("445", "100.00", None), ("850", None, "99.99")], "invalid_arguments", "/lines", "debits come to 100.00"),
        ([("445", "1.00", "1.00"), ("850", None, "1.00")], "invalid_arguments", "/lines/0/debit", "one of the two"),
        ([("445", "1.00", None), ("090", None, "1.00")], "conflict", "/lines/1/account", "it is a bank account"),
        ([("445", "1.00", None), ("630", None, "1.00")], "conflict", "/lines/1/account", "it holds stock"),
        ([("610", "1.00", None), ("445", None, "1.00")], "conflict", "/lines/0/account", "fills it by itself"),
        ([("445", "1.00", None), ("nowhere", None, "1.00")], "not_found", "/lines/1/account", ""),
    ],
)
async def test_what_xero_would_refuse_is_refused_at_once(
    house: House, lines: list[tuple[str, str | None, str | None]], code: str, path: str, words: str
) -> None:
    """Before anybody is asked; nothing is made."""
    given = [
        {name: value for name, value in zip(("account", "debit", "credit"), line, strict=True) if value}
        for line in lines
    ]
    before = len(rows(house, "ManualJournals"))

    error = await refused(house, "create_manual_journal", narration="x", lines=given)

    assert (error["code"], paths(error)) == (code, [path])
    assert words in str(error)
    assert len(rows(house, "ManualJournals")) == before


async def test_lines_have_tracking_and_a_change_keeps_it(house: House) -> None:
    """By names; undo of other lines sets it again."""
    lines = [{**LINES[0], "tracking": ["Region: Auckland"]}, LINES[1]]
    made = (await done(house, "create_manual_journal", narration="Tracked", lines=lines))["manual_journal"]
    answer = await house.do("change_manual_journal", manual_journal="Tracked", lines=LINES)
    undo = (await house.dispatch.undo(answer["plan"]["id"], house.person)).plain()
    again = (await house.carry_out(undo["plan"]))["result"]["manual_journal"]
    moved = (await done(house, "change_manual_journal", manual_journal="Tracked", date="2026-06-30"))["manual_journal"]

    assert made["lines"][0]["tracking"] == ["Region: Auckland"]
    assert "tracking" not in answer["result"]["manual_journal"]["lines"][0]
    assert again["lines"] == moved["lines"] == made["lines"]


async def test_tax_and_no_tax_contradict(house: House) -> None:
    """The tax would be dropped without a word."""
    lines: list[dict[str, Any]] = [{**LINES[0], "tax": "INPUT2"}, LINES[1]]
    error = await refused(house, "create_manual_journal", narration="x", lines=lines)

    assert paths(error) == ["/lines/0/tax"]


async def test_an_archived_account_is_refused(house: House) -> None:
    """Its code is known, and nothing books on it."""
    change(house, "Accounts", row(house, "Accounts", Code="412"), Status="ARCHIVED")
    error = await refused(house, "create_manual_journal", **ACCRUAL)

    assert (error["code"], paths(error)) == ("conflict", ["/lines/0/account"])


async def test_a_closed_period_is_refused_only_to_post(house: House) -> None:
    """A draft may wait for the lock date to move."""
    lock = {"EndOfYearLockDate": date(2026, 3, 31)}
    house.sandbox.organisations[house.organisation].organisation.update(lock)
    error = await refused(house, "create_manual_journal", **ACCRUAL, date="2026-03-31", post=True)

    assert (error["code"], paths(error)) == ("conflict", ["/date"])


async def test_the_same_journal_again_is_warned_of(house: House) -> None:
    """Same text, day and total; that it is another one is not mistaken."""
    await done(house, "create_manual_journal", **ACCRUAL)
    proposed = await plan(house, "create_manual_journal", **ACCRUAL)

    assert warned(proposed) == ["possible_duplicate"]
    assert (await house.carry_out(proposed))["success"] is True
    assert len(rows(house, "ManualJournals", Narration="Accrue audit fees")) == 2


async def test_a_lost_answer_makes_no_second_journal(house: House) -> None:
    """It is found again by its text and day."""
    proposed = await plan(house, "create_manual_journal", **ACCRUAL)
    house.sandbox.faults.add(kind="drop_after_write", match="/ManualJournals", method="PUT", times=20)
    answer = await house.carry_out(proposed)

    assert answer["success"] is True, answer["error"]
    assert len(rows(house, "ManualJournals", Narration="Accrue audit fees")) == 1


@pytest.mark.parametrize(("post", "becomes"), [(False, "DELETED"), (True, "VOIDED")])
async def test_it_is_undone(house: House, post: bool, becomes: str) -> None:
    """A draft is deleted, a posted one voided."""
    answer = await house.do("create_manual_journal", **ACCRUAL, post=post)
    undo = (await house.dispatch.undo(answer["plan"]["id"], house.person)).plain()
    assert (await house.carry_out(undo["plan"]))["success"] is True

    assert row(house, "ManualJournals", Narration="Accrue audit fees")["Status"] == becomes
