"""Who holds a refresh's lease: the fence and the clock each decide by themselves."""

from __future__ import annotations

from datetime import timedelta

import pytest
from auth.room import Room
from support.clock import StillClock

from atom_xero_plugin.auth import refresh_leases
from atom_xero_plugin.auth.grants import Grant, open_tokens
from atom_xero_plugin.auth.token_response import TokenSet

pytestmark = pytest.mark.anyio
LASTS = timedelta(seconds=30)
LATE, PROMPT = (TokenSet(f"access-{name}", 1800, f"refresh-{name}") for name in ("late", "prompt"))


async def test_a_holder_whose_lease_was_taken_over_stores_nothing(either_room: Room, clock: StillClock) -> None:
    """Although the grant is of the same generation still: whoever took over stores what Xero gave last."""
    store, keyring = either_room.store, either_room.keyring
    grant = await either_room.grant()
    seen = Grant.of(await either_room.row(grant))
    late = await refresh_leases.take(store, seen, clock.now(), LASTS)
    clock.advance(seconds=31)
    prompt = await refresh_leases.take(store, seen, clock.now(), LASTS)
    assert late is not None
    assert prompt is not None

    assert not await refresh_leases.keep(store, keyring, late, LATE, used="old", now=clock.now())
    await refresh_leases.give_back(store, late, failed=True)
    row = await either_room.row(grant)
    assert (row["generation"], row["failures"], row["lease_until"]) == (1, 0, clock.now() + LASTS)

    assert await refresh_leases.keep(store, keyring, prompt, PROMPT, used="old", now=clock.now())
    assert open_tokens(keyring, Grant.of(await either_room.row(grant))).access_token == "access-prompt"


async def test_a_lease_of_a_clock_that_went_back_is_taken_over(either_room: Room, clock: StillClock) -> None:
    """It ends later than any given now could: waiting for it would keep the organisation away for hours."""
    grant = await either_room.grant()
    seen = Grant.of(await either_room.row(grant))
    assert await refresh_leases.take(either_room.store, seen, clock.now(), LASTS) is not None
    assert await refresh_leases.take(either_room.store, seen, clock.now(), LASTS) is None

    clock.advance(hours=-3)

    assert await refresh_leases.take(either_room.store, seen, clock.now(), LASTS) is not None
