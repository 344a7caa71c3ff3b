"""What create_quote promises."""

from __future__ import annotations

import pytest
from support.asking import LINE, change, done, paths, plan, refused, row, rows, warned

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio


async def test_a_draft_is_made_with_the_next_number_and_the_accounts_tax(house: House) -> None:
    """Xero itself takes no tax type from an account for a quote, so it is sent."""
    made = (await done(house, "create_quote", contact="Kauri Grove Cafe", lines=[LINE], title="Posters"))["quote"]
    stored = row(house, "Quotes", QuoteID=made["id"])

    assert (made["number"], made["status"], made["total"]["amount"]) == ("QU-0006", "draft", "345.00")
    assert (stored["LineItems"][0]["TaxType"], stored["Title"]) == ("OUTPUT2", "Posters")


async def test_a_line_without_account_is_quoted_without_tax_and_says_so(house: House) -> None:
    """Nobody expects 15 per cent more on the invoice."""
    line = {"description": "Posters", "unit_amount": "100.00"}
    proposed = await plan(house, "create_quote", contact="Kauri Grove Cafe", lines=[line])

    assert "no_tax" in warned(proposed)
    assert proposed["totals"]["total"]["amount"] == "100.00"


async def test_amounts_that_include_tax_stay_so(house: House) -> None:
    """Quotes spell line amount types in capitals."""
    made = await done(house, "create_quote", contact="Kauri Grove Cafe", lines=[LINE], amounts_are="inclusive")

    assert made["quote"]["amounts_are"] == "inclusive"
    assert made["quote"]["total"]["amount"] == "300.00"


async def test_a_day_it_holds_to_before_its_own_is_warned_of(house: House) -> None:
    """A slip of the month."""
    proposed = await plan(
        house, "create_quote", contact="Kauri Grove Cafe", lines=[LINE], date="2026-06-16", expiry_date="2026-06-01"
    )

    assert warned(proposed) == ["expires_before_date"]
    assert proposed["after"]["expiry_date"] == "2026-06-01"


async def test_a_number_that_is_taken_is_refused(house: House) -> None:
    """A part of it is not it."""
    error = await refused(house, "create_quote", contact="Kauri Grove Cafe", lines=[LINE], number="qu-0003")
    made = await done(house, "create_quote", contact="Kauri Grove Cafe", lines=[LINE], number="QU-000")

    assert (error["code"], paths(error)) == ("conflict", ["/number"])
    assert made["quote"]["number"] == "QU-000"


async def test_the_same_offer_again_is_warned_of(house: House) -> None:
    """Same contact, day and total."""
    await done(house, "create_quote", contact="Kauri Grove Cafe", lines=[LINE])
    proposed = await plan(house, "create_quote", contact="Kauri Grove Cafe", lines=[LINE])

    assert warned(proposed) == ["possible_duplicate"]


async def test_an_archived_contact_is_refused(house: House) -> None:
    """Before anybody is asked to approve."""
    contact = row(house, "Contacts", Name="Kauri Grove Cafe")
    change(house, "Contacts", contact, ContactStatus="ARCHIVED")

    error = await refused(house, "create_quote", contact=contact["ContactID"], lines=[LINE])

    assert (error["code"], paths(error)) == ("conflict", ["/contact"])


async def test_it_is_undone_by_deleting_it(house: House) -> None:
    """The way back that its plan names."""
    answer = await house.do("create_quote", contact="Kauri Grove Cafe", lines=[LINE])
    waits = (await house.dispatch.undo(answer["plan"]["id"], house.person)).plain()
    undone = await house.carry_out(waits["plan"])

    assert undone["success"] is True, undone["error"]
    assert len(rows(house, "Quotes", Status="DELETED")) == 1
