"""What the trigger `connection_lost` promises."""

from __future__ import annotations

from typing import Any

import pytest
from sync.conftest import Ear

pytestmark = pytest.mark.anyio


def disconnect(ear: Ear, tenant_id: str) -> None:
    """A person ends it in Xero's own pages."""
    known = ear.house.sandbox.grants.connections
    for identity in [each for each, found in known.items() if found.tenant_id == tenant_id]:
        del known[identity]


async def test_a_connection_that_xero_ends_is_reported_with_why(ear: Ear) -> None:
    """Of that organisation alone; the other is synced on."""
    await ear.on("connection_lost")
    await ear.tick()
    assert await ear.reported() == []
    disconnect(ear, ear.house.organisation)

    await ear.tick()
    await ear.tick()
    await ear.tick()

    reported: list[Any] = [each.body for each in await ear.news()]
    [event] = reported
    assert (event["old"]["state"], event["new"]["state"]) == ("connected", "disconnected")
    assert event["organisation"]["id"] == ear.house.organisation
    assert event["new"]["reason"]
