"""What show_manual_journal promises."""

from __future__ import annotations

import pytest
from support.asking import done, refused, result

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio
LINES = [{"account": "412", "debit": "1.00"}, {"account": "850", "credit": "1.00"}]


async def test_it_is_shown_by_its_narration(house: House) -> None:
    """In any letter case, with debits and credits, and its page."""
    journal = (await result(house, "show_manual_journal", manual_journal="accrue POWER for the month"))[
        "manual_journal"
    ]

    assert [line.get("debit", line.get("credit"))["amount"] for line in journal["lines"]] == ["420.00", "420.00"]
    assert [line["account"] for line in journal["lines"]] == ["445", "850"]
    assert (journal["status"], journal["id"] in journal["url"]) == ("draft", True)


async def test_the_only_one_that_begins_so_is_taken_and_reported(house: House) -> None:
    """A read may."""
    shown = await result(house, "show_manual_journal", manual_journal="Depreciation of")

    assert shown["manual_journal"]["narration"] == "Depreciation of office equipment"
    assert shown["assumed"]


async def test_several_of_one_narration_are_listed(house: House) -> None:
    """A voided one steps back."""
    for _ in range(2):
        await done(house, "create_manual_journal", narration="Correction", lines=LINES)
    error = await refused(house, "show_manual_journal", manual_journal="Correction")
    assert (error["code"], len(error["candidates"])) == ("ambiguous", 2)

    await done(house, "void_manual_journal", manual_journal=error["candidates"][0]["id"])
    shown = await result(house, "show_manual_journal", manual_journal="Correction")
    assert shown["manual_journal"]["id"] == error["candidates"][1]["id"]


async def test_an_unknown_one_is_not_found(house: House) -> None:
    """With what may have been meant."""
    error = await refused(house, "show_manual_journal", manual_journal="Zeppelin")

    assert error["code"] == "not_found"
