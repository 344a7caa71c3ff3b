"""What show_account promises."""

from __future__ import annotations

import pytest
from support.asking import change, refused, result, row

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio


async def test_it_is_shown_by_code_name_and_id_with_all_that_people_set(house: House) -> None:
    """Description, default tax, and whether expense claims offer it."""
    stored = row(house, "Accounts", Code="400")
    change(house, "Accounts", stored, Description="Print and online", ShowInExpenseClaims=True)

    shown = [
        (await result(house, "show_account", account=name))["account"]
        for name in ("400", "Advertising", stored["AccountID"])
    ]

    assert all(each == shown[0] for each in shown)
    assert (shown[0]["type"], shown[0]["kind"], shown[0]["tax_type"]) == ("EXPENSE", "expense", "INPUT2")
    assert (shown[0]["description"], shown[0]["in_expense_claims"]) == ("Print and online", True)


async def test_a_bank_account_and_an_archived_one_are_shown_too(house: House) -> None:
    """Whatever its type or state."""
    assert (await result(house, "show_account", account="090"))["account"]["url"]
    assert (await result(house, "show_account", account="437"))["account"]["archived"] is True


async def test_the_only_one_that_begins_so_is_taken_and_the_answer_says_so(house: House) -> None:
    """As every read does."""
    found = await result(house, "show_account", account="advert")

    assert [(each["asked"], each["name"]) for each in found["assumed"]] == [("advert", "Advertising")]


async def test_one_that_there_is_not_is_refused_with_the_near_ones(house: House) -> None:
    """Nothing is guessed."""
    error = await refused(house, "show_account", account="Advertizing")

    assert error["code"] == "not_found"
    assert "Advertising" in error["hint"]
