"""What change_account promises."""

from __future__ import annotations

from typing import Any

import pytest
from support.asking import change, done, paths, plan, refused, row, warned

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio


async def test_only_the_fields_given_change(house: House) -> None:
    """All else stays as it is in Xero."""
    before = dict(row(house, "Accounts", Code="429"))

    await done(house, "change_account", account="429", name="Sundry Expenses", tax="NONE", in_expense_claims=True)

    after = row(house, "Accounts", Code="429")
    assert (after["Name"], after["TaxType"], after["ShowInExpenseClaims"]) == ("Sundry Expenses", "NONE", True)
    same = set(before) - {"Name", "TaxType", "ShowInExpenseClaims", "UpdatedDateUTC"}
    assert {name: after[name] for name in same} == {name: before[name] for name in same}


async def test_the_plan_shows_old_and_new(house: House) -> None:
    """Of what changes alone."""
    proposed = await plan(house, "change_account", account="General Expenses", code="430", name="General Expenses")

    assert proposed["before"] == {"name": "General Expenses", "code": "429"}
    assert proposed["after"] == {"name": "General Expenses", "code": "430"}
    assert warned(proposed) == ["code_used"]


async def test_an_empty_description_empties_it_and_undo_brings_it_back(house: House) -> None:
    """By a plan of its own."""
    change(house, "Accounts", row(house, "Accounts", Code="429"), Description="All else")
    answer = await house.do("change_account", account="429", description="")
    assert row(house, "Accounts", Code="429")["Description"] == ""

    undo = (await house.dispatch.undo(answer["plan"]["id"], house.person)).plain()
    await house.carry_out(undo["plan"])

    assert row(house, "Accounts", Code="429")["Description"] == "All else"


async def test_a_change_of_what_xero_itself_uses_is_warned_of(house: House) -> None:
    """Its name may change, and Xero may refuse the rest."""
    proposed = await plan(house, "change_account", account="610", name="Trade Debtors")

    assert "system_account" in warned(proposed)
    assert (await house.carry_out(proposed))["success"] is True


@pytest.mark.parametrize(
    ("asked", "code", "path"),
    [
        ({}, "invalid_arguments", [""]),
        ({"name": "General Expenses"}, "invalid_arguments", [""]),
        ({"takes_payments": False}, "invalid_arguments", [""]),
        ({"name": "Sales"}, "conflict", ["/name"]),
        ({"code": "200"}, "conflict", ["/code"]),
        ({"tax": "OUTPUT2"}, "conflict", ["/tax"]),
        ({"account": "090", "name": "x"}, "conflict", ["/account"]),
        ({"account": "437", "name": "x"}, "conflict", []),
        ({"account": "No Such Account", "name": "x"}, "not_found", ["/account"]),
    ],
)
async def test_what_cannot_be_is_refused(house: House, asked: dict[str, Any], code: str, path: list[str]) -> None:
    """Nothing that changes, a name that is taken, a bank account, an archived one."""
    error = await refused(house, "change_account", **{"account": "429", **asked})

    assert (error["code"], paths(error)) == (code, path)


async def test_a_plan_is_void_if_the_account_changed_meanwhile(house: House) -> None:
    """What was approved is not what would be sent."""
    proposed = await plan(house, "change_account", account="429", name="Sundry Expenses")
    house.sandbox.clock.advance(60)
    change(house, "Accounts", row(house, "Accounts", Code="429"), Name="Renamed in Xero")

    assert (await house.carry_out(proposed))["error"]["code"] == "plan_stale"
    assert row(house, "Accounts", Code="429")["Name"] == "Renamed in Xero"
