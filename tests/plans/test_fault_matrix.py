"""Every write skill with every fault: never done twice, never reported as undone when it may be done, whoever obeys."""

from __future__ import annotations

import inspect
from pathlib import Path
from typing import Any

import pytest
from support.faulty_writes import CASES, FAULTS, RATED, Bench, Case, bench, obey
from support.ledger import tally

from atom_xero_plugin.jobs.resume_plans import resume_plans

pytestmark = pytest.mark.anyio
OFTEN = ("dropped then 400", "read-back 429", "unknown, clock -7 min")
"""Tried with every second skill in every run of the tests; every other fault with those of unlike mechanics."""
UNLIKE = ("create_invoice", "record_payment", "reconcile_statement")
ALL = [(case, fault) for case in (*CASES, *RATED) for fault in FAULTS]
KINDS = [fault for fault in FAULTS if not fault.startswith("killed") or "resumed" in fault]
"""Those killed and resumed at once are tried with real processes in test_plan_crashes.py."""
SOME = [
    (case, fault)
    for index, case in enumerate(CASES)
    for number, fault in enumerate(KINDS)
    if not case.number
    and ((fault == OFTEN[index // 2 % len(OFTEN)] and index % 2 == 0) or case.skill == UNLIKE[number % len(UNLIKE)])
]


def named(pair: Any) -> str:
    return str(pair)


async def tried(case: Case, fault: str, folder: Path) -> None:
    """The whole of one cell: the fault, the hint obeyed, then the hint ignored."""
    prepare, later = FAULTS[fault]
    async with bench(case, folder) as each:
        prepare(each)
        answer = await each.execute()
        check(each, answer)
        each.mend()
        happened = later(each) if later else None
        if inspect.isawaitable(happened):
            await happened
        check(each, await obey(each, answer))
        await everything_again(each)


async def everything_again(each: Bench) -> None:
    """Whoever then executes every plan that is left, or lets the service do it, writes nothing more."""
    for plan in await each.house.runtime.plans.recent("default"):
        check(each, await each.execute(plan.id), at_the_end=plan.state not in {"failed", "expired"})
    each.pass_time(minutes=20)
    await resume_plans(each.house.dispatch)
    assert not each.done_twice(tally(each.house))


def check(each: Bench, answer: dict[str, Any], *, at_the_end: bool = True) -> None:
    """What is reported is what the books show."""
    now = tally(each.house)
    assert not each.done_twice(now), answer
    if answer["success"]:
        assert now == each.once, answer
    elif at_the_end and not answer["error"]["may_have_written"]:
        assert now == each.before, answer
    if not answer["success"] and now != each.before:
        assert "new plan" not in answer["error"]["hint"] or not at_the_end, answer


@pytest.mark.parametrize(("case", "fault"), SOME, ids=named)
async def test_a_write_is_never_done_twice_and_never_called_undone(case: Case, fault: str, tmp_path: Path) -> None:
    """Each kind of fault on writes of unlike mechanics; every second skill with those that doubled writes before."""
    await tried(case, fault, tmp_path)


@pytest.mark.full
@pytest.mark.parametrize(("case", "fault"), [pair for pair in ALL if pair not in SOME], ids=named)
async def test_the_whole_matrix(case: Case, fault: str, tmp_path: Path) -> None:
    """Every write skill, and every document at a rate, with every fault."""
    await tried(case, fault, tmp_path)
