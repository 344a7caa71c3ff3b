"""Every write skill with every fault that may befall a write, and what a caller does who obeys what it is reported."""

from __future__ import annotations

import contextlib
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import pytest
from support.abroad import CREATES, use_dollars
from support.crash_points import points_of
from support.houses import house_on
from support.ledger import Tally, done_twice, tally
from support.lost import disconnected_at_xero
from support.wire import Wire

from atom_xero_plugin.catalogue.registry import Registry
from atom_xero_plugin.core.errors import Busy
from atom_xero_plugin.jobs.resume_plans import resume_plans
from atom_xero_plugin.plans import execution
from atom_xero_plugin.testing import House

API: Final = r"\.xro/[0-9.]+/"
"""Of any of Xero's APIs."""
ROUNDS: Final = 8


@dataclass(frozen=True)
class Case:
    """One write, by its skill's own example, or of a document in another currency at a rate."""

    skill: str
    arguments: dict[str, Any] = field(hash=False)
    number: int = 0
    abroad: bool = False

    def __str__(self) -> str:
        return f"{self.skill}{self.number or ''}{' at a rate' if self.abroad else ''}"

    def prepare(self, house: House) -> None:
        """What must be there before it can be planned."""
        if self.abroad:
            use_dollars(house)


CASES: Final = [
    Case(skill.name, dict(example.arguments), number)
    for skill in Registry().skills
    if skill.writes
    for number, example in enumerate(skill.examples)
]
"""A skill that is added is here by itself."""
RATED: Final = [Case(name, {**asked, "currency_rate": "0.625"}, abroad=True) for name, asked in CREATES.items()]
"""A rate is sent, and read back, as nothing else of a document is."""


@dataclass
class Bench:
    """A house whose line to Xero may be broken, one write, and the books before it and after it done once."""

    house: House
    wire: Wire
    patch: pytest.MonkeyPatch
    case: Case
    before: Tally
    once: Tally
    between: list[Tally]
    """The books after each request of the write done once: a step may change what an earlier one made."""
    plan: dict[str, Any] = field(default_factory=dict)

    async def execute(self, plan_id: str | None = None) -> dict[str, Any]:
        """As `plan execute` does; a process that died is as one that gave no answer."""
        with contextlib.suppress(SystemExit):
            return (await self.house.dispatch.execute(plan_id or self.plan["id"], self.house.person)).plain()
        return {"success": False, "error": {"code": "died", "may_have_written": True, "hint": "", "retryable": True}}

    async def ask_again(self) -> dict[str, Any]:
        """As an engine does that repeats its call: ask, approve, execute."""
        answer = await self.house.call(self.case.skill, **self.case.arguments)
        plan = answer.get("plan")
        if answer["success"] or answer["error"]["code"] != "approval_needed":
            return answer
        await self.house.dispatch.approve(plan["id"], plan["hash"], self.house.person)
        return await self.execute(plan["id"])

    def done_twice(self, now: Tally) -> Tally:
        """Records that are there more often than the write done once makes them, in whole or as far as it has come."""
        found = [done_twice(now, self.before, each) for each in (self.once, *self.between)]
        return next((each for each in found if not each), found[0])

    def faults(self, **fault: Any) -> None:
        self.house.sandbox.faults.add(**{"match": API, "times": 60, **fault})

    def mend(self) -> None:
        """All works again from here on."""
        self.wire.down, self.wire.lost, self.wire.never_arrive, self.wire.after_write = False, 0, 0, None
        self.house.sandbox.faults.clear()
        self.patch.undo()

    def pass_time(self, **delta: float) -> None:
        self.house.sandbox.clock.advance(timedelta(**delta).total_seconds())


_known: dict[Case, tuple[Tally, Tally, list[Tally]]] = {}


@asynccontextmanager
async def bench(case: Case, folder: Path) -> AsyncIterator[Bench]:
    """The case approved on a fresh sandbox."""
    if case not in _known:
        (folder / "once").mkdir()
        async with house_on(folder / "once") as (house, wire):
            case.prepare(house)
            before, between = tally(house), list[Tally]()
            wire.after_write = lambda: between.append(tally(house))
            assert (await house.do(case.skill, **case.arguments))["success"]
            _known[case] = before, tally(house), between
    (folder / "faulty").mkdir()
    async with house_on(folder / "faulty") as (house, wire):
        case.prepare(house)
        with pytest.MonkeyPatch.context() as patch:
            made = Bench(house, wire, patch, case, *_known[case])
            answer = await house.call(case.skill, **case.arguments)
            made.plan = answer["plan"]
            await house.dispatch.approve(made.plan["id"], made.plan["hash"], house.person)
            yield made


Fault = Callable[[Bench], None]
"""Prepares what goes wrong in the first execution."""
Later = Callable[[Bench], Awaitable[None] | None]
"""What happens between the first execution and those that obey its answer."""


def _then(prepare: Fault) -> Fault:
    """The answer is lost, and from that moment on something else is wrong too."""

    def begin(each: Bench) -> None:
        each.wire.lost = 1
        _after_first_write(each, prepare)

    return begin


def _after_first_write(each: Bench, what: Fault) -> None:
    def once() -> None:
        each.wire.after_write = None
        what(each)

    each.wire.after_write = once


def _no_token(each: Bench) -> None:
    async def busy(*_: object) -> str:
        raise Busy("A refresh runs.")

    each.patch.setattr(each.house.runtime.tokens, "bearer", busy)


def _reading(fault: dict[str, Any]) -> Fault:
    """The write is answered; what comes after it fails."""
    return lambda each: _after_first_write(each, lambda each: each.faults(method="GET", **fault))


