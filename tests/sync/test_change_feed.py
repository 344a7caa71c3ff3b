"""What paging promises: every change is synced, whatever moves while we page, wherever we are stopped.

A machine edits a list between any two answers, stops the reader after any page, moves the clocks, and then looks
whether a reader who goes on from the cursor that was committed has synced the newest version of everything.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, cast

import anyio
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule, run_state_machine_as_test
from support.clock import StillClock
from support.long_run import examples
from support.scripted_list import ScriptedList

from atom_xero_plugin.core.errors import UnexpectedAnswer
from atom_xero_plugin.sync.change_feed import changes_since
from atom_xero_plugin.sync.poll_schedule import Poll
from atom_xero_plugin.xero.endpoint import Endpoint
from atom_xero_plugin.xero.records.contacts import CONTACTS

names = st.sampled_from([f"c{number}" for number in range(12)])
pauses_s = st.sampled_from([0, 0, 0.3, 0.7, 1, 2, 61, 240])
edits = st.lists(st.tuples(st.lists(names, max_size=3), pauses_s), max_size=8)


class Reader:
    """Syncs a list as a poll run does, with what the table of what is due keeps of it."""

    def __init__(self, xero: ScriptedList, page_size: int, endpoint: Endpoint[Any] = CONTACTS) -> None:
        self.xero = xero
        self.endpoint = endpoint
        self.page_size = page_size
        self.synced: dict[str, int] = {}
        self.cursor: datetime | None = None
        self.moved_at: datetime | None = None
        self.started_at: datetime | None = None
        self.finished_at: datetime | None = None

    async def poll_run(self, *, batches: int | None = None) -> bool:
        """Sync, and be stopped after so many pages. Whether it came to its end."""
        clock = self.xero.clock
        stored = Poll(
            "w", "t", "Contacts", "changes", "Contacts", self.cursor, self.moved_at, True, clock.now(), 60,
            self.started_at, self.finished_at, 0, None,
        )  # fmt: skip
        self.started_at = clock.now()
        feed = changes_since(
            cast("Any", self.xero), self.endpoint, stored.cursor, settled=stored.settled, heard_at=stored.finished_at,
            clock=clock, page_size=self.page_size,
        )  # fmt: skip
        count = 0
        async for batch in feed:
            for record in batch.records:
                self.synced[record.record_id] = int(cast("Any", record).name.removeprefix("Version "))
            if batch.cursor is not None and batch.cursor != self.cursor:
                self.cursor, self.moved_at = batch.cursor, clock.now()
            count += 1
            if count == batches:
                await cast("Any", feed).aclose()
                return False
        self.finished_at = clock.now()
        return True


class Paging(RuleBasedStateMachine):
    """Somebody edits, somebody reads, and clocks are set."""

    def __init__(self) -> None:
        super().__init__()
        self.clock = StillClock()
        self.xero = ScriptedList(self.clock)
        self.reader = Reader(self.xero, page_size=3)
        self.untouched = False

    @rule(size=st.integers(1, 5))
    def ask_for_pages_of(self, size: int) -> None:
        self.reader.page_size = size

    @rule(chosen=st.lists(names, min_size=1, max_size=8), late_s=st.sampled_from([0, 0, 0, 1, 100]))
    def edit(self, chosen: list[str], late_s: float) -> None:
        """Several in one instant; some come to light late."""
        for name in chosen:
            self.xero.edit(name, late_s=late_s)
        self.untouched = False

    @rule(seconds=pauses_s)
    def wait(self, seconds: float) -> None:
        self.clock.advance(seconds=seconds)

    @rule(hours=st.sampled_from([-7, -1, 1, 5]))
    @precondition(lambda self: self.untouched)
    def set_xeros_clock(self, hours: int) -> None:
        """By whoever is in charge of it; back, or on."""
        self.xero.ahead += timedelta(hours=hours)

    @rule(between=edits, batches=st.none() | st.integers(1, 6))
    def read(self, between: list[tuple[list[str], float]], batches: int | None) -> None:
        """With edits after each answer, and perhaps an end before the end."""
        waiting = list(between)

        def meanwhile() -> None:
            if waiting:
                chosen, seconds = waiting.pop(0)
                self.clock.advance(seconds=seconds)
                for name in chosen:
                    self.xero.edit(name)
                self.untouched = False

        self.xero.after_answer = meanwhile
        anyio.run(lambda: self.reader.poll_run(batches=batches))

    @rule()
    def come_to_rest(self) -> None:
        """Nobody edits: whoever goes on from the committed cursor has now synced all, in its newest version."""
        self.xero.after_answer = lambda: None
        assert anyio.run(self.reader.poll_run)
        assert self.reader.synced == self.xero.versions()
        assert self.reader.cursor is None or self.reader.cursor <= self.clock.now() + timedelta(minutes=1)
        self.untouched = True

    def teardown(self) -> None:
        self.come_to_rest()


def rests(machine: Paging) -> Paging:
    machine.come_to_rest()
    return machine


def test_what_changes_while_rows_ahead_of_xeros_clock_are_read_is_not_lost() -> None:
    """The page after them is asked for from there, and minutes pass before it comes."""
    machine = Paging()
    machine.edit(chosen=["c1", "c2", "c3", "c4"], late_s=0)
    rests(machine).set_xeros_clock(hours=-7)
    machine.read(batches=None, between=[([], 0), (["c0"], 0), ([], 240)])

    rests(machine)


def test_a_row_that_comes_into_a_full_second_is_no_page_given_twice() -> None:
    """It stands before those that were read, so that the next page begins with the last of them again."""
    machine = Paging()
    machine.edit(chosen=["c1", "c2"], late_s=0)
    machine.ask_for_pages_of(size=1)
    machine.read(batches=None, between=[([], 0), (["c0"], 0)])

    rests(machine)


def test_nothing_is_lost_whatever_moves_and_wherever_the_reader_is_stopped() -> None:
    """Ties at a page's edge, more of one second than a page holds, edits while paging, clocks set back and on."""
    run_state_machine_as_test(Paging, settings=settings(max_examples=examples(250), stateful_step_count=25))


