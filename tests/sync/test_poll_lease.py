"""Who holds an organisation's poll lease: the fence and the clock each decide by themselves."""

from __future__ import annotations

import pytest
from support.clock import StillClock

from atom_xero_plugin.store.session import Store
from atom_xero_plugin.sync import leases
from atom_xero_plugin.sync.leases import LEASE, LeaseLost

pytestmark = pytest.mark.anyio


async def test_a_poller_that_was_taken_over_can_write_nothing_more(store: Store, clock: StillClock) -> None:
    """Its transaction fails, so that neither rows nor cursor nor events of it are kept."""
    late = await leases.take(store, "t")
    clock.advance(seconds=LEASE.total_seconds() + 1)
    prompt = await leases.take(store, "t")
    assert late is not None
    assert prompt is not None

    with pytest.raises(LeaseLost):
        await leases.renew(store, late)
    await leases.give_back(store, late)

    assert await leases.take(store, "t") is None
    await leases.renew(store, prompt)


async def test_a_lease_of_a_clock_that_went_back_is_taken_over(store: Store, clock: StillClock) -> None:
    """It ends later than any given now could: waiting for it would stop the organisation's sync for hours."""
    assert await leases.take(store, "t") is not None
    assert await leases.take(store, "t") is None

    clock.advance(hours=-3)

    assert await leases.take(store, "t") is not None