def _dies_at(point: str) -> Fault:
    def begin(each: Bench) -> None:
        def crash(name: str) -> None:
            if name == point:
                raise SystemExit

        each.patch.setattr(execution, "crashpoint", crash)

    return begin


def _unknown(each: Bench) -> None:
    """Written, its answer lost, and the books cannot be read."""
    _then(lambda each: each.faults(status=503, kind="status"))(each)


def _vanished(each: Bench) -> None:
    """Never written, though it was sent; and the books cannot be read."""
    each.wire.never_arrive = 1
    _after_first_write(each, lambda each: each.faults(status=503, kind="status"))


def _forget_keys(each: Bench) -> None:
    each.house.sandbox.idempotency.lasts = timedelta(0)


def _ignoring_keys(each: Bench) -> None:
    each.wire.lost = 1
    for method in ("PUT", "POST"):
        each.faults(kind="ignore_key", method=method)


def _short_window(each: Bench) -> None:
    _forget_keys(each)
    each.wire.lost = 1


def _still_ignoring(each: Bench) -> None:
    for method in ("PUT", "POST"):
        each.faults(kind="ignore_key", method=method)


def _clock(delta: timedelta) -> Later:
    def later(each: Bench) -> None:
        _forget_keys(each)
        each.house.sandbox.clock.advance(delta.total_seconds())

    return later


async def _connect_again(each: Bench) -> None:
    await each.house.connect()


async def _resume_in_vain(each: Bench, prepare: Fault) -> None:
    """Taken up while something else is wrong; ten minutes later all works, and keys are forgotten."""
    each.pass_time(seconds=121)
    prepare(each)
    await each.execute()
    await resume_plans(each.house.dispatch)
    each.mend()
    _forget_keys(each)
    each.pass_time(minutes=10)


def _in_vain(prepare: Fault) -> Later:
    return lambda each: _resume_in_vain(each, prepare)


def _down(each: Bench) -> None:
    each.wire.down = True


def _status(status: int) -> Fault:
    return lambda each: each.faults(kind="status", status=status)


def _writes_answer_500(each: Bench, times: int) -> None:
    for method in ("PUT", "POST", "DELETE"):
        each.faults(kind="status", status=500, method=method, times=times)


def _disconnect(each: Bench) -> None:
    disconnected_at_xero(each.house.sandbox, each.house.organisation)


FAULTS: Final[dict[str, tuple[Fault, Later | None]]] = {
    "dropped": (_then(lambda _: None), None),
    **{f"dropped then {status}": (_then(_status(status)), None) for status in (400, 401, 403, 404, 429, 500, 503)},
    "dropped then disconnected": (_then(_disconnect), _connect_again),
    "dropped then no token": (_then(_no_token), None),
    "dropped then down": (_then(_down), None),
    "dropped then another record": (_then(lambda each: each.faults(kind="other_record", method="GET")), None),
    "dropped then an empty list once": (_then(lambda each: each.faults(kind="empty", method="GET", times=1)), None),
    "answered 500 once": (lambda each: _writes_answer_500(each, 1), None),
    "answered 500 again and again": (lambda each: _writes_answer_500(each, 60), None),
    "never arrives": (lambda each: setattr(each.wire, "never_arrive", 1), None),
    "never arrives at all": (lambda each: setattr(each.wire, "never_arrive", 60), None),
    **{f"read-back {status}": (_reading({"kind": "status", "status": status}), None)
       for status in (401, 403, 404, 429, 500)},
    "read-back of another record": (_reading({"kind": "other_record"}), None),
    "read-back empty": (_reading({"kind": "empty"}), None),
    "read-back garbage": (_reading({"kind": "garbage"}), None),
    "read-back without a token": (lambda each: _after_first_write(each, _no_token), None),
    "unknown, clock -7 min": (_unknown, _clock(timedelta(minutes=-7))),
    "unknown, clock +1 h": (_unknown, _clock(timedelta(hours=1))),
    "vanished, clock -7 min": (_vanished, _clock(timedelta(minutes=-7))),
    "vanished, clock +1 h": (_vanished, _clock(timedelta(hours=1))),
    "key ignored": (_ignoring_keys, _still_ignoring),
    "key window short": (_short_window, _forget_keys),
    **{f"killed at {point}": (_dies_at(point), None) for point in points_of("plan")},
    **{
        f"killed at {point}, resumed {name}": (_dies_at(point), _in_vain(prepare))
        for point in ("plan.after_intent", "plan.after_call", "plan.after_result")
        for name, prepare in {"down": _down, "429": _status(429), "401": _status(401), "no token": _no_token}.items()
    },
}  # fmt: skip


async def obey(each: Bench, answer: dict[str, Any]) -> dict[str, Any]:
    """Do what the answer says, by its fields and by the commands its hint names, until it is done or says nothing."""
    for _ in range(ROUNDS):
        if answer["success"]:
            return answer
        error = answer["error"]
        named = re.search(r"atom-xero plan (execute|approve) (plan_\w+)", error["hint"])
        each.pass_time(seconds=error.get("retry_after_s") or 121)
        if "atom-xero connect" in error["hint"]:
            await each.house.connect()
        if named and named[1] == "execute":
            answer = await each.execute(named[2])
        elif error["code"] == "died":
            answer = await each.execute()
        elif error["retryable"] or "sk again" in error["hint"]:
            answer = await each.ask_again()
        elif answer.get("plan", {}).get("state") in {"executing", "unknown", "approved"}:
            answer = await each.execute(answer["plan"]["id"])
        else:
            return answer
    return answer
