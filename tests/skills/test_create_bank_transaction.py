"""What create_bank_transaction promises."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from support.asking import change, done, paths, plan, refused, row, warned

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio
FUEL = {"description": "Fuel", "unit_amount": "57.50", "account": "449"}
SPENT = {"account": "090", "direction": "out", "contact": "Kauri Grove Cafe"}


async def test_money_spent_is_recorded_with_its_tax(house: House) -> None:
    """The amount includes tax unless it is said not to; the plan says how it is undone."""
    proposed = await plan(house, "create_bank_transaction", **SPENT, lines=[FUEL], reference="Van")
    made = (await house.carry_out(proposed))["result"]["bank_transaction"]
    stored = row(house, "BankTransactions", BankTransactionID=made["id"])

    assert (stored["Type"], stored["Total"], stored["TotalTax"]) == ("SPEND", Decimal("57.50"), Decimal("7.50"))
    assert (made["net"]["amount"], made["tax"]["amount"], made["reference"]) == ("50.00", "7.50", "Van")
    assert "NZD 57.50 to Kauri Grove Cafe from the bank account 090" in proposed["summary"]
    assert proposed["undo"].startswith("reverse_bank_transaction")


async def test_money_received_takes_prices_without_tax_too(house: House) -> None:
    """Several lines, each on its account."""
    lines = [
        {"description": "Stall", "quantity": "2", "unit_amount": "50", "account": "200"},
        {"description": "Change given", "unit_amount": "-10", "account": "200", "tax": "NONE"},
    ]
    made = await done(
        house, "create_bank_transaction", account="091", direction="in", contact="Kauri Grove Cafe", lines=lines,
        amounts_are="exclusive", date="2026-06-10",
    )  # fmt: skip

    shown = made["bank_transaction"]
    assert (shown["direction"], shown["total"]["amount"], shown["date"]) == ("in", "105.00", "2026-06-10")
    assert [line["amount"]["amount"] for line in shown["lines"]] == ["100.00", "-10.00"]


@pytest.mark.parametrize(("direction", "kind"), [("in", "RECEIVE-OVERPAYMENT"), ("out", "SPEND-OVERPAYMENT")])
async def test_an_overpayment_is_one_amount_without_account_and_tax(house: House, direction: str, kind: str) -> None:
    """Xero books it by itself; the answer names the overpayment, and the plan says that it is final."""
    arguments = {**SPENT, "direction": direction, "purpose": "overpayment"}
    line = {"description": "Paid twice", "unit_amount": "80"}
    proposed = await plan(house, "create_bank_transaction", **arguments, lines=[line])
    made = (await house.carry_out(proposed))["result"]["bank_transaction"]

    assert row(house, "BankTransactions", BankTransactionID=made["id"])["Type"] == kind
    assert (made["purpose"], made["total"]["amount"]) == ("overpayment", "80.00")
    assert made["overpayment"]
    assert (proposed["undo"], warned(proposed)) == (None, ["no_undo"])


async def test_a_prepayment_has_lines(house: House) -> None:
    """With account and tax, as money alone has."""
    made = await done(house, "create_bank_transaction", **SPENT, lines=[FUEL], purpose="prepayment")

    assert made["bank_transaction"]["prepayment"]
    assert made["bank_transaction"]["tax"]["amount"] == "7.50"


@pytest.mark.parametrize(
    ("arguments", "path"),
    [
        ({"lines": [{**FUEL, "unit_amount": "0"}]}, "/lines/0/unit_amount"),
        ({"lines": [{**FUEL, "quantity": "-1"}]}, "/lines/0/quantity"),
        ({"lines": [{"description": "Words"}]}, "/lines/0/unit_amount"),
        ({"lines": [{"description": "Fuel", "unit_amount": "5"}]}, "/lines/0/account"),
        ({"lines": [{**FUEL, "unit_amount": "-5"}]}, "/lines"),
        ({"lines": [FUEL], "purpose": "prepayment", "reference": "x"}, "/reference"),
        ({"lines": [FUEL], "purpose": "overpayment"}, "/lines/0/account"),
        ({"lines": [{"description": "a", "unit_amount": "1"}] * 2, "purpose": "overpayment"}, "/lines"),
        ({"lines": [FUEL], "account": "200"}, "/account"),
    ],
)
async def test_what_xero_refuses_is_refused_before_anybody_is_asked(
    house: House, arguments: dict[str, Any], path: str
) -> None:
    """With the field, and nothing is sent."""
    error = await refused(house, "create_bank_transaction", **{**SPENT, **arguments})

    assert paths(error) == [path]


async def test_an_archived_account_is_refused(house: House) -> None:
    """It takes nothing more."""
    change(house, "Accounts", row(house, "Accounts", Code="092"), Status="ARCHIVED")

    assert (await refused(house, "create_bank_transaction", **{**SPENT, "account": "092"}, lines=[FUEL]))["code"] in {
        "conflict",
        "not_found",
    }


async def test_the_same_money_again_is_warned_of(house: House) -> None:
    """Same contact, day and total; and it is not taken for the first one."""
    first = await done(house, "create_bank_transaction", **SPENT, lines=[FUEL])
    proposed = await plan(house, "create_bank_transaction", **SPENT, lines=[FUEL])
    second = await house.carry_out(proposed)

    assert "possible_duplicate" in warned(proposed)
    assert second["result"]["bank_transaction"]["id"] != first["bank_transaction"]["id"]