pytestmark = pytest.mark.anyio


@pytest.fixture
def xero(clock: StillClock) -> ScriptedList:
    found = ScriptedList(clock)
    for number in range(10):
        found.edit(f"c{number:02}")
        clock.advance(seconds=10)
    return found


async def test_a_quiet_list_is_one_call_and_no_record(xero: ScriptedList) -> None:
    """Once everything was synced again some minutes after it changed."""
    reader = Reader(xero, page_size=100)
    await reader.poll_run()
    xero.clock.advance(minutes=5)
    await reader.poll_run()
    reader.synced.clear()
    before = xero.calls

    await reader.poll_run()

    assert (xero.calls - before, reader.synced) == (1, {})


async def test_more_rows_of_one_second_than_pages_hold_are_read_there_and_back(clock: StillClock) -> None:
    """Forwards to the end of the second, then backwards, and the cursor waits for it."""
    xero = ScriptedList(clock)
    for number in range(7):
        xero.edit(f"c{number}")
    second = clock.now()
    clock.advance(minutes=10)
    xero.edit("later")
    reader = Reader(xero, page_size=2)

    await reader.poll_run(batches=6)
    assert ("later" in reader.synced, reader.cursor) == (True, second)
    await reader.poll_run()

    assert reader.synced == xero.versions()
    assert reader.cursor == clock.now()


