"""What `serve` and `worker` do next to their own work: plugins are started, reported, and shut down again."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from plugin.conftest import Listener
from support.lost import lose

from atom_xero_plugin.hookspecs import hookimpl
from atom_xero_plugin.host import Host
from atom_xero_plugin.interfaces import background as module
from atom_xero_plugin.interfaces.background import background
from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio


class Guest(Listener):
    """Another plugin, which notes when it is started and shut down."""

    def __init__(self) -> None:
        super().__init__()
        self.steps: list[str] = []

    @hookimpl
    def atom_startup(self, host: Any) -> None:  # noqa: ARG002 - pluggy goes by the name
        self.steps.append("started")

    @hookimpl
    def atom_shutdown(self) -> None:
        self.steps.append("shut down")


@pytest.fixture
def guest(monkeypatch: pytest.MonkeyPatch) -> Guest:
    """The only plugin of the group."""
    made = Guest()

    class Alone(Host):
        def load(self, found: Any = None) -> None:  # noqa: ARG002 - as the host's own
            self.register(made, "guest")

    monkeypatch.setattr(module, "Host", Alone)
    return made


async def test_plugins_are_started_and_reported_what_breaks(house: House, guest: Guest) -> None:
    """A plugin is started before it syncs of anything, and shut down at the end."""
    connection = await house.runtime.organisations.choose("default", house.organisation)
    await lose(house.runtime, house.sandbox, connection)

    async with background(house.runtime, house.registry):
        await asyncio.wait_for(guest.synced.wait(), 30)
        assert guest.steps == ["started"]

    assert [notification["kind"] for notification in guest.notices] == ["connection_lost"]
    assert guest.steps == ["started", "shut down"]


async def test_plugins_are_shut_down_whatever_ended_it(house: House, guest: Guest) -> None:
    """A fault of the interface leaves nothing of theirs open."""
    with pytest.raises(RuntimeError, match="the port is gone"):
        async with background(house.runtime, house.registry):
            raise RuntimeError("the port is gone")

    assert guest.steps == ["started", "shut down"]
