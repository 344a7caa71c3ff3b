"""What came of a request without an answer is decided by the books alone: identity, marks and Xero's own clock."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update
from support.asking import change, row, rows, writes
from support.asking import plan as proposed
from support.houses import house_on
from support.statements import HEAD, arguments
from support.wire import Wire

from atom_xero_plugin.store.tables import plan_steps
from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio
INVOICE = {
    "contact": "Brooklyn Hill Wind Energy",
    "lines": [{"description": "Consulting", "quantity": "2", "unit_amount": "150.00", "account": "200"}],
    "due_in_days": 20,
}


@pytest.fixture
async def line(tmp_path: Path) -> AsyncIterator[tuple[House, Wire]]:
    async with house_on(tmp_path) as opened:
        yield opened


async def approved(house: House, skill: str, **given: Any) -> dict[str, Any]:
    made = await proposed(house, skill, **given)
    assert (await house.dispatch.approve(made["id"], made["hash"], house.person)).success
    return made


async def executed(house: House, made: dict[str, Any]) -> dict[str, Any]:
    return (await house.dispatch.execute(made["id"], house.person)).plain()


def down(house: House, *, times: int = 99) -> None:
    """Xero can be neither read nor written for a while."""
    house.sandbox.faults.add(kind="status", status=503, match="/api.xro/", times=times)


async def test_what_xero_stored_otherwise_is_a_mismatch(line: tuple[House, Wire]) -> None:
    """Told as written, with what differs; the plan can be undone, and is never done again."""
    house, wire = line
    made = await approved(house, "create_invoice", **INVOICE, reference="mine")
    wire.after_write = lambda: change(house, "Invoices", row(house, "Invoices", Reference="mine"), Reference="other")

    answer = await executed(house, made)
    wire.after_write = None
    before = writes(house)
    again = await executed(house, made)

    assert (answer["error"]["code"], answer["error"]["may_have_written"]) == ("mismatch", True)
    assert "Reference is other, not mine" in answer["error"]["message"]
    assert answer["plan"]["state"] == "mismatch"
    assert (again["success"], again["error"]["may_have_written"]) == (False, True)
    assert writes(house) == before


async def test_an_outcome_that_is_not_known_names_its_plan_and_what_to_run(line: tuple[House, Wire]) -> None:
    """No engine repeats it by itself, and who obeys it writes nothing twice."""
    house, wire = line
    made = await approved(house, "create_invoice", **INVOICE, reference="mine")
    wire.lost, wire.after_write = 1, lambda: down(house)

    error = (await executed(house, made))["error"]
    again = await house.call("create_invoice", **INVOICE, reference="mine")

    assert (error["code"], error["may_have_written"], error["retryable"]) == ("outcome_unknown", True, False)
    assert error["reference"] == made["id"]
    assert f"atom-xero plan execute {made['id']}" in error["hint"]
    assert "new plan" not in error["hint"]
    assert again["success"] is False


async def test_the_same_words_on_the_next_day_are_the_same_request(line: tuple[House, Wire]) -> None:
    """A day that was left out is another one by now; what was asked before may be in the books."""
    house, wire = line
    made = await approved(house, "create_invoice", **INVOICE)
    wire.lost, wire.after_write = 1, lambda: down(house)
    await executed(house, made)
    house.sandbox.faults.clear()
    house.sandbox.clock.advance(24 * 3600)

    again = (await house.call("create_invoice", **INVOICE))["error"]

    assert (again["code"], again["reference"], again["may_have_written"]) == ("conflict", made["id"], True)


async def test_one_of_two_that_fit_is_not_taken_for_it(line: tuple[House, Wire]) -> None:
    """It is not known which is the plan's, so nothing is reported and nothing is sent."""
    house, wire = line
    made = await approved(house, "create_invoice", **INVOICE, reference="mine")
    wire.lost = 1

    def duplicate() -> None:
        mine = row(house, "Invoices", Reference="mine")
        other = "00000000-0000-4000-8000-000000000001"
        house.sandbox.organisations[house.organisation].tables["Invoices"].put({**mine, "InvoiceID": other})

    wire.after_write = duplicate
    answer = await executed(house, made)

    assert answer["error"]["code"] == "outcome_unknown"
    assert wire.writes == 1


