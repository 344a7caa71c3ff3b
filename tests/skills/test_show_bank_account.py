"""What show_bank_account promises."""

from __future__ import annotations

import pytest
from support.asking import change, refused, result, row

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio
READS = ("show_bank_account", "find_bank_transactions")


async def test_it_is_shown_by_code_name_id_and_number(house: House) -> None:
    """With its currency and its page."""
    account = row(house, "Accounts", Code="090")
    names = [account[field] for field in ("Code", "Name", "AccountID", "BankAccountNumber")]

    shown = [(await result(house, "show_bank_account", account=name))["account"] for name in names]

    assert all(each == shown[0] for each in shown)
    assert (shown[0]["id"], shown[0]["currency"]) == (account["AccountID"], "NZD")
    assert account["AccountID"] in shown[0]["url"]


@pytest.mark.parametrize("skill", READS)
async def test_two_accounts_of_one_name_are_both_named_and_neither_is_taken(skill: str, house: House) -> None:
    """The first that fitted was taken without a word."""
    first, second = row(house, "Accounts", Code="090"), row(house, "Accounts", Code="091")
    change(house, "Accounts", second, Name=first["Name"])

    error = await refused(house, skill, account=first["Name"])

    assert error["code"] == "ambiguous"
    assert {each["id"] for each in error["candidates"]} == {first["AccountID"], second["AccountID"]}


@pytest.mark.parametrize("skill", READS)
async def test_the_only_one_that_begins_so_is_shown_and_the_answer_says_so(skill: str, house: House) -> None:
    """As every read does."""
    account = row(house, "Accounts", Code="090")
    change(house, "Accounts", account, Name="Zebra Cheque Account")

    found = await result(house, skill, account="zebra")

    assert found["assumed"] == [
        {"field": "account", "asked": "zebra", "id": account["AccountID"], "name": "Zebra Cheque Account"}
    ]
    assert "assumed" not in await result(house, skill, account="zebra cheque account")


@pytest.mark.parametrize("skill", READS)
async def test_an_account_of_another_kind_is_none(skill: str, house: House) -> None:
    """Sales is no bank account, and no bank account stands for it."""
    error = await refused(house, skill, account="200")

    assert (error["code"], error["fields"][0]["path"]) == ("not_found", "/account")
    assert "no bank account" in error["message"]
    assert "find_accounts" in error["hint"]


async def test_of_one_name_the_bank_account_is_meant(house: House) -> None:
    """An account of another kind may bear the name too."""
    bank = row(house, "Accounts", Code="090")
    change(house, "Accounts", row(house, "Accounts", Code="200"), Name=bank["Name"])

    shown = await result(house, "show_bank_account", account=bank["Name"])

    assert shown["account"]["id"] == bank["AccountID"]


async def test_an_archived_one_is_shown_as_such(house: House) -> None:
    """It keeps its history."""
    change(house, "Accounts", row(house, "Accounts", Code="091"), Status="ARCHIVED")

    shown = await result(house, "show_bank_account", account="091")

    assert shown["account"]["archived"] is True


async def test_its_balance_is_that_of_the_books_if_it_is_asked_for(house: House) -> None:
    """One request more; without asking there is none."""
    shown = await result(house, "show_bank_account", account="090", with_balance=True)
    without = await result(house, "show_bank_account", account="090")
    books = house.sandbox.organisations[house.organisation]
    account = row(house, "Accounts", Code="090")["AccountID"]
    held = sum(each.amount for each in books.ledger.postings() if each.account_id == account)

    assert shown["account"]["balance"] == {"amount": f"{held:.2f}", "currency": "NZD"}
    assert "balance" not in without["account"]
    assert house.sandbox.requests.counts["GET /api.xro/2.0/Reports/BankSummary"] == 1
