"""What find_accounts promises."""

from __future__ import annotations

from decimal import Decimal

import pytest
from support.asking import change, result, row, rows

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio


async def test_bank_accounts_come_with_currency_and_page(house: House) -> None:
    """What a payment needs to name."""
    reported = await result(house, "find_accounts", bank_only=True)

    assert [each["code"] for each in reported["items"]] == sorted(
        each["Code"] for each in rows(house, "Accounts", Type="BANK")
    )
    assert all(each["takes_payments"] and each["currency"] == "NZD" for each in reported["items"])
    assert all(each["id"] in each["url"] for each in reported["items"])


async def test_text_is_found_in_code_and_name(house: House) -> None:
    """Whatever its letters' size."""
    by_code = await result(house, "find_accounts", text="200")
    by_name = await result(house, "find_accounts", text="SALES")

    assert "Sales" in [each["name"] for each in by_code["items"]]
    assert "Sales" in [each["name"] for each in by_name["items"]]


async def test_an_archived_account_is_found_only_when_asked_for(house: House) -> None:
    """No new line can name it."""
    change(house, "Accounts", row(house, "Accounts", Code="200"), Status="ARCHIVED")

    without = await result(house, "find_accounts", text="200")
    with_it = await result(house, "find_accounts", text="200", include_archived=True)

    assert "200" not in [each["code"] for each in without["items"]]
    assert [each["archived"] for each in with_it["items"] if each["code"] == "200"] == [True]


async def test_the_chart_can_be_read_in_pages(house: House) -> None:
    """Each account once, and how many there are."""
    everything = await result(house, "find_accounts", limit=100)
    first = await result(house, "find_accounts", limit=10)
    second = await result(house, "find_accounts", limit=10, cursor=first["next_cursor"])

    assert [*first["items"], *second["items"]] == everything["items"][:20]
    assert first["total"] == everything["total"] == len(everything["items"])


async def test_balances_of_bank_accounts_come_with_one_request(house: House) -> None:
    """For all of them; other accounts have none."""
    found = await result(house, "find_accounts", with_balance=True)
    before = await result(house, "find_accounts", bank_only=True)
    await house.do("create_bank_transfer", from_account="090", to_account="091", amount="250.00")
    after = await result(house, "find_accounts", bank_only=True, with_balance=True)
    amounts = [
        {each["code"]: each["balance"]["amount"] for each in page["items"] if "balance" in each}
        for page in (found, before, after)
    ]

    assert (set(amounts[0]), amounts[1]) == ({"090", "091", "092"}, {})
    assert Decimal(amounts[2]["091"]) - Decimal(amounts[0]["091"]) == 250
    assert house.sandbox.requests.counts["GET /api.xro/2.0/Reports/BankSummary"] == 2
