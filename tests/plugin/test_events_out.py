"""What happens in Xero reaches the other plugins of a host: each once, and again to whoever failed."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from plugin.conftest import CONTEXT, Listener
from support.asking import done

from atom_xero_plugin.hookspecs import hookimpl
from atom_xero_plugin.host import DeliveryFailed, Host
from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio
INVOICE = {
    "contact": "Karori Veterinary Clinic",
    "lines": [{"description": "Poster", "quantity": "1", "unit_amount": "80.00", "account": "200"}],
    "due_in_days": 7,
}


async def test_a_change_in_xero_reaches_another_plugin_once(house: House, hosted: Any) -> None:
    """However often it is polled and delivered; with what is new, of the organisation it happened in."""
    listener = Listener()
    hosted.host.register(listener, "listener")
    await hosted.turn_on("xero_invoice_created")
    written = await done(house, "create_invoice", **INVOICE)
    for _ in range(3):
        await hosted.hear()
        await hosted.deliver()

    (event,) = listener.events
    assert event["type"] == "XERO_INVOICE_CREATED"
    assert event["organisation"]["name"] == "Harbour Street Studio Limited"
    assert event["resource"]["id"] == event["new"]["id"] == written["invoice"]["id"]
    assert (event["old"], event["new"]["total"]) == (None, {"amount": "92.00", "currency": "NZD"})
    assert event["workspace_id"] == "default"


async def test_a_plugin_that_fails_gets_it_again_and_the_others_do_not(house: House, hosted: Any) -> None:
    """The same id each time, later and later, until it is taken."""
    steady, wild = Listener(), Listener(fails=2)
    hosted.host.register(wild, "wild")
    hosted.host.register(steady, "steady")
    await hosted.turn_on("xero_invoice_created")
    await done(house, "create_invoice", **INVOICE)
    await hosted.hear()
    for _ in range(4):
        await hosted.deliver()
        house.sandbox.clock.advance(3_600)

    assert [event["id"] for event in wild.events] == [event["id"] for event in steady.events]
    assert len(steady.events) == 1
    assert [(fault.plugin, fault.hook) for fault in hosted.host.faults] == [("wild", "atom_event")] * 2
    [row] = await house.runtime.outbox.listed("default")
    assert (row.state, row.attempts) == ("delivered", 3)


async def test_an_event_that_is_replayed_goes_to_all_again(house: House, hosted: Any) -> None:
    """A replay is asked for by a person: with the same id, so that who needs can tell."""
    listener = Listener()
    hosted.host.register(listener, "listener")
    await hosted.turn_on("xero_invoice_created")
    await done(house, "create_invoice", **INVOICE)
    await hosted.hear()
    await hosted.deliver()
    await house.runtime.outbox.replay("default", listener.events[0]["id"])
    await hosted.deliver()

    assert len({event["id"] for event in listener.events}) == 1
    assert len(listener.events) == 2


async def test_a_trigger_that_was_turned_off_says_nothing_more(house: House, hosted: Any) -> None:
    """By the id that turning it on answered."""
    listener = Listener()
    hosted.host.register(listener, "listener")
    subscription = await hosted.turn_on("xero_invoice_created")
    offer = (await hosted.host.ask("atom_triggers"))["xero"][0]
    off = await offer.turn_off(subscription, CONTEXT)
    again = await offer.turn_off(subscription, CONTEXT)
    await done(house, "create_invoice", **INVOICE)
    await hosted.hear()
    await hosted.deliver()

    assert (off["success"], again["error"]["code"]) == (True, "not_found")
    assert listener.events == []


async def test_the_hosts_work_hands_over_what_waits(house: House, hosted: Any) -> None:
    """Our work in the background, and that of others, until the host cancels it; one that fails falls alone."""

    class Lazy:
        @hookimpl
        async def atom_work(self) -> None:
            raise RuntimeError("no work today")

    listener = Listener()
    hosted.host.register(listener, "listener")
    hosted.host.register(Lazy(), "lazy")
    await hosted.turn_on("xero_invoice_created")
    await done(house, "create_invoice", **INVOICE)
    await hosted.hear()
    work = asyncio.ensure_future(hosted.host.work())
    await asyncio.wait_for(listener.synced.wait(), 30)
    work.cancel()
    await asyncio.wait([work])

    assert work.cancelled()
    assert [event["type"] for event in listener.events] == ["XERO_INVOICE_CREATED"]
    assert [(fault.plugin, fault.hook) for fault in hosted.host.faults] == [("lazy", "atom_work")]


async def test_a_host_remembers_only_the_newest_of_what_nobody_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its memory has an end, and an event that falls out of it goes to all again."""
    monkeypatch.setattr("atom_xero_plugin.host.REMEMBERED", 2)
    host, steady = Host(), Listener()
    host.register(Listener(fails=9), "wild")
    host.register(steady, "steady")
    for number in (1, 2, 3, 3, 1):
        with pytest.raises(DeliveryFailed, match="wild: RuntimeError: "):
            await host.deliver({"id": number})

    assert [event["id"] for event in steady.events] == [1, 2, 3, 1]
