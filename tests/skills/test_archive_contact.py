"""What archive_contact promises."""

from __future__ import annotations

import pytest
from support.asking import LINE, done, plan, refused, row, warned

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio


async def test_the_contact_is_archived_and_its_documents_stay(house: House) -> None:
    """Xero deletes no contacts."""
    done_with = await done(house, "archive_contact", contact="Ngaio Travel")

    assert done_with["contact"]["archived"] is True
    assert row(house, "Contacts", Name="Ngaio Travel")["ContactStatus"] == "ARCHIVED"


async def test_it_says_that_only_xero_can_restore_it(house: House) -> None:
    """Before a person approves; there is no undo."""
    proposed = await plan(house, "archive_contact", contact="Ngaio Travel")

    assert "final" in warned(proposed)
    assert proposed["undo"] is None


async def test_what_it_owes_is_warned_of(house: House) -> None:
    """Archiving a debtor is probably a slip."""
    await done(house, "create_invoice", contact="Karori Veterinary Clinic", lines=[LINE], due_in_days=5, approve=True)

    proposed = await plan(house, "archive_contact", contact="Karori Veterinary Clinic")

    assert "owes" in warned(proposed)


async def test_one_that_is_archived_is_said_to_be(house: House) -> None:
    """Nothing needs to be done."""
    gone = await done(house, "archive_contact", contact="Ngaio Travel")

    error = await refused(house, "archive_contact", contact=gone["contact"]["id"])

    assert (error["code"], error["hint"]) == ("conflict", "Nothing needs to be done.")


async def test_a_name_that_is_nobodys_is_refused_with_those_like_it(house: House) -> None:
    """Never silently the nearest."""
    error = await refused(house, "archive_contact", contact="Ngaio Travels and Sons")

    assert error["code"] == "not_found"


async def test_part_of_a_name_archives_nothing(house: House) -> None:
    """Though it fits one contact alone: that one is listed."""
    error = await refused(house, "archive_contact", contact="Ngaio")

    assert (error["code"], [each["name"] for each in error["candidates"]]) == ("not_found", ["Ngaio Travel"])
