"""What create_bank_transfer promises."""

from __future__ import annotations

from decimal import Decimal

import pytest
from support.asking import change, done, paths, plan, refused, row, rows, warned

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio
MOVED = {"from_account": "090", "to_account": "091", "amount": "500.00"}


async def test_money_moves_from_the_one_account_to_the_other(house: House) -> None:
    """Both halves stand among the bank transactions; it can be undone."""
    proposed = await plan(house, "create_bank_transfer", **MOVED, reference="Tax", date="2026-06-12")
    made = (await house.carry_out(proposed))["result"]["bank_transfer"]
    halves = rows(house, "BankTransactions", Reference="Tax")
    undo = (await house.dispatch.undo(proposed["id"], house.person)).plain()

    assert [(each["Type"], each["Total"], each["BankAccount"]["Code"]) for each in halves] == [
        ("SPEND-TRANSFER", Decimal("500.00"), "090"),
        ("RECEIVE-TRANSFER", Decimal("500.00"), "091"),
    ]
    assert (made["state"], made["date"], made["from_transaction"]) == (
        "recorded", "2026-06-12", halves[0]["BankTransactionID"],
    )  # fmt: skip
    assert undo["plan"]["skill"] == "delete_bank_transfer"


async def test_the_same_again_is_warned_of_and_is_another_one(house: House) -> None:
    """Same accounts and amount within three days."""
    first = await done(house, "create_bank_transfer", **MOVED)
    proposed = await plan(house, "create_bank_transfer", **MOVED)
    second = await house.carry_out(proposed)

    assert warned(proposed) == ["possible_duplicate"]
    assert second["result"]["bank_transfer"]["id"] != first["bank_transfer"]["id"]


async def test_what_xero_refuses_is_refused_before_anybody_is_asked(house: House) -> None:
    """One account, one in another currency, one that is archived, and one that is no bank account."""
    same = await refused(house, "create_bank_transfer", **{**MOVED, "to_account": "090"})
    no_bank = await refused(house, "create_bank_transfer", **{**MOVED, "to_account": "200"})
    change(house, "Accounts", row(house, "Accounts", Code="091"), CurrencyCode="USD")
    foreign = await refused(house, "create_bank_transfer", **MOVED)
    change(house, "Accounts", row(house, "Accounts", Code="092"), Status="ARCHIVED")
    archived = await refused(
        house, "create_bank_transfer", **{**MOVED, "to_account": row(house, "Accounts", Code="092")["AccountID"]}
    )

    assert [each["code"] for each in (same, no_bank, foreign, archived)] == ["invalid_arguments", *["conflict"] * 3]
    assert {paths(each)[0] for each in (same, no_bank, foreign, archived)} == {"/to_account"}
