"""What create_account promises."""

from __future__ import annotations

from typing import Any

import pytest
from support.asking import LINE, done, paths, plan, refused, row, rows

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio
PRINTING = {"code": "461", "name": "Printing & Stationery", "type": "expense"}


async def test_the_account_is_in_the_chart_as_it_was_planned(house: House) -> None:
    """With its class, its default tax rate and its description."""
    proposed = await plan(house, "create_account", **PRINTING, tax="15% GST on Expenses", description="Paper\nand ink")
    answer = await house.carry_out(proposed)

    stored = row(house, "Accounts", Code="461")
    assert (stored["Class"], stored["TaxType"], stored["Status"]) == ("EXPENSE", "INPUT2", "ACTIVE")
    assert answer["result"]["account"]["description"] == "Paper\nand ink"
    assert proposed["summary"] == "Create the account 461 Printing & Stationery (expense)."


async def test_lines_can_be_booked_on_it_at_once(house: House) -> None:
    """Another skill finds it by its name."""
    await done(house, "create_account", **PRINTING)

    made = await done(
        house, "create_bill", contact="Kauri Grove Cafe", lines=[{**LINE, "account": "Printing & Stationery"}]
    )

    assert made["invoice"]["lines"][0]["account"] == "461"


async def test_one_for_payments_and_expense_claims(house: House) -> None:
    """Invoices can be paid to it."""
    made = await done(house, "create_account", code="881", name="Owner B Drawings", type="equity",
                      takes_payments=True, in_expense_claims=True)  # fmt: skip

    assert (made["account"]["takes_payments"], made["account"]["in_expense_claims"]) == (True, True)


@pytest.mark.parametrize(
    ("fields", "code", "path"),
    [
        ({"name": "advertising"}, "conflict", "/name"),
        ({"name": "Interest Expense"}, "conflict", "/name"),
        ({"code": "200"}, "conflict", "/code"),
        ({"tax": "OUTPUT2"}, "conflict", "/tax"),
        ({"tax": "No such rate"}, "not_found", "/tax"),
        ({"name": "  "}, "invalid_arguments", "/name"),
        ({"code": "12345678901"}, "invalid_arguments", "/code"),
        ({"type": "bank"}, "invalid_arguments", "/type"),
    ],
)
async def test_what_xero_would_refuse_is_refused_with_its_field(
    house: House, fields: dict[str, Any], code: str, path: str
) -> None:
    """A name of an archived account is taken too; a rate of sales does not stand on an expense."""
    error = await refused(house, "create_account", **{**PRINTING, **fields})

    assert (error["code"], paths(error)) == (code, [path])


async def test_a_rate_that_cannot_be_used_is_refused_with_those_that_can(house: House) -> None:
    """The person need not look them up."""
    error = await refused(house, "create_account", **PRINTING, tax="OUTPUT2")

    assert "INPUT2" in error["fields"][0]["message"]


async def test_a_lost_answer_makes_no_second_account(house: House) -> None:
    """It is found again in the chart."""
    proposed = await plan(house, "create_account", **PRINTING)
    house.sandbox.faults.add(kind="drop_after_write", match="/Accounts", method="PUT", times=20)

    answer = await house.carry_out(proposed)

    assert answer["success"] is True, answer["error"]
    assert len(rows(house, "Accounts", Code="461")) == 1


async def test_undo_deletes_it(house: House) -> None:
    """By a plan of its own."""
    answer = await house.do("create_account", **PRINTING)
    undo = (await house.dispatch.undo(answer["plan"]["id"], house.person)).plain()

    gone = await house.carry_out(undo["plan"])

    assert gone["success"] is True, gone["error"]
    assert rows(house, "Accounts", Code="461") == []
