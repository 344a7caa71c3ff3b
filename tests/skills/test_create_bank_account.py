"""What create_bank_account promises."""

from __future__ import annotations

from typing import Any

import pytest
from support.asking import change, done, paths, plan, refused, row, rows, warned, writes

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio
SAVINGS = {"name": "Rainy Day Savings", "number": "12-3456-0789012-50", "code": "095"}


async def test_the_account_is_in_the_chart_as_it_was_planned(house: House) -> None:
    """Its number without separators, as Xero keeps numbers; in the organisation's currency."""
    proposed = await plan(house, "create_bank_account", **SAVINGS)
    answer = await house.carry_out(proposed)

    account = answer["result"]["account"]
    stored = row(house, "Accounts", AccountID=account["id"])
    assert (stored["Type"], stored["Name"], stored["Code"], stored["BankAccountNumber"]) == (
        "BANK", "Rainy Day Savings", "095", "123456078901250",
    )  # fmt: skip
    assert (account["currency"], account["takes_payments"]) == ("NZD", True)
    assert proposed["summary"].endswith("in NZD.")


async def test_a_credit_card_needs_no_code(house: House) -> None:
    """Its last four digits are its number."""
    made = await done(house, "create_bank_account", name="Team Card", number="4417", kind="credit_card")

    assert row(house, "Accounts", AccountID=made["account"]["id"])["BankAccountType"] == "CREDITCARD"
    assert made["account"]["code"] is None


async def test_it_can_be_paid_with_at_once(house: House) -> None:
    """Another skill finds it by its name."""
    await done(house, "create_bank_account", **SAVINGS)
    unpaid = next(each for each in rows(house, "Invoices", Status="AUTHORISED") if not each["AmountPaid"])

    paid = await done(house, "record_payment", invoice=unpaid["InvoiceID"], account="Rainy Day Savings", amount="1.00")

    assert paid["payment"]["account"]["code"] == "095"


@pytest.mark.parametrize(
    ("fields", "path"), [({"name": "business cheque account"}, "/name"), ({"code": "200"}, "/code")]
)
async def test_a_name_or_code_that_is_taken_is_refused(house: House, fields: dict[str, str], path: str) -> None:
    """Of any account, also an archived one."""
    change(house, "Accounts", row(house, "Accounts", Code="200"), Status="ARCHIVED")

    error = await refused(house, "create_bank_account", **{**SAVINGS, **fields})

    assert (error["code"], paths(error)) == ("conflict", [path])


async def test_a_number_that_is_there_is_warned_of(house: House) -> None:
    """Written with other separators, it is still the same."""
    proposed = await plan(house, "create_bank_account", **{**SAVINGS, "number": "12 3456 0789012 00"})

    assert "possible_duplicate" in warned(proposed)


async def test_a_currency_that_is_not_in_use_is_refused_at_once(house: House) -> None:
    """Xero would refuse it after somebody had approved it."""
    error = await refused(house, "create_bank_account", **SAVINGS, currency="XTS")

    assert (error["code"], paths(error)) == ("conflict", ["/currency"])
    assert "in use: NZD" in error["fields"][0]["message"]
    assert rows(house, "Accounts", Name=SAVINGS["name"]) == []


@pytest.mark.parametrize(
    ("fields", "path"),
    [
        ({"name": "  "}, "/name"),
        ({"code": "12345678901"}, "/code"),
        ({"number": ""}, "/number"),
        ({"number": "12\n34"}, "/number"),
        ({"kind": "paypal"}, "/kind"),
    ],
)
async def test_what_cannot_be_is_refused_before_any_call(house: House, fields: dict[str, Any], path: str) -> None:
    """With its field."""
    await house.call("find_accounts")  # so that the organisation's own data is known, which is read once a day
    before = house.sandbox.requests.total

    error = await refused(house, "create_bank_account", **{**SAVINGS, **fields})

    assert paths(error) == [path]
    assert house.sandbox.requests.total == before


async def test_an_australian_number_begins_with_its_branch(house: House) -> None:
    """Xero refuses one without; a card has none."""
    wattle = list(house.sandbox.organisations)[1]
    short = await house.ask("create_bank_account", {"name": "Till", "number": "121-121"}, organisation=wattle)
    whole = await house.ask("create_bank_account", {"name": "Till", "number": "121-121-1234567"}, organisation=wattle)

    assert (short["error"]["code"], paths(short["error"])) == ("invalid_arguments", ["/number"])
    assert (await house.carry_out(whole["plan"]))["success"] is True


async def test_a_lost_answer_makes_no_second_account(house: House) -> None:
    """It is found again in the chart."""
    proposed = await plan(house, "create_bank_account", **SAVINGS)
    house.sandbox.faults.add(kind="drop_after_write", match="/Accounts", method="PUT", times=20)

    answer = await house.carry_out(proposed)

    assert answer["success"] is True, answer["error"]
    assert len(rows(house, "Accounts", Name=SAVINGS["name"])) == 1


async def test_undo_deletes_what_was_never_used(house: House) -> None:
    """By a plan of its own."""
    answer = await house.do("create_bank_account", **SAVINGS)
    undo = (await house.dispatch.undo(answer["plan"]["id"], house.person)).plain()
    before = writes(house)

    gone = await house.carry_out(undo["plan"])

    assert gone["result"]["deleted"] is True
    assert rows(house, "Accounts", Name=SAVINGS["name"]) == []
    assert writes(house) == before + 1