async def test_another_record_of_that_day_is_not_taken_for_it(line: tuple[House, Wire]) -> None:
    """It never arrived; a person made one of another sum for the same customer meanwhile."""
    house, wire = line
    made = await approved(house, "create_invoice", **INVOICE)
    wire.never_arrive, wire.after_write = 1, lambda: down(house)
    await executed(house, made)
    house.sandbox.faults.clear()
    wire.after_write = None
    like = row(house, "Invoices", InvoiceNumber="INV-0151")  # of the same customer
    by_hand = {**like, "InvoiceID": "00000000-0000-4000-8000-000000000001", "Date": house.sandbox.clock.now().date()}
    house.sandbox.organisations[house.organisation].tables["Invoices"].put({**by_hand, "InvoiceNumber": "H-1"})
    count = len(rows(house, "Invoices"))
    house.sandbox.clock.advance(600)

    answer = await executed(house, made)

    assert (answer["error"]["code"], answer["plan"]["state"]) == ("outcome_unknown", "unknown")
    assert len(rows(house, "Invoices")) == count


async def test_what_never_arrived_is_sent_again_whatever_stood_there_before(line: tuple[House, Wire]) -> None:
    """Another invoice of that customer and day, older than the request, is not its work: nothing is there of it."""
    house, wire = line
    like = row(house, "Invoices", InvoiceNumber="INV-0151")
    by_hand = {**like, "InvoiceID": "00000000-0000-4000-8000-000000000001", "Date": house.sandbox.clock.now().date()}
    house.sandbox.organisations[house.organisation].tables["Invoices"].put({**by_hand, "InvoiceNumber": "H-1"})
    house.sandbox.clock.advance(60)
    made = await approved(house, "create_invoice", **INVOICE)
    wire.never_arrive = 1

    answer = await executed(house, made)

    assert answer["success"], answer["error"]
    assert wire.writes == 1


async def test_a_like_record_of_before_is_not_taken_for_it(line: tuple[House, Wire]) -> None:
    """The same invoice was made earlier that day; this one was lost, and is found all the same."""
    house, wire = line
    first = await house.do("create_invoice", **INVOICE)
    house.sandbox.clock.advance(60)
    made = await approved(house, "create_invoice", **INVOICE)
    wire.lost = 1

    answer = await executed(house, made)

    assert answer["success"], answer["error"]
    assert answer["result"]["invoice"]["id"] != first["result"]["invoice"]["id"]
    assert wire.writes == 2


async def test_a_duplicate_that_a_person_made_in_the_same_second_is_not_taken_for_it(line: tuple[House, Wire]) -> None:
    """It stood there when the plan was made, so the plan knows it by its id."""
    house, wire = line
    first = await house.do("create_invoice", **INVOICE)
    async with house.runtime.store.write("default") as tx:
        await tx.execute(update(plan_steps).values(creates=False))  # as if a person had made it, not a plan
    made = await approved(house, "create_invoice", **INVOICE)
    wire.lost = 1

    answer = await executed(house, made)

    assert answer["success"], answer["error"]
    assert answer["result"]["invoice"]["id"] != first["result"]["invoice"]["id"]


@pytest.mark.parametrize("status", [400, 401, 403, 404, 429])
async def test_what_is_said_of_a_second_request_says_nothing_of_the_first(
    line: tuple[House, Wire], status: int
) -> None:
    """The first has no answer and may still be under way; the second, under the same key, was refused."""
    house, wire = line
    made = await approved(house, "create_contact", name="Ngaio Florist")
    wire.never_arrive = 1
    wire.after_write = lambda: house.sandbox.faults.add(
        kind="status", status=status, match="/Contacts", method="PUT", times=9
    )

    answer = await executed(house, made)

    assert (answer["error"]["code"], answer["error"]["may_have_written"]) == ("outcome_unknown", True)
    assert answer["plan"]["state"] == "unknown"


