"""What the trigger `contact_archived` promises."""

from __future__ import annotations

import pytest
from support.asking import change, row
from sync.conftest import Ear

pytestmark = pytest.mark.anyio


async def test_a_contact_that_is_archived_is_reported_although_xero_hides_it(ear: Ear) -> None:
    """With the contact as it was; one erased on a privacy request counts as well."""
    contact, erased = (row(ear.house, "Contacts", Name=name) for name in ("Ngaio Travel", "Karori Veterinary Clinic"))

    event = await ear.fires(
        "contact_archived",
        lambda: change(ear.house, "Contacts", contact, ContactStatus="ARCHIVED"),
        fits={"name": "travel"},
        misses={"name": "nobody"},
    )
    change(ear.house, "Contacts", erased, ContactStatus="GDPRREQUEST")
    await ear.tick()

    assert (event["old"].get("archived", False), event["new"]["archived"]) == (False, True)
    assert await ear.reported() == ["contact_archived"]