def half(reported: dict[str, Any]) -> dict[str, Any]:
    return reported | {"Contacts": reported["Contacts"][: len(reported["Contacts"]) // 2]}


def page_one_again(reported: dict[str, Any]) -> dict[str, Any]:
    return reported | {"pagination": {**reported["pagination"], "page": 1}}


def backwards(reported: dict[str, Any]) -> dict[str, Any]:
    return reported | {"Contacts": reported["Contacts"][::-1]}


def without_stamps(reported: dict[str, Any]) -> dict[str, Any]:
    return reported | {"Contacts": [{**each, "UpdatedDateUTC": None} for each in reported["Contacts"]]}


def always(body: Any) -> Callable[[dict[str, Any]], Any]:
    """The same answer to whatever is asked."""
    return lambda _: body


SPOILT: dict[str, Callable[[dict[str, Any]], Any]] = {
    "no JSON": always(b"The API is offline for maintenance"),
    "a page of HTML": always(b"<!DOCTYPE html><html><body>Sign in</body></html>"),
    "half a JSON text": always(b'{"pagination": {"page": 1}, "Contacts": [{"ContactID": "c0'),
    "another list": always({"Invoices": []}),
    "half a page": half,
    "an empty page": lambda reported: reported | {"Contacts": []},
    "no order": backwards,
    "no stamps": without_stamps,
}


@pytest.mark.parametrize("how", SPOILT)
async def test_an_answer_that_makes_no_sense_is_reported_and_nothing_is_passed_over(
    xero: ScriptedList, how: str
) -> None:
    """The cursor stays; once Xero is well, everything is synced."""
    reader = Reader(xero, page_size=4)
    xero.spoil = SPOILT[how]
    with pytest.raises(UnexpectedAnswer):
        await reader.poll_run()
    assert (reader.cursor, reader.synced) == (None, {})

    xero.spoil = lambda reported: reported
    await reader.poll_run()

    assert reader.synced == xero.versions()


@pytest.mark.parametrize("how", SPOILT)
async def test_one_answer_that_makes_no_sense_is_asked_again(xero: ScriptedList, how: str) -> None:
    """Without waiting for the next poll run."""
    reader = Reader(xero, page_size=4)
    spoilt = [SPOILT[how]]
    xero.spoil = lambda reported: spoilt.pop()(reported) if spoilt else reported

    assert await reader.poll_run()
    assert reader.synced == xero.versions()


async def test_another_page_than_the_one_asked_for_is_not_taken_for_it(clock: StillClock) -> None:
    """Neither one that says so, nor the same rows once more."""
    xero = ScriptedList(clock)
    for number in range(7):
        xero.edit(f"c{number}")
    first: list[dict[str, Any]] = []

    def same(reported: dict[str, Any]) -> dict[str, Any]:
        first.append(reported)
        return first[0] | {"pagination": {**reported["pagination"], "pageCount": 9, "itemCount": 18}}

    for spoil in (page_one_again, same):
        xero.spoil = spoil
        with pytest.raises(UnexpectedAnswer, match=r"page"):
            await Reader(xero, page_size=2).poll_run()


@pytest.mark.parametrize("hours", [-9, 9])
async def test_a_clock_that_is_wrong_by_hours_does_not_carry_the_cursor_away(xero: ScriptedList, hours: int) -> None:
    """It is never ahead of Xero's clock nor of ours, so that what changes once it is right again is synced."""
    reader = Reader(xero, page_size=4)
    await reader.poll_run()
    xero.ahead = timedelta(hours=hours)
    xero.edit("c03")
    await reader.poll_run()
    assert reader.synced == xero.versions()
    assert reader.cursor is not None
    assert reader.cursor <= min(xero.now(), xero.clock.now()) + timedelta(minutes=1)

    xero.clock.advance(minutes=10)
    xero.ahead = timedelta(0)
    xero.edit("c03")
    xero.edit("c05")
    await reader.poll_run()

    assert reader.synced == xero.versions()


@pytest.mark.parametrize("at_once", [1, 2, 7])
async def test_a_list_whose_page_size_cannot_be_asked_for_is_read_to_its_end(clock: StillClock, at_once: int) -> None:
    """Its answers do not say how many there are: a page of its own size is full, not the last."""
    xero = ScriptedList(clock, own_size=3)
    for number in range(11):
        if number % at_once == 0:
            clock.advance(seconds=5)
        xero.edit(f"c{number}")
    reader = Reader(xero, 1000, replace(CONTACTS, page_size=3, sized=False))

    assert await reader.poll_run()
    assert reader.synced == xero.versions()


async def test_a_list_that_takes_no_page_is_read_by_one_request(clock: StillClock) -> None:
    """However many have changed."""
    xero = ScriptedList(clock, whole=True)
    for number in range(11):
        xero.edit(f"c{number}")
    reader = Reader(xero, 3, replace(CONTACTS, page_size=None))

    assert await reader.poll_run()
    assert (reader.synced, xero.calls) == (xero.versions(), 1)