async def test_one_empty_list_is_not_believed(line: tuple[House, Wire]) -> None:
    """Of an Xero that ignores keys as well: what is not seen is searched for once more before it is sent again."""
    house, wire = line
    made = await approved(house, "create_invoice", **INVOICE)
    wire.lost = 1
    house.sandbox.faults.add(kind="ignore_key", match="/Invoices", method="PUT", times=9)
    house.sandbox.faults.add(kind="empty", match="/Invoices$", method="GET", times=1)

    answer = await executed(house, made)

    assert answer["success"], answer["error"]
    assert wire.writes == 1


async def test_a_record_that_another_plan_made_is_not_taken_for_it(line: tuple[House, Wire]) -> None:
    """Two like invoices were approved; the second never arrived, and the first is not it."""
    house, wire = line
    one = await approved(house, "create_invoice", **INVOICE)
    other = {**INVOICE, "lines": [{**INVOICE["lines"][0], "description": "Advice"}]}  # type: ignore[index,dict-item]
    two = await approved(house, "create_invoice", **other)
    assert (await executed(house, one))["success"]
    wire.never_arrive, wire.after_write = 1, lambda: down(house)
    await executed(house, two)
    house.sandbox.faults.clear()
    wire.after_write = None
    house.sandbox.clock.advance(3600)

    answer = await executed(house, two)

    assert answer["success"] is False
    assert wire.writes == 1


async def test_what_never_arrived_is_called_so_once_nothing_can_be_under_way(line: tuple[House, Wire]) -> None:
    """Two looks, fifteen minutes of Xero's own clock apart, and nothing else made since; then a new plan may be."""
    house, wire = line
    made = await approved(house, "create_contact", name="Ngaio Florist")
    wire.never_arrive = 99
    first = await executed(house, made)
    house.sandbox.clock.advance(10 * 60)
    early = await executed(house, made)
    house.sandbox.clock.advance(10 * 60)
    late = await executed(house, made)
    wire.never_arrive = 0

    anew = await house.do("create_contact", name="Ngaio Florist")

    assert [each["error"]["code"] for each in (first, early, late)] == [
        "outcome_unknown",
        "outcome_unknown",
        "conflict",
    ]
    assert (late["plan"]["state"], late["error"]["may_have_written"]) == ("failed", False)
    assert anew["success"], anew["error"]
    assert len(rows(house, "Contacts", Name="Ngaio Florist")) == 1


async def test_what_others_recorded_meanwhile_keeps_nobody_from_knowing(line: tuple[House, Wire]) -> None:
    """A payment of another invoice cannot be the one that never arrived: nobody can change what a payment is of."""
    house, wire = line
    made = await approved(house, "record_payment", invoice="INV-0151", account="090", amount="10.00")
    wire.never_arrive = 99
    await executed(house, made)
    wire.never_arrive = 0
    assert (await house.do("record_payment", invoice="INV-0152", account="090", amount="10.00"))["success"]
    house.sandbox.clock.advance(20 * 60)

    answer = await executed(house, made)

    assert (answer["plan"]["state"], answer["error"]["may_have_written"]) == ("failed", False)


async def test_what_was_written_and_then_renamed_is_never_called_undone(line: tuple[House, Wire]) -> None:
    """A person found it in Xero and changed what it is searched for by."""
    house, wire = line
    made = await approved(house, "create_contact", name="Ngaio Florist")
    wire.lost, wire.after_write = 1, lambda: down(house)
    await executed(house, made)
    house.sandbox.faults.clear()
    wire.after_write = None
    change(house, "Contacts", row(house, "Contacts", Name="Ngaio Florist"), Name="Ngaio Flowers")
    reported = []
    for _ in range(3):
        house.sandbox.clock.advance(20 * 60)
        reported.append(await executed(house, made))

    assert [each["error"]["may_have_written"] for each in reported] == [True] * 3
    assert wire.writes == 1


