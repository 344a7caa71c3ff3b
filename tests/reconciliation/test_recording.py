"""A statement's plan executed: alone and at once with others, whole and in part, forth and back."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import update
from support.asking import change, done, plan, refused, result, row, rows, warned, writes
from support.statements import HEAD, SIGN, TO_FEES, arguments, paying, states

from atom_xero_plugin.store.tables import statement_lines
from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio


async def test_a_plan_holds_its_lines_until_it_expires(house: House) -> None:
    """Approved, it keeps them; expired, they are free again."""
    proposed = await plan(house, "reconcile_statement", **arguments())
    await house.dispatch.approve(proposed["id"], proposed["hash"], house.person)

    held = await states(house)
    error = await refused(house, "reconcile_statement", **arguments())
    house.sandbox.clock.advance(31 * 60)

    assert (held[2], held[3]) == ("planned", "planned")
    assert "2 planned" in error["message"]
    assert (await states(house))[2] == "ready"
    again = await house.carry_out(await plan(house, "reconcile_statement", **arguments()))
    late = (await house.dispatch.execute(proposed["id"], house.person)).plain()
    assert again["success"] is True
    assert late["error"]["code"] in {"plan_stale", "conflict"}
    assert len(paying(house, "INV-0151")) == 1


async def test_a_newer_plan_for_the_same_lines_retires_one_nobody_approved(house: House) -> None:
    """A person approves the last word, and only that."""
    first = await plan(house, "reconcile_statement", **arguments())
    second = await plan(house, "reconcile_statement", **arguments(choices=TO_FEES))

    old = (await house.dispatch.approve(first["id"], first["hash"], house.person)).plain()
    new = await house.carry_out(second)

    assert old["error"]["code"] == "conflict"
    assert new["success"] is True
    assert len(paying(house, "INV-0151")) == 1


async def test_a_plan_that_lost_a_line_to_another_sends_nothing(house: House) -> None:
    """However it came to that: the other one records it."""
    proposed = await plan(house, "reconcile_statement", **arguments(choices=TO_FEES))
    await house.dispatch.approve(proposed["id"], proposed["hash"], house.person)
    before = writes(house)
    async with house.runtime.store.write("default") as tx:
        await tx.execute(update(statement_lines).values(plan_id="plan_other"))

    answer = (await house.dispatch.execute(proposed["id"], house.person)).plain()

    assert answer["error"]["code"] == "plan_stale"
    assert writes(house) == before


async def test_two_at_once_record_each_line_once(house: House) -> None:
    """Two people with the same file: one plan, one payment."""
    answers = await asyncio.gather(*(house.do("reconcile_statement", **arguments()) for _ in range(4)))

    assert [answer["success"] for answer in answers].count(True) >= 1
    assert (len(paying(house, "INV-0151")), len(paying(house, "CP-2270"))) == (1, 1)


async def test_an_invoice_that_moved_is_left_out_and_the_others_go_on(house: House) -> None:
    """Someone paid it by hand meanwhile: it is not paid twice, and the answer says which line is not done."""
    proposed = await plan(house, "reconcile_statement", **arguments(choices=TO_FEES))
    await done(house, "record_payment", invoice="INV-0151", account="090", amount="10.00")

    answer = await house.carry_out(proposed)

    assert (answer["success"], answer["error"]["code"]) == (False, "partly_done")
    reported = [field["message"] for field in answer["error"]["fields"]]
    assert reported[0].startswith(
        "row 2, NZD 690.00 of INV-0151 of Brooklyn Hill Wind Energy: not done; the invoice changed in Xero"
    )
    assert [each.endswith(": done") for each in reported] == [False, True, True]
    assert (answer["plan"]["state"], answer["error"]["may_have_written"]) == ("failed", True)
    assert (await states(house))[2] != "applied"
    assert (await states(house))[3] == "applied"


async def test_what_xero_refuses_is_reported_and_its_line_is_free_again(house: House) -> None:
    """In Xero's words; the rest of the plan is done."""
    proposed = await plan(house, "reconcile_statement", **arguments(choices=TO_FEES))
    contact = row(house, "Contacts", Name="Capital Power")
    change(house, "Contacts", contact, ContactStatus="ARCHIVED")

    answer = await house.carry_out(proposed)

    reported = {field["path"]: field["message"] for field in answer["error"]["fields"]}
    assert "archived" in reported["/steps/2"].lower()
    assert (await states(house))[4] == "unmatched"
    assert len(paying(house, "INV-0151")) == 1


async def test_a_line_of_which_only_part_was_recorded_is_reported_and_not_taken_again(house: House) -> None:
    """Until the plan is undone: then all of it is open."""
    file = HEAD + "2026-06-15,966.00,BROOKLYN AND GLENMORE,\n"
    choices = [{"row": 2, "pays": ["INV-0151", "INV-0153"]}]
    proposed = await plan(house, "reconcile_statement", **arguments(file, choices=choices))
    house.sandbox.faults.add(kind="slow", seconds=0, match="/api.xro/2.0/Payments", method="PUT")
    house.sandbox.faults.add(kind="status", status=400, match="/api.xro/2.0/Payments", method="PUT")

    answer = await house.carry_out(proposed)
    reported = (await result(house, "suggest_matches", statement=file, account="090", layout=SIGN))["items"][0]
    again = await refused(house, "reconcile_statement", **arguments(file, choices=choices))
    undo = (await house.dispatch.undo(proposed["id"], house.person)).plain()
    await house.carry_out(undo["plan"])

    assert answer["error"]["code"] == "partly_done"
    assert (reported["state"], proposed["id"] in reported["note"]) == ("part_applied", True)
    assert "recorded or planned already" in again["message"]
    assert paying(house, "INV-0151") == []
    made = await done(house, "reconcile_statement", **arguments(file, choices=choices))
    assert made["count"] == 2


