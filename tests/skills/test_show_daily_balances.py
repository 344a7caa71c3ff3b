"""What show_daily_balances promises."""

from __future__ import annotations

from decimal import Decimal

import pytest
from support.asking import refused, result

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio
DAYS = {"from": "2026-03-01", "to": "2026-06-16"}


async def test_each_day_ends_with_the_balance_after_its_last_transaction(house: House) -> None:
    """As show_account_transactions has it, page by page; each day once, in order."""
    expected: dict[str, Decimal] = {}
    cursor: dict[str, str] = {}
    while True:
        page = await result(house, "show_account_transactions", account="090", dates=DAYS, limit=100, **cursor)
        expected |= {each["date"]: Decimal(each["balance"]) for each in page["rows"]}
        if not page["has_more"]:
            break
        cursor = {"cursor": page["next_cursor"]}

    found = await result(house, "show_daily_balances", account="090", dates=DAYS)

    assert {each["date"]: Decimal(each["balance"]) for each in found["days"]} == expected
    assert [each["date"] for each in found["days"]] == sorted(expected)
    assert len(expected) > 20
    assert found["opening_balance"] == page["opening_balance"]
    assert found["closing_balance"] == page["closing_balance"]
    assert found["proven"] is True


async def test_an_account_without_transactions_has_no_days_and_one_balance(house: House) -> None:
    found = await result(house, "show_daily_balances", account="091", dates={"from": "2026-06-15", "to": "2026-06-16"})

    assert found["days"] == []
    assert found["opening_balance"] == found["closing_balance"]


async def test_an_account_that_there_is_not_is_refused_with_those_that_are_near(house: House) -> None:
    error = await refused(house, "show_daily_balances", account="No such account")

    assert error["code"] in {"not_found", "invalid_arguments"}
