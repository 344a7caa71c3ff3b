"""What is promised of logins, at the sizes it is promised at; the long runs are kept for `make test-full`."""

from __future__ import annotations

import heapq
import json
import random
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

import pytest
from auth.fake_identity import Answer
from auth.room import WORKSPACE, Room
from support.clock import StillClock

from atom_xero_plugin.auth import refresh_leases
from atom_xero_plugin.auth.grants import Grant, open_tokens
from atom_xero_plugin.auth.token_response import token_set
from atom_xero_plugin.auth.tokens import LEASE
from atom_xero_plugin.core.errors import FixSetup, ReconnectNeeded, XeroUnavailable
from atom_xero_plugin.dispatch.notifications import ConnectionNotifier
from atom_xero_plugin.jobs.jobs import KEEP_ALIVE_S

pytestmark = pytest.mark.anyio
FULL = pytest.mark.full


# ---- a token service that is slower than the lease ------------------------------------------------------------------


@dataclass(order=True)
class Event:
    """Something that a process does at a moment."""

    at: float
    number: int
    does: Callable[[], Coroutine[Any, Any, None]]


class Schedule:
    """Some processes that refresh one grant, each held up as chance has it; time goes from event to event."""

    def __init__(self, room: Room, clock: StillClock, grant: str, seed: int) -> None:
        self.room, self.clock, self.grant, self.chance = room, clock, grant, random.Random(seed)
        self.events: list[Event] = []
        self.began, self.number = clock.now(), 0
        self.late = self.stored = 0
        self.failures: list[str] = []

    def later(self, seconds: float, does: Callable[[], Coroutine[Any, Any, None]]) -> None:
        self.number += 1
        at = (self.clock.now() - self.began).total_seconds() + seconds
        heapq.heappush(self.events, Event(at, self.number, does))

    async def run(self) -> None:
        for _ in range(self.chance.randint(2, 4)):
            self.later(self.chance.uniform(0, 40), self.ask)
        while self.events:
            event = heapq.heappop(self.events)
            now = (self.clock.now() - self.began).total_seconds()
            self.clock.advance(seconds=max(0.0, event.at - now))
            await event.does()

    async def row(self) -> Grant:
        return Grant.of(await self.room.row(self.grant))

    async def ask(self) -> None:
        """Take the lease, or come again; a refresh that another finished is enough."""
        seen = await self.row()
        if seen.generation > 1:
            return
        lease = await refresh_leases.take(self.room.store, seen, self.clock.now(), LEASE)
        if lease is None:
            self.later(self.chance.uniform(1, 9), self.ask)
            return
        used = open_tokens(self.room.keyring, seen).refresh_token or ""
        self.later(self.chance.uniform(0, 10), lambda: self.arrive(lease, used))

    async def arrive(self, lease: refresh_leases.RefreshLease, used: str) -> None:
        """The token service answers at once; its answer comes in time, or long after the lease."""
        answer = self.room.identity.renew(used)
        if answer.status != 200:
            self.failures.append(str(answer.body))
            return
        slow = self.chance.random() < 0.6
        wait = self.chance.uniform(35, 90) if slow else self.chance.uniform(0, 15)
        self.later(wait, lambda: self.store(lease, used, json.loads(answer.body)))

    async def store(self, lease: refresh_leases.RefreshLease, used: str, answer: dict[str, Any]) -> None:
        before = await self.room.row(self.grant)
        stored = await refresh_leases.keep(
            self.room.store, self.room.keyring, lease, token_set(answer), used=used, now=self.clock.now()
        )
        after = await self.room.row(self.grant)
        mine = before["fence"] == lease.fence and before["generation"] == lease.generation
        assert stored is mine
        assert stored or after == before  # a late writer changes no row
        self.late += not stored
        self.stored += stored


@pytest.mark.parametrize("schedules", [20, pytest.param(1_000, marks=FULL)])
async def test_whoever_is_late_changes_nothing_and_the_live_token_stays(
    room: Room, clock: StillClock, schedules: int
) -> None:
    """In every random schedule of processes, one of which may be slower than its lease."""
    late = 0
    for seed in range(schedules):
        grant = await room.grant()
        await room.change(grant, generation=1, lease_until=None, failures=0)
        schedule = Schedule(room, clock, grant, seed)
        await schedule.run()
        stored = open_tokens(room.keyring, await schedule.row()).refresh_token
        family = room.identity.families[-1]

        assert schedule.failures == []
        assert schedule.stored == 1
        assert stored == family.current, seed
        late += schedule.late
        del room.identity.families[:-1]
        clock.advance(hours=1)
        room.tokens.forget(grant)
        assert await room.bearer(grant) in room.identity.issued
    assert late >= schedules // 10  # it did happen