async def test_a_change_that_its_fields_do_not_say_is_reported_by_the_record(line: tuple[House, Wire]) -> None:
    """A telephone number is not among what is compared: a request that never arrived is not taken for done."""
    house, wire = line
    made = await approved(house, "change_contact", contact="Capital Power", phone="09 555 0199")
    wire.never_arrive = 99

    answer = await executed(house, made)

    assert answer["success"] is False
    assert answer["error"]["code"] == "outcome_unknown"


async def test_two_like_lines_lost_one_after_the_other_are_recorded_twice_and_no_more(
    line: tuple[House, Wire],
) -> None:
    """Two fees of one day and sum: the second waits until it is known what came of the first."""
    house, wire = line
    fees = HEAD + "2026-06-16,-12.50,ACCOUNT FEE,first\n2026-06-16,-12.50,ACCOUNT FEE,second\n"
    choices = [{"row": number, "account": "404", "contact": "Capital Power"} for number in (2, 3)]
    before = len(rows(house, "BankTransactions"))
    made = await approved(house, "reconcile_statement", **arguments(fees, choices=choices))
    wire.lost, wire.after_write = 1, lambda: down(house, times=4)
    answers = []
    for _ in range(4):
        answers.append(await executed(house, made))
        house.sandbox.faults.clear()
        wire.after_write = None
        house.sandbox.clock.advance(600)

    assert answers[0]["error"]["code"] == "outcome_unknown"
    assert answers[-1]["success"], answers[-1]["error"]
    assert len(rows(house, "BankTransactions")) == before + 2


@pytest.mark.parametrize("status", [400, 401, 403, 404])
async def test_a_line_that_may_be_recorded_is_never_let_go(line: tuple[House, Wire], status: int) -> None:
    """The same file proposes it again only when it is known what came of it."""
    house, wire = line
    fees = HEAD + "2026-06-16,-12.50,ACCOUNT FEE,\n2026-06-16,-4.20,CARD FEE,\n"
    given = arguments(
        fees, choices=[{"row": number, "account": "404", "contact": "Capital Power"} for number in (2, 3)]
    )
    before = len(rows(house, "BankTransactions"))
    made = await approved(house, "reconcile_statement", **given)
    wire.lost = 1
    wire.after_write = lambda: house.sandbox.faults.add(kind="status", status=status, match="/api.xro/", times=5)
    await executed(house, made)
    house.sandbox.faults.clear()
    wire.after_write = None

    again = await house.do("reconcile_statement", **given)
    answer = await executed(house, made)

    assert (again["error"]["reference"], again["error"]["may_have_written"]) == (made["id"], True), again["error"]
    assert f"atom-xero plan execute {made['id']}" in again["error"]["hint"]
    assert answer["success"], answer["error"]
    assert len(rows(house, "BankTransactions")) == before + 2


@pytest.mark.parametrize(
    ("skill", "given"),
    [("show_invoice", {"invoice": "ID"}), ("void_invoice", {"invoice": "ID"}), ("approve_invoice", {"invoice": "ID"})],
)
async def test_another_record_than_the_one_asked_for_is_no_answer(
    house: House, skill: str, given: dict[str, str]
) -> None:
    """Whatever reads by an id, to show or to change."""
    identity = row(house, "Invoices", Status="DRAFT")["InvoiceID"]
    house.sandbox.faults.add(kind="other_record", match=f"/Invoices/{identity}", times=9)

    answer = await house.call(skill, **dict.fromkeys(given, identity))

    assert answer["success"] is False
    assert answer["error"]["code"] == "unexpected_answer", answer["error"]
