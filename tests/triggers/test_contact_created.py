"""What the trigger `contact_created` promises."""

from __future__ import annotations

import pytest
from support.asking import change, done, row
from sync.conftest import Ear

pytestmark = pytest.mark.anyio


async def test_a_new_contact_is_reported_once(ear: Ear) -> None:
    """With nothing before it; filters by part of the name."""

    async def act() -> None:
        await done(ear.house, "create_contact", name="Wadestown Cycles", email="hello@wadestown.example")

    event = await ear.fires("contact_created", act, fits={"name": "wadestown"}, misses={"role": "supplier"})

    assert (event["old"], event["new"]["name"]) == (None, "Wadestown Cycles")
    assert event["resource"]["kind"] == "contact"


async def test_one_that_is_taken_out_of_the_archive_is_not_new(ear: Ear) -> None:
    """It was known before, though archived."""
    contact = row(ear.house, "Contacts", Name="Ngaio Travel")
    change(ear.house, "Contacts", contact, ContactStatus="ARCHIVED")
    await ear.tick()
    await ear.on("contact_created")
    change(ear.house, "Contacts", contact, ContactStatus="ACTIVE")
    await ear.tick()

    assert await ear.reported() == []