# ---- whatever the token service answers -----------------------------------------------------------------------------


def _mutated(honest: dict[str, Any], chance: random.Random) -> tuple[int, bytes]:
    """An answer as a broken token service, a proxy or an attacker might give it."""
    strange: list[Any] = [
        None,
        "",
        0,
        -1,
        7,
        1e309,
        True,
        [],
        {},
        "a\r\nb",
        "\u202e",
        "x" * 70_000,
        [["a"]],
        "invalid_grant",
    ]
    body: Any = dict(honest)
    if chance.random() < 0.15:
        return chance.choice([400, 401, 403, 500]), b'{"error": "invalid_grant", "error_description": "CANARY"}'
    for _ in range(chance.randint(0, 3)):
        name = chance.choice([*honest, "error", "error_description", "extra"])
        if chance.random() < 0.4:
            body.pop(name, None)
        else:
            body[name] = chance.choice([*strange, "invalid_client", "server_error"])
    raw = json.dumps(chance.choice([body, body, body, [body], str(body)])).encode()
    match chance.randint(0, 7):
        case 0:
            raw = raw[: chance.randint(0, len(raw))]
        case 1:
            raw = bytes(chance.randrange(256) for _ in range(chance.randint(0, 200)))
        case 2:
            at = chance.randrange(len(raw) or 1)
            raw = raw[:at] + bytes([chance.randrange(256)]) + raw[at + 1 :]
    return chance.choice([200, 200, 200, 201, 302, 400, 400, 401, 403, 404, 429, 500, 502, 503]), raw


def _refuses(status: int, raw: bytes) -> bool:
    """Whether an answer says that the login has ended: invalid_grant, from a service that works."""
    try:
        answer = json.loads(raw)
    except (ValueError, RecursionError):
        return False
    return status < 500 and isinstance(answer, dict) and answer.get("error") == "invalid_grant"


@pytest.mark.parametrize("bodies", [80, pytest.param(10_000, marks=FULL)])
async def test_any_answer_leaves_one_of_three_states(room: Room, clock: StillClock, bodies: int) -> None:
    """New tokens; the old ones, to be tried again; or a person must log in, which invalid_grant alone brings about."""
    chance, outcomes = random.Random(11), dict.fromkeys(("tokens", "again", "reauth"), 0)
    for _ in range(bodies):
        grant = await room.grant()
        del room.identity.families[:-1]
        before = await room.row(grant)
        clock.advance(hours=1)
        honest = {"access_token": "CANARY-a", "refresh_token": "CANARY-r", "expires_in": 1800, "scope": "a"}
        status, raw = _mutated(honest, chance)
        room.identity.faults = [lambda _honest, status=status, raw=raw: Answer(status, raw)] * 2
        try:
            token = await room.bearer(grant)
        except ReconnectNeeded:
            outcome, refused = "reauth", True
        except (XeroUnavailable, FixSetup):
            outcome, refused = "again", False
        else:
            outcome, refused = "tokens", False
            assert token == json.loads(raw)["access_token"]
        row = await room.row(grant)
        room.identity.faults = []
        outcomes[outcome] += 1

        assert refused is _refuses(status, raw), (status, raw[:200])
        assert row["state"] == ("needs_reauth" if refused else "active")
        assert row["lease_until"] is None
        assert (row["generation"] > before["generation"]) is (outcome == "tokens")
        if outcome == "again":  # what is stored is as good as before
            assert row["sealed_tokens"] == before["sealed_tokens"]
            assert row["failures"] == before["failures"] + 1
    assert min(outcomes.values()) >= bodies // 200, outcomes


