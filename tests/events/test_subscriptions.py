"""What turning triggers on and off promises beyond what the interfaces show."""

from __future__ import annotations

from datetime import timedelta

import pytest
from support.clock import StillClock

from atom_xero_plugin.catalogue.registry import Registry
from atom_xero_plugin.events.subscriptions import Subscription, Subscriptions
from atom_xero_plugin.store.database import Store

pytestmark = pytest.mark.anyio
A_MINUTE = timedelta(minutes=1)


async def turn_on(found: Subscriptions, lasting: timedelta | None = None) -> Subscription:
    trigger = {each.name: each for each in Registry().triggers}["invoice_paid"]
    return await found.turn_on("w", trigger, by="person:tester", lasting=lasting)


async def test_a_subscription_of_somebody_who_is_gone_expires(store: Store, clock: StillClock) -> None:
    """One that nobody has to keep on stays."""
    found = Subscriptions(store, clock)
    stays, _ = await turn_on(found), await turn_on(found, A_MINUTE)
    clock.advance(seconds=59)
    before = len(await found.listed("w"))
    clock.advance(seconds=1)

    assert before == 2
    assert [each.id for each in await found.listed("w")] == [stays.id]


async def test_whoever_is_still_there_keeps_his_on(store: Store, clock: StillClock) -> None:
    """As long as he says so in time; nobody else's, and none that was turned off."""
    found = Subscriptions(store, clock)
    stored, other, off = [await turn_on(found, A_MINUTE) for _ in range(3)]
    await found.turn_off("w", off.id)
    clock.advance(seconds=40)
    await found.keep_on("w", {stored.id, off.id}, A_MINUTE)
    await found.keep_on("another workspace", {other.id}, A_MINUTE)
    clock.advance(seconds=40)

    assert [each.id for each in await found.listed("w")] == [stored.id]


async def test_keeping_on_does_not_make_one_lapse_that_was_to_stay(store: Store, clock: StillClock) -> None:
    """It puts off an end; it sets none."""
    found = Subscriptions(store, clock)
    stays = await turn_on(found)
    await found.keep_on("w", {stays.id}, A_MINUTE)
    clock.advance(days=400)

    assert [each.id for each in await found.listed("w")] == [stays.id]
