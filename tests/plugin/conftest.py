"""A host at a house, and other plugins next to ours."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

import pytest
from interfaces.cli.conftest import bare, connected, sandbox

from atom_xero_plugin.hookspecs import CallContext, hookimpl
from atom_xero_plugin.host import Host
from atom_xero_plugin.plugin import XeroPlugin
from atom_xero_plugin.sync.poller import Poller
from atom_xero_plugin.testing import House

__all__ = ["bare", "connected", "sandbox"]
CONTEXT = CallContext(workspace_id="default", actor="workflow:tester", kind="workflow", organisation="harbour")


class Listener:
    """Another plugin: it syncs events and notifications; it fails at the first few events if reported to."""

    def __init__(self, *, fails: int = 0) -> None:
        self.fails = fails
        self.events: list[Mapping[str, Any]] = []
        self.notices: list[Mapping[str, Any]] = []
        self.synced = asyncio.Event()

    @hookimpl
    def atom_event(self, event: Mapping[str, Any]) -> None:
        if self.fails:
            self.fails -= 1
            raise RuntimeError("not now")
        self.events.append(event)
        self.synced.set()

    @hookimpl
    def atom_notify(self, notice: Mapping[str, Any]) -> None:
        self.notices.append(notice)
        self.synced.set()


class Hosted:
    """A host that runs our plugin on a house, whose poller and outbox go when they are reported to."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.host = Host()
        self.host.register(XeroPlugin(lambda: house.runtime), "xero")

    async def hear(self) -> None:
        """A minute goes by; everything is polled."""
        self.house.sandbox.clock.advance(60)
        await self.house.runtime.polls.request_sync("default")
        triggers = {trigger.name: trigger for trigger in self.house.registry.triggers}
        assert [
            poll_run.error for poll_run in await Poller(self.house.runtime, triggers).tick() if poll_run.error
        ] == []

    async def deliver(self) -> None:
        """What waits in the outbox is handed over."""
        await self.house.runtime.outbox.deliver(self.host.deliver)

    async def turn_on(self, name: str, **filters: Any) -> str:
        """Turn one of our triggers on; the subscription's id."""
        offers = {offer.name: offer for offer in (await self.host.ask("atom_triggers"))["xero"]}
        answer = await offers[name].turn_on(filters, CONTEXT)
        assert answer["success"] is True, answer
        found: str = answer["result"]["id"]
        return found


@pytest.fixture
async def hosted(house: House) -> Hosted:
    """Started, with everything synced once."""
    made = Hosted(house)
    await made.host.start()
    await made.hear()
    return made
