"""Xero's limits are kept by all processes on a database together, and nothing waits longer than it should."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from support.clock import StillClock

from atom_xero_plugin.core.errors import RateLimited
from atom_xero_plugin.rate_limits.gate import ApiCaller, Priority, Seen
from atom_xero_plugin.rate_limits.shared import SharedLimits
from atom_xero_plugin.sandbox.api.error_responses import Refused
from atom_xero_plugin.sandbox.api.limits import Limits
from atom_xero_plugin.store import usage
from atom_xero_plugin.store.database import ALL_WORKSPACES, Store
from atom_xero_plugin.store.tables import limit_blocks

pytestmark = pytest.mark.anyio
PERSON = ApiCaller("t", "w", Priority.PERSON, "skill:x")
BACKGROUND = ApiCaller("t", "w", Priority.BACKGROUND, "sync")


def gate(store: Store, *, patience_s: float = 70.0) -> SharedLimits:
    """One process."""
    return SharedLimits(store, store.clock, app_id="app", patience_s=patience_s)


async def call(limits: SharedLimits, xero: Limits, clock: StillClock, caller: ApiCaller = PERSON) -> bool:
    """One call to a strict Xero; False if it answered 429."""
    async with limits.permit(caller) as permit:
        try:
            headers = xero.enter(caller.tenant_id, "app", clock.now())
        except Refused as refused:
            reported = dict(refused.result.headers)
            permit.saw(Seen.of(429, {name.lower(): value for name, value in reported.items()}, 0))
            return False
        await asyncio.sleep(0)
        clock.advance(milliseconds=150)
        xero.leave(caller.tenant_id)
        permit.saw(Seen.of(200, {name.lower(): value for name, value in headers.items()}, 100))
        return True


async def test_four_processes_together_never_meet_a_429_and_use_what_there_is(store: Store, clock: StillClock) -> None:
    """Ten minutes of as many calls as possible: near the 600 that Xero allows, and not one refused."""
    xero = Limits()
    processes = [gate(store, patience_s=600) for _ in range(4)]
    until = clock.now() + timedelta(minutes=10)
    done, clock.workers = 0, 8

    async def work(limits: SharedLimits) -> None:
        nonlocal done
        while clock.now() < until:
            answered = await call(limits, xero, clock)
            done += answered
        clock.workers = (clock.workers or 0) - 1

    await asyncio.gather(*(work(limits) for limits in processes for _ in range(2)))
    for limits in processes:
        await limits.close()

    assert xero.refused == 0
    assert xero.most_at_once <= 5
    assert done >= 540


async def test_a_slot_of_a_process_that_died_is_free_again_after_its_lease(store: Store, clock: StillClock) -> None:
    """Nothing gives it back, so time does."""
    held = [gate(store).permit(PERSON) for _ in range(5)]  # kept: what is forgotten is closed, and gives its slot back
    for permit in held:
        await permit.__aenter__()
    living = gate(store, patience_s=0.5)
    with pytest.raises(RateLimited, match="concurrent"):
        async with living.permit(PERSON):
            pass

    clock.advance(seconds=91)

    async with living.permit(PERSON):
        pass
    await living.close()
    for permit in held:
        await permit.__aexit__(None, None, None)


async def test_one_process_makes_five_calls_at_once_and_no_sixth(store: Store) -> None:
    """A slot serves one call after another: the next begins once its answer has come."""
    limits = gate(store, patience_s=0.5)
    under_way = [limits.permit(PERSON) for _ in range(5)]
    for permit in under_way:
        await permit.__aenter__()

    with pytest.raises(RateLimited, match="concurrent"):
        async with limits.permit(PERSON):
            pass

    await under_way[0].__aexit__(None, None, None)
    async with limits.permit(PERSON):
        pass
    for permit in under_way[1:]:
        await permit.__aexit__(None, None, None)
    await limits.close()


async def test_no_slot_is_held_by_who_waits(store: Store, clock: StillClock) -> None:
    """Waiting for the minute leaves all five slots to others."""
    limits = gate(store, patience_s=1.0)
    async with limits.permit(PERSON) as permit:
        permit.saw(Seen.of(200, {"x-minlimit-remaining": "0", "x-daylimit-remaining": "100"}, 1))
    await limits.close()
    with pytest.raises(RateLimited, match="minute"):
        async with limits.permit(PERSON):
            pass

    async with store.read(ALL_WORKSPACES) as tx:
        held = (await tx.execute(select(func.count()).select_from(limit_blocks))).scalar()
    assert held == 0
    del clock


async def test_a_short_wait_is_waited(store: Store, clock: StillClock) -> None:
    """The minute is over in a minute."""
    limits = gate(store)
    began = clock.now()
    async with limits.permit(PERSON) as permit:
        permit.saw(Seen.of(200, {"x-minlimit-remaining": "0"}, 1))
    await limits.close()

    async with limits.permit(PERSON):
        pass

    assert timedelta(seconds=59) <= clock.now() - began <= timedelta(seconds=61)
    await limits.close()


async def test_a_day_that_is_used_up_is_reported_at_once(store: Store, clock: StillClock) -> None:
    """With the hours that Xero named, and no sleep."""
    limits, began = gate(store), clock.now()
    async with limits.permit(PERSON) as permit:
        permit.saw(Seen.of(429, {"x-rate-limit-problem": "day", "retry-after": "66975"}, 0))

    with pytest.raises(RateLimited, match="day") as caught:
        async with limits.permit(PERSON):
            pass

    assert 66_970 <= (caught.value.retry_after_s or 0) <= 66_975
    assert clock.now() == began
    await limits.close()


async def test_background_work_leaves_the_rest_to_people(store: Store) -> None:
    """A fifth of the day, and ten of each minute."""
    for headers in (
        {"x-minlimit-remaining": "50", "x-daylimit-remaining": "999"},
        {"x-minlimit-remaining": "10", "x-daylimit-remaining": "4000"},
    ):
        limits = gate(store, patience_s=1.0)
        async with limits.permit(PERSON) as permit:
            permit.saw(Seen.of(200, headers, 1))
        await limits.close()
        if headers["x-daylimit-remaining"] == "4000":
            with pytest.raises(RateLimited):
                async with limits.permit(BACKGROUND):
                    pass
        async with limits.permit(PERSON):
            pass
        await limits.close()
        store.clock.advance(seconds=61)  # type: ignore[attr-defined]


async def test_background_work_stops_at_the_reserve_of_the_day(store: Store) -> None:
    """1,000 a day on the starter tier: the last 200 are for people."""
    limits = gate(store, patience_s=1.0)
    async with limits.permit(PERSON) as permit:
        permit.saw(Seen.of(200, {"x-minlimit-remaining": "50", "x-daylimit-remaining": "200"}, 1))
    await limits.close()

    with pytest.raises(RateLimited, match="day"):
        async with limits.permit(BACKGROUND):
            pass
    async with limits.permit(PERSON):
        pass
    await limits.close()


async def test_what_headers_say_is_the_truth_even_above_sixty(store: Store) -> None:
    """Xero lifts the minute limit for the first half hour of a connection."""
    limits = gate(store, patience_s=0.0)
    for _ in range(300):
        async with limits.permit(PERSON) as permit:
            permit.saw(Seen.of(200, {"x-minlimit-remaining": "5000", "x-daylimit-remaining": "4900"}, 10))
    await limits.close()

    rows = await usage.totals(store, "w", store.clock.now().date())
    assert [(row.feature, row.calls, row.bytes) for row in rows] == [("skill:x", 300, 3_000)]


@settings(max_examples=25)
@given(st.lists(st.sampled_from([0, 1, 2]), min_size=20, max_size=200), st.integers(min_value=1, max_value=3))
def test_in_any_order_of_calls_no_429_is_met(turns: list[int], workers: int) -> None:
    """Random schedules of three processes against a Xero that counts strictly."""
    import tempfile

    from atom_xero_plugin.store.migrations import upgrade

    async def run(url: str) -> Limits:
        await upgrade(url)
        clock, xero = StillClock(), Limits()
        store = Store(url, clock=clock)
        processes = [gate(store, patience_s=200) for _ in range(3)]

        async def work(mine: list[int]) -> None:
            for turn in mine:
                await call(processes[turn], xero, clock)

        await asyncio.gather(*(work(turns[n::workers]) for n in range(workers)))
        for limits in processes:
            await limits.close()
        await store.close()
        return xero

    with tempfile.TemporaryDirectory() as folder:
        xero = asyncio.run(run(f"sqlite+aiosqlite:///{folder}/limits.db"))
    assert xero.most_at_once <= 5
    assert xero.refused == 0
