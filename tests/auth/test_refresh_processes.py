"""Many processes at once, and processes that die: one token request, and nothing lost."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from auth import nursery
from auth.fake_identity import Answer, FakeIdentity
from auth.nursery import Nursery
from auth.room import Room
from auth.token_server import serving
from support.clock import StillClock
from support.crash_points import points_of
from support.long_run import LONG

from atom_xero_plugin.core.clock import SystemClock

pytestmark = pytest.mark.anyio
POINTS = points_of("refresh")
PROCESSES, ROUNDS = (32, 2) if LONG else (12, 2)


@pytest.fixture(scope="module")
def processes() -> Iterator[Nursery]:
    """Where processes come from."""
    with nursery.opened() as opened:
        yield opened


def job(room: Room, grant: str, **more: Any) -> dict[str, Any]:
    """What a process must know; its clock is the wall's unless `now` is given."""
    identity = room.identity
    return {
        "database_url": room.settings.database_url,
        "address": identity.address,
        "client_id": identity.client_id,
        "client_secret": identity.client_secret,
        "grant": grant,
        "mode": "careful",
        "count": 1,
        **more,
    }


async def test_many_processes_make_one_token_request_a_round(
    processes: Nursery, database_url: str, tmp_path: Path
) -> None:
    """The token service takes 200 ms and has no grace: a second request with one token would be refused."""
    clock = SystemClock()
    identity = FakeIdentity(clock.now, grace=False)
    with serving(identity, latency_s=0.2):
        room = Room.open(database_url, identity, clock, tmp_path)
        grant = await room.grant()
        for _ in range(ROUNDS):
            asked = identity.token_requests()
            await room.change(grant, access_expires_at=clock.now())
            said = processes.run(**job(room, grant, count=PROCESSES))
            assert [each.get("error") for each in said if not each["ok"]] == []
            assert len({each["token"] for each in said}) == 1
            assert identity.token_requests() - asked == 1
        row = await room.row(grant)
        await room.close()

    assert identity.refused() == 0
    assert identity.violations == []
    assert (row["generation"], row["lease_until"]) == (1 + ROUNDS, None)


async def test_processes_whose_tokens_are_refused_never_use_one_refresh_token_twice(
    processes: Nursery, database_url: str, tmp_path: Path
) -> None:
    """8 processes, each reported 5 times that its token has expired, without any grace."""
    clock = SystemClock()
    identity = FakeIdentity(clock.now, grace=False)
    with serving(identity):
        room = Room.open(database_url, identity, clock, tmp_path)
        grant = await room.grant()
        said = processes.run(**job(room, grant, mode="refused", count=8, rounds=5))
        await room.close()

    assert [each.get("error") for each in said if not each["ok"]] == []
    assert identity.refused() == 0
    assert 5 <= identity.token_requests() <= 40


def test_there_are_at_least_eight_places_to_die() -> None:
    """And each of them is walked below."""
    assert len(POINTS) >= 8


@pytest.mark.parametrize("point", POINTS)
async def test_a_process_killed_in_a_refresh_loses_nothing(
    processes: Nursery, database_url: str, tmp_path: Path, clock: StillClock, point: str
) -> None:
    """The next one has a token within the lease and five seconds, and nobody is asked to log in."""
    identity = FakeIdentity(clock.now, grace=True)
    with serving(identity):
        room = Room.open(database_url, identity, clock, tmp_path)
        grant = await room.grant()
        clock.advance(hours=1)
        environment = {"ATOM_XERO_CRASHPOINT": point}
        died = processes.run(**job(room, grant, now=nursery.at(clock.now()), environment=environment))
        assert died == [{"ok": False, "killed": signal.SIGKILL}]
        began = clock.now()

        token = await room.bearer(grant)

        row = await room.row(grant)
        await room.close()
    assert token in identity.issued
    assert (clock.now() - began).total_seconds() <= 35
    assert (row["state"], row["lease_until"]) == ("active", None)
    assert identity.refused() == 0
    assert identity.token_requests() <= 2


async def test_a_process_killed_while_it_waits_for_an_answer_loses_nothing(
    processes: Nursery, database_url: str, tmp_path: Path, clock: StillClock
) -> None:
    """Xero has changed the token; the answer had nobody to go to."""
    identity = FakeIdentity(clock.now, grace=True)
    pids: list[int] = []
    known = threading.Event()

    def kill_the_asker(honest: Callable[[], Answer]) -> Answer:
        answer = honest()
        assert known.wait(20)
        os.kill(pids[0], signal.SIGKILL)
        return answer

    with serving(identity):
        room = Room.open(database_url, identity, clock, tmp_path)
        grant = await room.grant()
        clock.advance(hours=1)
        identity.faults.append(kill_the_asker)
        pids += processes.start(**job(room, grant, now=nursery.at(clock.now())))
        known.set()
        assert processes.results() == [{"ok": False, "killed": signal.SIGKILL}]

        token = await room.bearer(grant)
        await room.close()

    assert token in identity.issued
    assert identity.token_requests() == 2
    assert identity.refused() == 0


async def test_one_login_is_finished_once_however_many_processes_try(
    processes: Nursery, database_url: str, tmp_path: Path, clock: StillClock
) -> None:
    """The state is taken out of the table by one of them."""
    identity = FakeIdentity(clock.now)
    with serving(identity):
        room = Room.open(database_url, identity, clock, tmp_path)
        begun = await room.logins.begin("w")
        came_back = identity.consent(begun.address)
        said = processes.run(
            **job(room, "", mode="login_twice", count=8, came_back=came_back, now=nursery.at(clock.now()))
        )
        await room.close()

    assert sum(each["ok"] for each in said) == 1
    assert {each["error"].split(":")[0] for each in said if not each["ok"]} == {"NotAllowed"}
    assert identity.token_requests("authorization_code") == 1
