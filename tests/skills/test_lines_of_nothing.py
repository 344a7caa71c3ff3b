"""Zero is an amount: lines of 0 and lines of words stay what they are, and no difference is reported."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from support.altered_answers import alter_rows
from support.asking import LINE, change, done, plan, result, warned
from support.invoices import CLINIC, made, stored, undone

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio
WORDS = {"description": "With thanks for your custom"}
FREE = {"description": "Free of charge", "quantity": "0", "unit_amount": "250.00", "account": "200"}


def as_xero(row: dict[str, Any], _listed: bool) -> None:
    """Xero drops the account and the tax of a line of 0. Source: calcinai/xero-php issue 660."""
    for line in row.get("LineItems", []):
        if not line.get("LineAmount"):
            for name in ("AccountCode", "AccountID"):
                line.pop(name, None)
            line["TaxType"] = "NONE"


@pytest.mark.parametrize("amounts_are", ["inclusive", "no_tax"])
async def test_a_quantity_of_0_stays_0_when_the_meaning_of_amounts_changes(house: House, amounts_are: str) -> None:
    """It became 1, and the document 250 larger."""
    invoice = await made(house, lines=[LINE, FREE])

    proposed = await plan(house, "change_invoice", invoice=invoice["id"], amounts_are=amounts_are)
    answer = await house.carry_out(proposed)

    assert proposed["totals"]["total"]["amount"] == "300.00"
    assert answer["success"] is True, answer["error"]
    assert [line["Quantity"] for line in stored(house, invoice)["LineItems"]] == [2, 0]


@pytest.mark.parametrize(
    "asked",
    [
        {"change_lines": [{"line": "2", "description": "Still free"}]},
        {"change_lines": [{"line": "2", "unit_amount": "99.00"}]},
        {"change_lines": [{"line": "2", "discount_percent": "10"}]},
        {"change_lines": [{"line": "1", "quantity": "3"}]},
        {"add_lines": [LINE]},
        {"lines": [{"line": "2"}, {"line": "1"}]},
    ],
)
async def test_no_change_brings_a_line_of_0_to_life(house: House, asked: dict[str, Any]) -> None:
    """Whatever else changes."""
    invoice = await made(house, lines=[LINE, FREE])

    await done(house, "change_invoice", invoice=invoice["id"], **asked)

    zero = [line for line in stored(house, invoice)["LineItems"] if line["Quantity"] == 0]
    assert [line["LineAmount"] for line in zero] == [0]


@pytest.mark.parametrize(
    "zero", [FREE, FREE | {"quantity": "3", "unit_amount": "0"}, FREE | {"quantity": "1", "discount_percent": "100"}]
)
@pytest.mark.parametrize("approve", [False, True])
async def test_a_line_of_0_is_made_and_changed_though_xero_drops_its_account(
    house: House, zero: dict[str, str], approve: bool
) -> None:
    """Its account was searched for and missed: a mismatch where nothing was wrong."""
    alter_rows(house, "Invoices", as_xero)
    proposed = await plan(house, "create_invoice", contact=CLINIC, lines=[LINE, zero], due_in_days=7, approve=approve)
    assert "line_of_zero" in warned(proposed)
    answer = await house.carry_out(proposed)
    assert answer["success"] is True, answer["error"]
    invoice = answer["result"]["invoice"]

    changed = await done(
        house, "change_invoice", invoice=invoice["id"],
        change_lines=[{"line": "2", "description": "Nothing to pay", "account": "260"}], add_lines=[zero],
    )  # fmt: skip

    assert changed["invoice"]["total"]["amount"] == "345.00"


async def test_making_a_line_0_can_be_undone_with_its_account_and_tax(house: House) -> None:
    """Xero took both away, so they are given again."""
    invoice = await made(house, lines=[LINE | {"tax": "OUTPUT2"}, LINE])
    answer = await house.do("change_invoice", invoice=invoice["id"], change_lines=[{"line": "1", "quantity": "0"}])
    assert answer["success"] is True, answer["error"]
    record = stored(house, invoice)
    lines = [{k: v for k, v in record["LineItems"][0].items() if k not in {"AccountCode", "AccountID", "TaxType"}}]
    change(house, "Invoices", record, LineItems=lines + record["LineItems"][1:])

    await undone(house, answer)

    first = stored(house, invoice)["LineItems"][0]
    assert (first["Quantity"], first["AccountCode"], first["TaxType"]) == (2, "200", "OUTPUT2")


async def test_a_line_of_words_is_made_kept_changed_and_removed(house: House) -> None:
    """It has no amount, and gets none."""
    proposed = await plan(house, "create_invoice", contact=CLINIC, lines=[LINE, WORDS], due_in_days=7, approve=True)
    assert "words_only" in warned(proposed)
    invoice = (await house.carry_out(proposed))["result"]["invoice"]
    assert invoice["lines"][1]["description"] == WORDS["description"]
    assert "unit_amount" not in invoice["lines"][1]

    asked = {"change_lines": [{"line": "1", "quantity": "3"}, {"line": "2", "description": "Thank you"}]}
    changed = await done(house, "change_invoice", invoice=invoice["id"], amounts_are="inclusive", **asked)
    assert changed["invoice"]["total"]["amount"] == "450.00"
    assert changed["invoice"]["lines"][1]["description"] == "Thank you"

    added = await house.do("change_invoice", invoice=invoice["id"], add_lines=[WORDS], remove_lines=["2"])
    assert [line["description"] for line in added["result"]["invoice"]["lines"]] == [
        "Consulting", WORDS["description"],
    ]  # fmt: skip
    back = await undone(house, added)
    assert back["result"]["invoice"]["lines"][1]["description"] == "Thank you"


async def test_a_bill_has_lines_of_words_too(house: House) -> None:
    """As drafts, and approved."""
    lines = [LINE | {"account": "404"}, WORDS]
    bill = await done(house, "create_bill", contact=CLINIC, lines=lines, due_in_days=7, approve=True)

    assert [line["amount"]["amount"] for line in bill["bill" if "bill" in bill else "invoice"]["lines"]] == [
        "300.00", "0.00",
    ]  # fmt: skip


async def test_minus_nothing_is_nothing(house: House) -> None:
    """`-0` is an amount that people and programs write."""
    lines = [LINE, FREE | {"quantity": "-0"}, FREE | {"quantity": "1", "unit_amount": "-0.00"}]
    proposed = await plan(house, "create_invoice", contact=CLINIC, lines=lines, due_in_days=7)

    answer = await house.carry_out(proposed)

    assert answer["success"] is True, answer["error"]
    shown = [(line["quantity"], line["unit_amount"]) for line in proposed["after"]["lines"]]
    assert shown[1:] == [("0", "250.00"), ("1", "0.00")]
    assert [str(line["Quantity"]) for line in stored(house, answer["result"]["invoice"])["LineItems"][1:]] == [
        "0.0000", "1.0000",
    ]  # fmt: skip


@pytest.mark.parametrize("rounding", [Decimal("0.05"), Decimal("-0.10")])
async def test_a_total_that_xero_rounds_is_no_mismatch_and_moves_by_nothing(house: House, rounding: Decimal) -> None:
    """An organisation may choose it, and lists do not show of it."""

    def rounded(row: dict[str, Any], listed: bool) -> None:
        row["Total"] += rounding
        if row.get("AmountDue"):
            row["AmountDue"] += rounding
        if not listed:
            row["RoundingAmount"] = rounding

    alter_rows(house, "Invoices", rounded)
    invoice = (await done(house, "create_invoice", contact=CLINIC, lines=[LINE], due_in_days=7))["invoice"]
    total = str(Decimal("345.00") + rounding)
    assert (invoice["total"]["amount"], invoice["rounding"]["amount"]) == (total, str(rounding))

    reworded = await plan(
        house, "change_invoice", invoice=invoice["number"], change_lines=[{"line": "1", "description": "Advice"}]
    )
    assert reworded["totals"]["total"]["amount"] == total
    assert reworded["before"]["total"] == reworded["after"]["total"]
    assert (await house.carry_out(reworded))["success"] is True
    more = await plan(house, "change_invoice", invoice=invoice["number"], change_lines=[{"line": "1", "quantity": "4"}])
    assert "rounded" in warned(more)
    assert (await house.carry_out(more))["success"] is True
    approved = await done(house, "approve_invoice", invoice=invoice["number"])
    assert approved["invoice"]["amount_due"] == approved["invoice"]["total"]
    await done(house, "record_payment", invoice=invoice["number"], account="090", amount="100.00")


async def test_a_total_that_is_wrong_by_more_than_xero_rounds_is_a_mismatch(house: House) -> None:
    """Rounding excuses ten cents, and only those that Xero reports."""

    def invalid(row: dict[str, Any], _listed: bool) -> None:
        row["Total"] += Decimal("0.20")
        row["RoundingAmount"] = Decimal("0.20")

    alter_rows(house, "Invoices", invalid)
    answer = await house.do("create_invoice", contact=CLINIC, lines=[LINE], due_in_days=7)

    assert answer["error"]["code"] == "mismatch"


async def test_an_integer_given_as_20_point_0_is_20(house: House) -> None:
    """JSON knows one kind of number; 20.5 is none."""
    assert len((await result(house, "find_invoices", limit=2.0))["items"]) == 2
    for text in ('{"limit": 2.0}', '{"limit": 2E+0}'):
        assert len((await house.ask("find_invoices", text))["result"]["items"]) == 2
    assert (await house.call("find_invoices", limit=2.5))["error"]["code"] == "invalid_arguments"
