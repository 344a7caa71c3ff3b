"""A house whose poller can be made to tick, and what happens behind its back."""

from __future__ import annotations

import inspect
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from atom_xero_plugin.catalogue.trigger import Trigger
from atom_xero_plugin.events.outbox import EventRow
from atom_xero_plugin.events.subscriptions import Subscription
from atom_xero_plugin.sandbox.options import Options
from atom_xero_plugin.sync.poller import Poller, PollRun
from atom_xero_plugin.testing import TODAY, House, Start, kept_folder, open_connected_house

WORKSPACE = "default"
Act = Callable[[], Awaitable[Any] | None]


@dataclass
class Ear:
    """The plugin's syncing."""

    house: House
    page_size: int = 1000
    seen: int = field(default=0)
    triggers: dict[str, Trigger] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.triggers = {trigger.name: trigger for trigger in self.house.registry.triggers}

    @property
    def poller(self) -> Poller:
        return Poller(self.house.runtime, self.triggers, page_size=self.page_size)

    async def on(self, *names: str, **filters: Any) -> list[Subscription]:
        """Turn triggers on, in every organisation."""
        on = self.house.runtime.subscriptions.turn_on
        return [await on(WORKSPACE, self.triggers[name], filters, by="person:tester") for name in names]

    async def tick(self) -> list[PollRun]:
        """A minute goes by, and everything is synced."""
        self.pass_time(minutes=1)
        await self.house.runtime.polls.request_sync(WORKSPACE)
        return await self.poller.tick()

    def pass_time(self, **amount: float) -> None:
        self.house.sandbox.clock.advance(timedelta(**amount).total_seconds())

    async def news(self) -> list[EventRow]:
        """The events since this was asked last."""
        found = await self.house.runtime.outbox.listed(WORKSPACE, after=self.seen, limit=10_000)
        self.seen = found[-1].number if found else self.seen
        return found

    async def reported(self) -> list[str]:
        """Their triggers."""
        return [row.body["trigger"] for row in await self.news()]

    async def fires(
        self, trigger: str, act: Act, *, fits: Mapping[str, Any] | None = None, misses: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        """Turn a trigger on, once as it is and once with filters that fit and that do not; then let something happen.

        Nothing may be reported of the past, and one event of what happens: it is given back.
        """
        requested = [*await self.on(trigger), *(await self.on(trigger, **fits) if fits else ())]
        if misses:
            await self.on(trigger, **misses)
        await self.tick()
        assert await self.news() == [], "the past was told"
        made = act()
        if inspect.isawaitable(made):
            await made
        await self.tick()
        [event] = [row.body for row in await self.news() if row.body["trigger"] == trigger]
        assert sorted(event["subscriptions"]) == sorted(each.id for each in requested)
        await self.tick()
        assert trigger not in await self.reported(), "it was told twice"
        return event


_synced: list[Start] = []


async def _first_sync() -> Start:
    house = await open_connected_house(kept_folder(), Options(today=TODAY, limits=False))
    poll_runs = await Ear(house).tick()
    assert [poll_run.error for poll_run in poll_runs if poll_run.error] == []
    return await Start.of(house)


@pytest.fixture
async def ear(tmp_path: Path) -> AsyncIterator[Ear]:
    """Connected, everything synced once, time standing still. The first sync is made once a process."""
    if not _synced:
        _synced.append(await _first_sync())
    house = _synced[0].house(tmp_path)
    try:
        await house.runtime.polls.enrol(await house.runtime.connections.of_workspace(WORKSPACE))
        yield Ear(house)
    finally:
        await house.runtime.close()
