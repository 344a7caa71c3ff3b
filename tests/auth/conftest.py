"""A login room on a fresh database, with a token service that obeys the test."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from auth.fake_identity import FakeIdentity
from auth.room import Room
from support.clock import StillClock


@pytest.fixture
def identity(clock: StillClock) -> FakeIdentity:
    """The token service, on the test's clock."""
    return FakeIdentity(clock.now)


@pytest.fixture
async def room(sqlite_url: str, identity: FakeIdentity, clock: StillClock, tmp_path: Path) -> AsyncIterator[Room]:
    """Login, tokens and connections on SQLite."""
    opened = Room.open(sqlite_url, identity, clock, tmp_path)
    yield opened
    await opened.close()
    assert identity.violations == []


@pytest.fixture
async def either_room(
    database_url: str, identity: FakeIdentity, clock: StillClock, tmp_path: Path
) -> AsyncIterator[Room]:
    """The same on each kind of database in turn."""
    opened = Room.open(database_url, identity, clock, tmp_path)
    yield opened
    await opened.close()
    assert identity.violations == []
