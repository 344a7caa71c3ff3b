"""What find_bank_transactions promises."""

from __future__ import annotations

import pytest
from support.asking import refused, result, row, rows

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio


def _of(house: House, code: str) -> list[str]:
    """The ids of what the books hold for an account."""
    account = row(house, "Accounts", Code=code)["AccountID"]
    found = rows(house, "BankTransactions")
    return [each["BankTransactionID"] for each in found if each["BankAccount"]["AccountID"] == account]


async def test_each_that_went_over_the_account_is_listed_once_and_no_other(house: House) -> None:
    """Page after page, the newest first."""
    wanted, found, cursor = _of(house, "090"), [], None
    while cursor is not None or not found:
        answer = await result(house, "find_bank_transactions", account="090", limit=7, cursor=cursor)
        found += answer["items"]
        cursor = answer["next_cursor"]
        assert answer["has_more"] is (cursor is not None)

    assert wanted
    assert sorted(each["id"] for each in found) == sorted(wanted)
    assert [each["date"] for each in found] == sorted((each["date"] for each in found), reverse=True)
    assert {each["account"]["code"] for each in found} == {"090"}


async def test_days_narrow_it(house: House) -> None:
    """By a word or by dates, both ends included."""
    everything = await result(house, "find_bank_transactions", account="090", limit=100)
    day = everything["items"][0]["date"]

    that_day = await result(house, "find_bank_transactions", account="090", dates={"from": day, "to": day}, limit=100)
    both = await refused(house, "find_bank_transactions", account="090", dates={"from": day}, period="today")

    assert that_day["items"] == [each for each in everything["items"] if each["date"] == day]
    assert both["fields"][0]["path"] == "/dates"


async def test_money_is_exact_and_says_its_direction(house: House) -> None:
    """As text with its currency."""
    found = await result(house, "find_bank_transactions", account="090", limit=100)

    for each in found["items"]:
        record = row(house, "BankTransactions", BankTransactionID=each["id"])
        assert each["total"] == {"amount": f"{record['Total']:.2f}", "currency": "NZD"}
        assert each["direction"] == ("in" if record["Type"].startswith("RECEIVE") else "out")


async def test_it_filters_by_contact_direction_and_what_is_reconciled(house: House) -> None:
    """Over all bank accounts, where none is named."""
    books = rows(house, "BankTransactions")
    spent = [each for each in books if each["Type"].startswith("SPEND") and not each["IsReconciled"]]
    fees = [each for each in books if each["Contact"] and each["Contact"]["Name"] == "Kauri Grove Cafe"]

    unmatched = await result(house, "find_bank_transactions", direction="out", reconciled=False, limit=100)
    of_contact = await result(house, "find_bank_transactions", contact="Kauri Grove", limit=100)

    assert {each["id"] for each in unmatched["items"]} == {each["BankTransactionID"] for each in spent}
    assert {each["id"] for each in of_contact["items"]} == {each["BankTransactionID"] for each in fees}
    assert of_contact["assumed"][0]["name"] == "Kauri Grove Cafe"


async def test_half_of_a_transfer_says_so(house: House) -> None:
    """It is no money spent."""
    half = row(house, "BankTransactions", Type="SPEND-TRANSFER")
    found = await result(house, "find_bank_transactions", account="091", limit=100)

    assert [each["purpose"] for each in found["items"] if each["id"] == half["BankTransactionID"]] == ["transfer"]
