"""What approve_credit_note promises."""

from __future__ import annotations

import pytest
from support.asking import change, done, refused, row

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio


async def test_a_draft_is_approved_and_can_be_used(house: House) -> None:
    """Without a due date."""
    approved = (await done(house, "approve_credit_note", credit_note="CN-0003"))["credit_note"]

    assert (approved["status"], approved["remaining"]["amount"]) == ("approved", "51.75")


async def test_what_is_approved_used_or_final_is_refused(house: House) -> None:
    """With what it is."""
    again = await refused(house, "approve_credit_note", credit_note="CN-0002")
    await done(house, "void_credit_note", credit_note="CN-0003")
    gone = await refused(house, "approve_credit_note", credit_note="CN-0003")

    assert again["hint"] == "Nothing needs to be done."
    assert gone["hint"] == "That is final; create a new one."


async def test_one_that_lacks_something_is_refused(house: House) -> None:
    """Lines, but no due date."""
    note = row(house, "CreditNotes", CreditNoteNumber="CN-0003")
    change(house, "CreditNotes", note, LineItems=[])
    error = await refused(house, "approve_credit_note", credit_note="CN-0003")

    assert "it lacks lines." in error["message"]
