"""Refreshes against a model: whatever happens in whatever order, a login that Xero would still take is never lost."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections.abc import Coroutine
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

from auth.fake_identity import GRACE, UNUSED, FakeIdentity, Family
from auth.room import WORKSPACE, Room
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from support.clock import StillClock
from support.long_run import examples

from atom_xero_plugin.auth import refresh_leases
from atom_xero_plugin.auth.grants import Grant, open_previous, open_tokens
from atom_xero_plugin.auth.token_response import TokenSet
from atom_xero_plugin.auth.tokens import CHECK_AGAIN_AFTER, LEASE
from atom_xero_plugin.core.errors import ReconnectNeeded, XeroUnavailable

T = TypeVar("T")
TEMPLATE: dict[str, Path] = {}


class Refreshes(RuleBasedStateMachine):
    """Three processes, one grant, a Xero that keeps to its rules and a network that does not."""

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.folder = Path(tempfile.mkdtemp(prefix="axp-machine-"))
        shutil.copy(TEMPLATE["path"], self.folder / "machine.db")
        self.clock = StillClock()
        self.identity = FakeIdentity(self.clock.now)
        url = f"sqlite+aiosqlite:///{self.folder / 'machine.db'}"
        self.rooms = [Room.open(url, self.identity, self.clock, self.folder) for _ in range(3)]
        self.grant = self.does(self.rooms[0].grant())
        self.late: tuple[refresh_leases.RefreshLease, TokenSet, str] | None = None
        self.generation = 0

    def does(self, work: Coroutine[Any, Any, T]) -> T:
        return self.loop.run_until_complete(work)

    def teardown(self) -> None:
        for room in self.rooms:
            self.does(room.close())
        self.loop.close()
        shutil.rmtree(self.folder)
        assert self.identity.violations == []

    # ---- the oracle -------------------------------------------------------------------------------------------------

    def row(self) -> Grant:
        return Grant.of(self.does(self.rooms[0].row(self.grant)))

    @property
    def family(self) -> Family:
        return self.identity.families[-1]

    def would_take(self, token: str | None, later: timedelta = timedelta(0)) -> bool:
        """Whether Xero would take this refresh token now, or some time later."""
        now = self.clock.now() + later
        if token is None or self.family.revoked or now - self.family.last_used > UNUSED:
            return False
        rotated = self.family.rotated.get(token)
        return token == self.family.current or (rotated is not None and now - rotated <= GRACE)

    def reachable(self, grant: Grant) -> bool:
        """Whether what is stored is enough to go on without a person, also after waiting for a lease to expire."""
        keyring, later = self.rooms[0].keyring, LEASE * 2
        stored, previous = open_tokens(keyring, grant), open_previous(keyring, grant, self.clock.now() + later)
        return self.would_take(stored.refresh_token, later) or self.would_take(previous, later)

    def judge(self, before: Grant, work: Coroutine[Any, Any, T], *, remembered: bool = False) -> T | None:
        """Run a call that may refresh, and hold what came of it against the oracle."""
        could, fault = self.reachable(before), bool(self.identity.faults)
        try:
            got = self.does(work)
        except ReconnectNeeded:
            assert before.state == "needs_reauth" or not could
            return None
        except XeroUnavailable:
            assert fault
            assert self.row().state == before.state
            return None
        assert before.state == "active" or remembered
        return got

    # ---- what may happen --------------------------------------------------------------------------------------------

    @rule(which=st.integers(0, 2))
    def ask(self, which: int) -> None:
        before = self.row()
        seen = self.rooms[which].tokens._remembered.get((WORKSPACE, self.grant))
        remembered = seen is not None and self.clock.now() - seen.seen_at < CHECK_AGAIN_AFTER
        token = self.judge(before, self.rooms[which].bearer(self.grant), remembered=remembered)
        if token is not None:
            assert token in self.identity.issued

    @rule(which=st.integers(0, 2))
    def be_refused(self, which: int) -> None:
        before = self.row()
        token = open_tokens(self.rooms[0].keyring, before).access_token
        fault = bool(self.identity.faults)
        self.judge(before, self.rooms[which].tokens.refused(self.grant, WORKSPACE, token))
        if before.state == "active" and self.row().state == "active" and not fault:
            assert open_tokens(self.rooms[0].keyring, self.row()).access_token != token

    @rule(seconds=st.sampled_from([1, 20, 31, 61, 600, 1750, 1801, 3600, 86_400, 50 * 86_400]))
    def wait(self, seconds: int) -> None:
        self.clock.advance(seconds=seconds)

    @rule(seconds=st.sampled_from([1, 120, 3600]))
    def clock_goes_back(self, seconds: int) -> None:
        self.clock.advance(seconds=-seconds)

    @precondition(lambda self: not self.identity.faults)
    @rule()
    def answer_will_be_lost(self) -> None:
        self.identity.drop()

    @precondition(lambda self: not self.identity.faults)
    @rule()
    def service_will_be_down(self) -> None:
        self.identity.fail()

    @rule()
    def revoked_at_xero(self) -> None:
        self.family.revoked = True

    @rule(answered=st.booleans())
    def a_process_dies(self, answered: bool) -> None:
        """After it took the lease; perhaps after Xero changed the token."""
        before = self.row()
        lease = self.does(refresh_leases.take(self.rooms[0].store, before, self.clock.now(), LEASE))
        stored = open_tokens(self.rooms[0].keyring, before).refresh_token
        if lease is not None and answered and stored is not None:
            self.identity.renew(stored)

    @precondition(lambda self: self.late is None and not self.identity.faults)
    @rule()
    def a_process_is_slow(self) -> None:
        """It has its answer, and is held up before it stores it."""
        before = self.row()
        stored = open_tokens(self.rooms[0].keyring, before)
        if not self.would_take(stored.refresh_token):
            return
        lease = self.does(refresh_leases.take(self.rooms[0].store, before, self.clock.now(), LEASE))
        if lease is not None and stored.refresh_token is not None:
            self.late = lease, self.does(self.rooms[0].oauth.refresh(stored.refresh_token)), stored.refresh_token

    @precondition(lambda self: self.late is not None)
    @rule()
    def the_slow_process_goes_on(self) -> None:
        assert self.late is not None
        lease, tokens, used = self.late
        before, room = self.row(), self.rooms[0]
        stored = self.does(
            refresh_leases.keep(room.store, room.keyring, lease, tokens, used=used, now=self.clock.now())
        )
        assert stored == (before.fence == lease.fence and before.state == "active")
        assert stored or self.row() == before
        self.late = None

    @rule()
    def a_person_logs_in(self) -> None:
        assert self.does(self.rooms[1].grant()) == self.grant

    @rule()
    def the_day_ends(self) -> None:
        before = self.row()
        fault = bool(self.identity.faults)
        could = self.reachable(before)
        self.does(self.rooms[2].tokens.keep_alive())
        after = self.row()
        if before.state == "active" and (could or fault):
            assert after.state == "active"

    # ---- what always holds ------------------------------------------------------------------------------------------

    @invariant()
    def a_generation_never_goes_back(self) -> None:
        now = self.row().generation
        assert now >= self.generation
        self.generation = now

    @invariant()
    def a_grant_that_needs_a_login_says_why(self) -> None:
        grant = self.row()
        assert grant.state == "active" or (grant.state == "needs_reauth" and grant.state_reason)


def test_no_login_is_lost_in_any_order_of_events(sqlite_template: Path) -> None:
    """Fifty walks of forty steps."""
    TEMPLATE["path"] = sqlite_template
    run_state_machine_as_test(
        Refreshes,
        settings=settings(
            max_examples=examples(50),
            stateful_step_count=40,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow],
        ),
    )


def test_the_grace_is_half_an_hour() -> None:
    """The model and the plugin read the same page of Xero's."""
    from atom_xero_plugin.auth.grants import GRACE as OURS

    assert timedelta(minutes=30) == GRACE == OURS