@pytest.mark.parametrize("failures", [60, pytest.param(10_000, marks=FULL)])
async def test_however_often_it_fails_for_a_while_nobody_is_asked_to_log_in(
    room: Room, clock: StillClock, failures: int
) -> None:
    """Only invalid_grant for both tokens does that."""
    grant = await room.grant()
    clock.advance(hours=1)
    lost: list[Callable[[Callable[[], Answer]], Answer]] = [
        lambda _honest: Answer(503, b"down"),
        lambda _honest: Answer(429, b""),
        lambda _honest: Answer(200, b"{"),
        lambda _honest: Answer(400, b'{"error": "temporarily_unavailable"}'),
        lambda _honest: Answer(403, b"<html>a firewall</html>"),
        lambda _honest: Answer(401, b'{"error": "invalid_client"}'),
    ]
    for number in range(failures):
        room.identity.faults = [lost[number % len(lost)]]
        with pytest.raises((XeroUnavailable, FixSetup)):
            await room.bearer(grant)
        clock.advance(seconds=20)
    row = await room.row(grant)

    assert (row["state"], row["failures"]) == ("active", failures)
    assert await room.bearer(grant) in room.identity.issued


# ---- sixty days -----------------------------------------------------------------------------------------------------


async def _days(room: Room, clock: StillClock, watch: ConnectionNotifier, days: int) -> None:
    """The background work of so many days: every hour, the notifications every three."""
    for hour in range(days * 24):
        await room.tokens.keep_alive()
        if hour % 3 == 0:
            await watch.check()
        clock.advance(seconds=KEEP_ALIVE_S)


def _watch(room: Room, clock: StillClock, reported: list[Any]) -> ConnectionNotifier:
    runtime: Any = SimpleNamespace(connections=room.connections, clock=clock)
    return ConnectionNotifier(runtime, reported.append)


async def test_no_login_dies_of_age_in_sixty_days_without_use(room: Room, clock: StillClock) -> None:
    """Refreshed at least once every 24 hours, though nobody asks for its token; nobody is bothered."""
    grant = await room.grant()
    reported: list[Any] = []
    watch = _watch(room, clock, reported)
    gaps, last = [], clock.now()
    for hour in range(60 * 24):
        if await room.tokens.keep_alive():
            gaps.append(clock.now() - last)
            last = clock.now()
        if hour % 12 == 0:
            await watch.check()
        clock.advance(seconds=KEEP_ALIVE_S)

    assert max(gaps) <= timedelta(hours=24)
    assert len(gaps) >= 59
    assert reported == []
    assert await room.bearer(grant) in room.identity.issued


async def test_a_login_that_cannot_be_refreshed_is_reported_at_once_daily_and_a_week_before_its_end(
    room: Room, clock: StillClock
) -> None:
    """So that a person can act while a login still can be saved; and no more once it works again."""
    grant = await room.grant()
    reported: list[Any] = []
    watch = _watch(room, clock, reported)
    began = clock.now()
    await watch.check()
    room.identity.fail(times=10_000)
    moments = []
    for _ in range(59 * 4):
        await room.tokens.keep_alive()
        before = len(reported)
        await watch.check()
        moments += [clock.now() - began] * (len(reported) - before)
        clock.advance(hours=6)
    tries = room.identity.log.count(("refresh_token", "ok")) + 10_000 - len(room.identity.faults)
    room.identity.faults = []
    await room.tokens.keep_alive()
    await watch.check()
    quiet = len(reported)
    await _days(room, clock, watch, 2)

    assert moments[0] <= timedelta(hours=30)  # the first failure is the first try after a day
    assert all(later - earlier <= timedelta(hours=30) for earlier, later in pairwise(moments))
    assert len(moments) in range(54, 61)
    last_call = [each for each in moments if timedelta(days=53) <= each <= timedelta(days=53, hours=6)]
    assert last_call
    assert {notification["kind"] for notification in reported} == {"connection_failing"}
    assert reported[0]["organisation"] == {"id": "tenant-a", "name": "Alder & Co"}
    assert reported[0]["ends_at"][:10] == (began + timedelta(days=60)).date().isoformat()
    assert "connect it again" in reported[0]["message"]
    assert tries >= 59
    assert (await room.row(grant))["state"] == "active"
    assert len(reported) == quiet


async def test_a_login_that_nobody_refreshes_is_reported_too(room: Room, clock: StillClock) -> None:
    """Its app was changed, or no background work runs: a day later that is a failure as well."""
    await room.grant()
    reported: list[Any] = []
    watch = _watch(room, clock, reported)
    clock.advance(hours=25)
    await watch.check()
    assert reported == []
    clock.advance(hours=2)
    await watch.check()

    (notification,) = reported
    assert notification["failures"] == 0
    assert notification["workspace_id"] == WORKSPACE
