"""What check_contact promises."""

from __future__ import annotations

import pytest
from support.asking import change, done, refused, result, row

from atom_xero_plugin.sync.poller import Poller
from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio


async def synced(house: House) -> None:
    house.sandbox.clock.advance(60)
    await house.runtime.polls.request_sync("default")
    for _ in range(3):
        await Poller(house.runtime, {}).tick()


async def test_a_contact_named_alike_or_with_the_same_address_is_likely_the_same(house: House) -> None:
    email = row(house, "Contacts", Name="Ngaio Travel")["EmailAddress"]
    await done(house, "create_contact", name="Ngaio Travels")
    await done(house, "create_contact", name="Somebody Else", email=email)
    await synced(house)

    found = await result(house, "check_contact", contact="Ngaio Travel")

    same = {each["contact"]["name"]: each["same"] for each in found["duplicates"]}
    assert same == {"Ngaio Travels": ["name"], "Somebody Else": ["email"]}


async def test_bank_details_that_changed_lately_are_said_and_their_numbers_are_not(house: House) -> None:
    await synced(house)
    before = await result(house, "check_contact", contact="Ngaio Travel")
    change(house, "Contacts", row(house, "Contacts", Name="Ngaio Travel"), BankAccountDetails="12-9999-1234567-00")
    await synced(house)

    after = await result(house, "check_contact", contact="Ngaio Travel")

    assert "bank_details_changed_at" not in before
    assert after["bank_details_changed_at"]
    assert after["has_bank_details"] is True
    assert "12-9999" not in str(after)


async def test_a_contact_that_there_is_not_is_refused(house: House) -> None:
    assert (await refused(house, "check_contact", contact="Nobody At All"))["code"] == "not_found"