async def test_when_xero_is_away_executing_again_goes_on(house: House) -> None:
    """What is done stays done; the rest follows."""
    proposed = await plan(house, "reconcile_statement", **arguments(choices=TO_FEES))
    await house.dispatch.approve(proposed["id"], proposed["hash"], house.person)
    house.sandbox.faults.add(kind="status", status=503, times=20, match="/api.xro/2.0/BankTransactions", method="PUT")

    first = (await house.dispatch.execute(proposed["id"], house.person)).plain()
    house.sandbox.faults.clear()
    house.sandbox.clock.advance(1)
    second = (await house.dispatch.execute(proposed["id"], house.person)).plain()

    assert first["success"] is False
    assert len(first["error"]["fields"]) == 3
    assert second["success"] is True, second["error"]
    assert (len(paying(house, "INV-0151")), len(rows(house, "BankTransactions", Reference="ACCOUNT FEE"))) == (1, 1)


async def test_answers_lost_after_the_write_are_not_written_twice(house: House) -> None:
    """For every step of the plan."""
    house.sandbox.faults.add(kind="drop_after_write", match="/api.xro/2.0/", method="PUT", times=2)

    answer = await house.do("reconcile_statement", **arguments(choices=TO_FEES))

    assert answer["success"] is True, answer["error"]
    assert (len(paying(house, "INV-0151")), len(paying(house, "CP-2270"))) == (1, 1)


async def test_undo_takes_all_of_it_back(house: House) -> None:
    """Payments reversed, bank transactions deleted, lines open again."""
    answer = await house.do("reconcile_statement", **arguments(choices=TO_FEES))
    undo = (await house.dispatch.undo(answer["plan"]["id"], house.person)).plain()

    undone = await house.carry_out(undo["plan"])

    assert undone["success"] is True, undone["error"]
    assert (await house.runtime.plans.plan("default", answer["plan"]["id"])).state == "undone"
    assert [row(house, "Invoices", InvoiceNumber=each)["Status"] for each in ("INV-0151", "CP-2270")] == [
        "AUTHORISED", "AUTHORISED",
    ]  # fmt: skip
    assert row(house, "BankTransactions", Reference="ACCOUNT FEE")["Status"] == "DELETED"
    assert (await states(house))[2] == "ready"


async def test_undo_says_what_xero_does_not_let_go(house: House) -> None:
    """A reconciled bank transaction stays, its line stays recorded, and the plan is not called undone."""
    answer = await house.do("reconcile_statement", **arguments(choices=TO_FEES))
    change(house, "BankTransactions", row(house, "BankTransactions", Reference="ACCOUNT FEE"), IsReconciled=True)
    undo = (await house.dispatch.undo(answer["plan"]["id"], house.person)).plain()

    await house.carry_out(undo["plan"])

    assert "stays" in warned(undo["plan"])
    assert (await house.runtime.plans.plan("default", answer["plan"]["id"])).state == "verified"
    reported = await states(house)
    assert (reported[2], reported[4]) == ("ready", "applied")


async def test_a_payment_reversed_by_hand_frees_its_line(house: House) -> None:
    """The books are what counts, not our memory of them."""
    await done(house, "reconcile_statement", **arguments())
    await done(house, "reverse_payment", payment="INV-0151")

    assert (await states(house))[2] == "ready"
    await done(house, "reconcile_statement", **arguments())
    assert len(paying(house, "INV-0151")) == 1


async def test_a_long_statement_takes_several_plans(house: House) -> None:
    """Each says how many more there are; asked again, the next ones follow."""
    file = HEAD + "".join(
        f"2026-06-{day:02},-1.{number:02},FEE {number},\n" for day in (15, 16) for number in range(30)
    )
    choices = [{"row": number, "account": "404", "contact": "Capital Power"} for number in range(2, 62)]

    first = await plan(house, "reconcile_statement", **arguments(file, choices=choices))
    done_first = await house.carry_out(first)
    second = await plan(house, "reconcile_statement", **arguments(file, choices=choices))
    done_second = await house.carry_out(second)

    assert (len(first["after"]["lines"]), first["after"]["has_more"]) == (50, True)
    assert "10 more wait" in first["summary"]
    assert (len(second["after"]["lines"]), second["after"]["has_more"]) == (10, False)
    assert (done_first["success"], done_second["success"]) == (True, True)
    fees = [
        each for each in rows(house, "BankTransactions", Status="AUTHORISED") if each["Reference"].startswith("FEE ")
    ]
    assert len(fees) == 60
