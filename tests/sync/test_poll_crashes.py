"""kill -9 at every named point of a poll: no change is lost or reported twice, the cursor is never ahead of the rows.

Each round: ten pages of changes, half of them of one and the same instant, somebody who edits while the poller reads, a
poller that is killed, and another that comes after.
"""

from __future__ import annotations

import signal
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
from support.crash_points import points_of
from sync.town import Town, opened

from atom_xero_plugin.catalogue.registry import Registry
from atom_xero_plugin.interfaces.cli.sandbox import running_sandbox
from atom_xero_plugin.sync import poller  # its crash points

pytestmark = pytest.mark.anyio
POLL_POINTS = points_of("poll")
CHANGES, PAGE = 400, 40
_ = poller


@pytest.fixture(scope="module")
def sandbox() -> Iterator[dict[str, Any]]:
    with running_sandbox("--no-limits", "--invoices", "600") as reported:
        yield reported


@pytest.fixture
async def town(sandbox: dict[str, Any], tmp_path: Path, sqlite_url: str) -> AsyncIterator[Town]:
    """Everything synced once, and two triggers on."""
    async with opened(sandbox, tmp_path, sqlite_url, ATOM_XERO_PAGE_SIZE=str(PAGE)) as found:
        found.invoices = sorted(await found.stamps())
        await found.edit(found.invoices, Status="SUBMITTED", Type="ACCREC")
        assert await found.run("sync") == 0
        triggers = {trigger.name: trigger for trigger in Registry().triggers}
        for name in ("invoice_voided", "invoice_approved"):
            await found.runtime.subscriptions.turn_on("default", triggers[name], by="person:tester")
        yield found


async def happen(town: Town) -> list[str]:
    """Ten pages of invoices change; the first half of them at one instant."""
    chosen = town.chance.sample(town.invoices, CHANGES)
    await town.control("time", {"freeze": True})
    await town.edit(chosen[: CHANGES // 2], Status="VOIDED")
    await town.control("time", {"run": True})
    for start in range(CHANGES // 2, CHANGES, 50):
        await town.edit(chosen[start : start + 50], Status="VOIDED")
    return chosen


def test_there_are_at_least_ten_points_in_a_poll() -> None:
    """Around the claim, the call, the rows, the events, the commit and the end."""
    assert len(POLL_POINTS) >= 10


@pytest.mark.parametrize("point", POLL_POINTS)
async def test_killed_anywhere_every_change_is_reported_once(town: Town, point: str) -> None:
    """Whatever was half done."""
    chosen = await happen(town)

    assert await town.run("sync", crash=point, editing=chosen) == -signal.SIGKILL
    assert await town.behind_the_cursor() == set()
    await town.later()
    assert await town.run("sync", editing=chosen) == 0
    await town.later()
    assert await town.run("sync") == 0

    assert await town.reported() == Counter({("invoice_voided", each): 1 for each in chosen})
    assert await town.behind_the_cursor() == set()
