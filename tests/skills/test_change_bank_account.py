"""What change_bank_account promises."""

from __future__ import annotations

from typing import Any

import pytest
from support.asking import change, done, paths, plan, refused, row, warned

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio


async def test_only_the_fields_given_change(house: House) -> None:
    """Its kind, currency and all else stay."""
    before = dict(row(house, "Accounts", Code="091"))

    await done(house, "change_bank_account", account="091", name="Tax Savings", number="12-3456-0789012-26")

    after = row(house, "Accounts", Code="091")
    assert (after["Name"], after["BankAccountNumber"]) == ("Tax Savings", "123456078901226")
    same = set(before) - {"Name", "BankAccountNumber", "UpdatedDateUTC"}
    assert {name: after[name] for name in same} == {name: before[name] for name in same}


async def test_the_plan_shows_old_and_new(house: House) -> None:
    """Of what changes alone, with whose it is."""
    proposed = await plan(house, "change_bank_account", account="Business Savings Account", code="S1")

    assert proposed["before"] == {"name": "Business Savings Account", "code": "091"}
    assert proposed["after"] == {"name": "Business Savings Account", "code": "S1"}


async def test_undo_sets_the_old_values(house: House) -> None:
    """By a plan of its own."""
    answer = await house.do("change_bank_account", account="091", name="Tax Savings", code="S1")
    undo = (await house.dispatch.undo(answer["plan"]["id"], house.person)).plain()

    await house.carry_out(undo["plan"])

    assert row(house, "Accounts", Code="091")["Name"] == "Business Savings Account"


async def test_a_first_code_cannot_be_taken_away_again_and_that_is_said(house: House) -> None:
    """There is no undo."""
    made = await done(house, "create_bank_account", name="Till", number="12-3456-0789012-51")

    proposed = await plan(house, "change_bank_account", account=made["account"]["id"], code="S2")

    assert "no_undo" in warned(proposed)
    assert proposed["undo"] is None


async def test_an_archived_one_is_restored_and_takes_no_other_change(house: House) -> None:
    """Xero takes its status alone."""
    change(house, "Accounts", row(house, "Accounts", Code="091"), Status="ARCHIVED")

    error = await refused(house, "change_bank_account", account="091", name="Tax Savings")
    both = await refused(house, "change_bank_account", account="091", name="Tax Savings", restore=True)
    restored = await done(house, "change_bank_account", account="091", restore=True)

    assert (error["code"], "restore" in error["hint"]) == ("conflict", True)
    assert paths(both) == ["/restore"]
    assert "archived" not in restored["account"]
    assert row(house, "Accounts", Code="091")["Status"] == "ACTIVE"


async def test_one_in_use_needs_no_restoring(house: House) -> None:
    """Nothing needs to be done."""
    error = await refused(house, "change_bank_account", account="091", restore=True)

    assert (error["code"], error["hint"]) == ("conflict", "Nothing needs to be done.")


@pytest.mark.parametrize(
    ("asked", "code", "path"),
    [
        ({}, "invalid_arguments", ""),
        ({"name": "Business Savings Account"}, "invalid_arguments", ""),
        ({"number": "12 3456 0789012 25"}, "invalid_arguments", ""),
        ({"name": "Sales"}, "conflict", "/name"),
        ({"code": "090"}, "conflict", "/code"),
        ({"account": "200", "name": "x"}, "conflict", "/account"),
        ({"account": "No Such Bank", "name": "x"}, "not_found", "/account"),
    ],
)
async def test_what_cannot_be_is_refused_with_its_field(
    house: House, asked: dict[str, Any], code: str, path: str
) -> None:
    """A name that is taken, another kind of account, nothing that would change."""
    error = await refused(house, "change_bank_account", **{"account": "091", **asked})

    assert (error["code"], paths(error)) == (code, [path])


async def test_a_plan_is_void_if_the_account_changed_meanwhile(house: House) -> None:
    """What was approved is not what would be sent."""
    proposed = await plan(house, "change_bank_account", account="091", name="Tax Savings")
    house.sandbox.clock.advance(60)
    change(house, "Accounts", row(house, "Accounts", Code="091"), Name="Renamed in Xero")

    answer = await house.carry_out(proposed)

    assert answer["error"]["code"] == "plan_stale"
    assert row(house, "Accounts", Code="091")["Name"] == "Renamed in Xero"
