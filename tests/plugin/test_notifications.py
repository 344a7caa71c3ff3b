"""What people should know without having asked: an approval waits, a connection broke."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from plugin.conftest import CONTEXT, Listener

from atom_xero_plugin.dispatch.notifications import ConnectionNotifier, notifying_of_connections
from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio


async def broken(house: House) -> None:
    """The first organisation is disconnected in Xero's own settings, and a call finds out."""
    connections = house.sandbox.grants.connections
    (mine,) = (key for key, each in connections.items() if each.tenant_id == house.organisation)
    del connections[mine]
    connection = next(
        each for each in await house.runtime.connections.of_workspace("default") if each.tenant_id == house.organisation
    )
    await house.runtime.connections.sync("default", connection.grant_id)


async def test_a_plan_that_waits_is_reported_with_all_a_person_needs(hosted: Any) -> None:
    """Once a plan; nothing is reported of reads, refusals and errors."""
    listener = Listener()
    hosted.host.register(listener, "listener")
    answer = await hosted.host.call("xero_archive_contact", {"contact": "Ngaio Travel"}, CONTEXT)
    await hosted.host.call("xero_find_contacts", {}, CONTEXT)
    await hosted.host.call("xero_archive_contact", {"contact": "Nobody"}, CONTEXT)

    (notification,) = listener.notices
    assert notification["kind"] == "approval_needed"
    assert notification["message"] == f"Harbour Street Studio Limited: {answer['plan']['summary']}"
    assert notification["plan"] == answer["plan"]
    assert notification["organisation"]["name"] == "Harbour Street Studio Limited"
    assert notification["workspace_id"] == "default"


async def test_a_connection_that_broke_is_reported_once(house: House) -> None:
    """Which, and why; and again only if it broke again."""
    reported: list[Any] = []
    watch = ConnectionNotifier(house.runtime, reported.append)
    await watch.check()
    assert reported == []
    await broken(house)
    for _ in range(3):
        await watch.check()
    (notification,) = reported
    assert notification["kind"] == "connection_lost"
    assert notification["organisation"] == {"id": house.organisation, "name": "Harbour Street Studio Limited"}
    assert "Harbour Street Studio Limited no longer works: " in notification["message"]

    await house.connect()
    await watch.check()
    await broken(house)
    await watch.check()

    assert len(reported) == 2


async def test_what_a_person_ended_is_not_reported(house: House) -> None:
    """They know."""
    reported: list[Any] = []
    watch = ConnectionNotifier(house.runtime, reported.append)
    (first, *_) = await house.runtime.connections.of_workspace("default")
    await house.runtime.connections.disconnect("default", first.id)
    await watch.check()

    assert reported == []


async def test_it_goes_on_looking_after_a_fault(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """A database that is away for a moment ends nothing."""
    looks, enough = 0, asyncio.Event()

    async def everywhere() -> list[Any]:
        nonlocal looks
        looks += 1
        if looks == 3:
            enough.set()
        raise OSError("away")

    monkeypatch.setattr(house.runtime.connections, "everywhere", everywhere)
    async with notifying_of_connections(house.runtime, print, every_s=0):
        await asyncio.wait_for(enough.wait(), 30)

    assert looks >= 3


async def test_the_hosts_work_says_of_a_connection_that_broke(house: House, hosted: Any) -> None:
    """To every plugin of the host."""
    listener = Listener()
    hosted.host.register(listener, "listener")
    await broken(house)
    work = asyncio.ensure_future(hosted.host.work())
    await asyncio.wait_for(listener.synced.wait(), 30)
    work.cancel()
    await asyncio.wait([work])

    assert [notification["kind"] for notification in listener.notices] == ["connection_lost"]
