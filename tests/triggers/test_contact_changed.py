"""What the trigger `contact_changed` promises."""

from __future__ import annotations

import pytest
from support.asking import LINE, change, done, row
from sync.conftest import Ear

pytestmark = pytest.mark.anyio


async def test_a_changed_address_is_reported_with_the_old_one(ear: Ear) -> None:
    """Filters by part of the name."""
    contact = row(ear.house, "Contacts", Name="Ngaio Travel")
    before = contact["EmailAddress"]

    event = await ear.fires(
        "contact_changed",
        lambda: change(ear.house, "Contacts", contact, EmailAddress="new@ngaio.example"),
        fits={"name": "ngaio"},
        misses={"name": "karori"},
    )

    assert (event["old"]["email"], event["new"]["email"]) == (before, "new@ngaio.example")


async def test_what_changes_with_its_documents_is_not_its_own(ear: Ear) -> None:
    """A new invoice changes what a contact owes."""
    await ear.on("contact_changed")
    await done(ear.house, "create_invoice", contact="Ngaio Travel", lines=[LINE], due_in_days=5, approve=True)
    contact = row(ear.house, "Contacts", Name="Ngaio Travel")
    change(ear.house, "Contacts", contact, IsSupplier=not contact.get("IsSupplier"))
    await ear.tick()

    assert await ear.reported() == []
