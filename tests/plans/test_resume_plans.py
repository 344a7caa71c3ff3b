"""Plans that stopped half-way: the service carries on what a person approved, and only that."""

from __future__ import annotations

from typing import Any

import pytest
from support.asking import plan as proposal
from support.asking import rows
from support.statements import TO_FEES, arguments

from atom_xero_plugin.jobs.resume_plans import resume_plans
from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio


async def cut_off(house: House) -> dict[str, Any]:
    """A statement whose payments were recorded when Xero refused to take more."""
    made = await proposal(house, "reconcile_statement", **arguments(choices=TO_FEES))
    house.sandbox.faults.add(kind="status", status=429, times=20, match="/api.xro/2.0/BankTransactions", method="PUT")
    answer = await house.carry_out(made)
    house.sandbox.faults.clear()
    assert answer["plan"]["state"] == "executing", answer
    return made


def written(house: House) -> tuple[int, int]:
    return len(rows(house, "Payments")), len(rows(house, "BankTransactions"))


async def state(house: House, made: dict[str, Any]) -> str:
    return (await house.runtime.plans.plan("default", made["id"])).state


async def test_what_stopped_half_way_is_resumed_and_nothing_is_written_twice(house: House) -> None:
    """A minute after it stopped; the audit says who did it."""
    payments, transactions = written(house)
    made = await cut_off(house)
    early = await resume_plans(house.dispatch)
    house.sandbox.clock.advance(60)

    [answer] = await resume_plans(house.dispatch)

    assert early == []
    assert answer.success, answer.error
    assert await state(house, made) == "verified"
    assert written(house) == (payments + 2, transactions + 1)
    assert await resume_plans(house.dispatch) == []


async def test_it_is_tried_the_rarer_the_longer_it_takes_and_not_for_ever(house: House) -> None:
    """Some forty times in a day; then a person looks first."""
    made = await cut_off(house)
    house.sandbox.faults.add(kind="status", status=429, times=9_999, match="/BankTransactions", method="PUT")
    tries = 0
    for _ in range(60 * 26):
        house.sandbox.clock.advance(60)
        tries += len(await resume_plans(house.dispatch))

    assert 20 < tries < 60
    assert await state(house, made) == "executing"


async def test_a_plan_whose_process_died_is_resumed(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Once its lease is over."""
    made = await proposal(house, "reconcile_statement", **arguments(choices=TO_FEES))
    payments, transactions = written(house)

    async def dies(*_: object) -> None:
        raise SystemExit

    with monkeypatch.context() as patched:
        patched.setattr(house.runtime.execution, "_settle", dies)
        with pytest.raises(SystemExit):
            await house.carry_out(made)
    at_once = await resume_plans(house.dispatch)
    house.sandbox.clock.advance(121)

    [answer] = await resume_plans(house.dispatch)

    assert at_once == []
    assert answer.success, answer.error
    assert written(house) == (payments + 2, transactions + 1)


async def test_what_was_not_begun_is_left_to_the_person(house: House) -> None:
    """Approved alone is not asked for yet; neither is what waits for approval."""
    await proposal(house, "create_contact", name="Ngaio Florist")
    approved = await proposal(house, "create_contact", name="Ngaio Bakery")
    await house.dispatch.approve(approved["id"], approved["hash"], house.person)
    house.sandbox.clock.advance(600)

    assert await resume_plans(house.dispatch) == []
    assert await state(house, approved) == "approved"


@pytest.mark.parametrize("lost", [False, True], ids=["answered, not read back", "not answered"])
async def test_an_unknown_outcome_waits_for_a_person_unless_only_the_read_back_is_missing(
    house: House, lost: bool
) -> None:
    """Who learned that it is not known may have made the entry by hand; what Xero answered is only to be read."""
    made = await proposal(house, "reconcile_statement", **arguments(choices=TO_FEES))
    payments, transactions = written(house)
    if lost:
        house.sandbox.faults.add(kind="drop_after_write", times=1, match="/BankTransactions", method="PUT")
    house.sandbox.faults.add(kind="status", status=429, times=20, match="/BankTransactions/?", method="GET")
    reported = await house.carry_out(made)
    house.sandbox.faults.clear()
    house.sandbox.clock.advance(120)

    answers = await resume_plans(house.dispatch)

    assert (reported["error"]["code"], reported["error"]["may_have_written"]) == ("outcome_unknown", True)
    assert reported["plan"]["state"] == "unknown"
    assert [answer.success for answer in answers] == ([] if lost else [True])
    assert await state(house, made) == ("unknown" if lost else "verified")
    assert written(house) == (payments + 2, transactions + 1)
