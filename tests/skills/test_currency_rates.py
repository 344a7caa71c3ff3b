"""What a rate promises, wherever a skill takes one: it is checked, shown before and after, and what Xero then has."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

import pytest
from support.abroad import ABROAD, BOUGHT, CLINIC, CREATES, use_dollars
from support.asking import change, done, paths, plan, refused, row, warned

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio
PLURALS: Final = {
    "create_invoice": ("Invoices", "InvoiceID", "invoice"),
    "create_bill": ("Invoices", "InvoiceID", "invoice"),
    "create_credit_note": ("CreditNotes", "CreditNoteID", "credit_note"),
    "create_quote": ("Quotes", "QuoteID", "quote"),
    "create_purchase_order": ("PurchaseOrders", "PurchaseOrderID", "purchase_order"),
}
CHANGES: Final = {"create_bill": "change_invoice"}
EVERY: Final = pytest.mark.parametrize("skill", CREATES)


@pytest.fixture
def abroad(house: House) -> House:
    """An organisation that keeps its books in NZD, and also uses USD, with a bank account in it."""
    use_dollars(house)
    return house


async def made(house: House, skill: str, **more: Any) -> dict[str, Any]:
    """What a skill creates, as the books have it."""
    plural, key, name = PLURALS[skill]
    written = await done(house, skill, **{**CREATES[skill], **more})
    return row(house, plural, **{key: written[name]["id"]})


async def invoice(house: House, **more: Any) -> dict[str, Any]:
    """An approved sales invoice over USD 100.00."""
    return await made(house, "create_invoice", approve=True, due_in_days=9, **more)


async def dollars(house: House) -> str:
    """A bank account in USD."""
    asked = {"name": "Dollar account", "code": "0911", "number": "01-0123-0456789-02", "currency": "USD"}
    await done(house, "create_bank_account", **asked)
    return "0911"


@EVERY
async def test_a_rate_is_shown_with_what_it_comes_to_and_is_what_xero_has(abroad: House, skill: str) -> None:
    """USD 100.00 at 0.625 are NZD 160.00."""
    proposed = await plan(abroad, skill, **CREATES[skill], currency_rate="0.625")
    stored = await made(abroad, skill, currency_rate="0.625")

    assert proposed["after"]["currency_rate"] == "0.625"
    assert proposed["after"]["total_in_base"] == {"amount": "160.00", "currency": "NZD"}
    assert (stored["CurrencyCode"], stored["CurrencyRate"]) == ("USD", Decimal("0.625"))


@EVERY
async def test_left_out_xero_takes_its_rate_of_the_day(abroad: House, skill: str) -> None:
    """Nothing is sent, and the plan claims none."""
    proposed = await plan(abroad, skill, **CREATES[skill])
    stored = await made(abroad, skill)

    assert {"currency_rate", "total_in_base"} & set(proposed["after"]) == set()
    assert stored["CurrencyRate"] == abroad.sandbox.organisations[abroad.organisation].rate("USD", stored["Date"])


@EVERY
async def test_a_change_shows_the_rate_before_and_after_and_is_undone(abroad: House, skill: str) -> None:
    """With what the document comes to at each."""
    stored = await made(abroad, skill, currency_rate="0.5")
    plural, key, name = PLURALS[skill]
    changing = CHANGES.get(skill, skill.replace("create", "change"))
    proposed = await plan(abroad, changing, **{name: stored[key]}, currency_rate="0.8")
    answer = await abroad.carry_out(proposed)
    changed = row(abroad, plural, **{key: stored[key]})["CurrencyRate"]
    undoing = (await abroad.dispatch.undo(proposed["id"], abroad.person)).plain()["plan"]
    await abroad.carry_out(undoing)

    assert answer["success"] is True, answer["error"]
    shown = [
        (proposed[when]["currency_rate"], proposed[when]["total_in_base"]["amount"]) for when in ("before", "after")
    ]
    assert shown == [("0.5", "200.00"), ("0.8", "125.00")]
    assert changed == Decimal("0.8")
    assert row(abroad, plural, **{key: stored[key]})["CurrencyRate"] == Decimal("0.5")


@EVERY
async def test_what_is_in_the_organisations_own_currency_takes_no_rate(abroad: House, skill: str) -> None:
    """Xero would drop it without a word."""
    own = {**CREATES[skill], "currency": "NZD"}
    stored = await made(abroad, skill, currency="NZD")
    _, key, name = PLURALS[skill]
    changing = CHANGES.get(skill, skill.replace("create", "change"))

    assert paths(await refused(abroad, skill, **own, currency_rate="0.625")) == ["/currency_rate"]
    assert paths(await refused(abroad, changing, **{name: stored[key]}, currency_rate="2")) == ["/currency_rate"]


@pytest.mark.parametrize("rate", ["0", "0.000000", "-0.5", "0.1234567", "many"])
@pytest.mark.parametrize("skill", [*CREATES, "record_payment", "create_bank_transaction"])
async def test_a_rate_is_above_zero_with_six_decimals_at_most(house: House, skill: str, rate: str) -> None:
    """Refused by its field, before anything is asked of Xero."""
    other = {
        "record_payment": {"invoice": "INV-0151", "account": "090"},
        "create_bank_transaction": {"account": "090", "direction": "out", "contact": CLINIC, "lines": BOUGHT},
    }
    error = await refused(house, skill, **(CREATES.get(skill) or other[skill]), currency_rate=rate)

    assert (error["code"], paths(error)) == ("invalid_arguments", ["/currency_rate"])


async def test_a_rate_of_one_is_warned_of(abroad: House) -> None:
    """It is mostly forgotten, and Xero warns only once it is written."""
    assert "rate_of_one" in warned(await plan(abroad, "create_invoice", **ABROAD, currency_rate="1"))


async def test_a_payment_has_its_own_rate(abroad: House) -> None:
    """The gain or loss between the two is Xero's to book."""
    stored = await invoice(abroad, currency_rate="0.5")
    ask = {"invoice": stored["InvoiceID"], "account": "090", "currency_rate": "0.64"}
    proposed = await plan(abroad, "record_payment", **ask)
    answer = await abroad.carry_out(proposed)
    paid = proposed["after"]["payment"]
    payment = row(abroad, "Payments", PaymentID=answer["result"]["payment"]["id"])

    assert (paid["currency_rate"], paid["total_in_base"]["amount"]) == ("0.64", "156.25")
    assert payment["CurrencyRate"] == Decimal("0.64")
    own = await refused(abroad, "record_payment", invoice="INV-0151", account="090", currency_rate="0.64")
    assert paths(own) == ["/currency_rate"]


async def test_what_is_paid_in_part_keeps_its_rate(abroad: House) -> None:
    """Xero lets no amount of it move."""
    stored = await invoice(abroad, currency_rate="0.5")
    await done(abroad, "record_payment", invoice=stored["InvoiceID"], account="090", amount="10.00")
    error = await refused(abroad, "change_invoice", invoice=stored["InvoiceID"], currency_rate="0.6")

    assert paths(error) == ["/currency_rate"]


async def test_a_refund_has_its_own_rate(abroad: House) -> None:
    """It is a payment to Xero."""
    note = await made(abroad, "create_credit_note", currency_rate="0.5", approve=True)
    ask = {"credit_note": note["CreditNoteID"], "account": "090", "currency_rate": "0.8"}
    proposed = await plan(abroad, "refund_credit_note", **ask)
    answer = await abroad.carry_out(proposed)
    payment = row(abroad, "Payments", PaymentID=answer["result"]["payment"]["id"])

    assert proposed["after"]["refund"]["total_in_base"]["amount"] == "125.00"
    assert payment["CurrencyRate"] == Decimal("0.8")


async def test_money_of_a_bank_account_in_another_currency_takes_a_rate(abroad: House) -> None:
    """Its currency is the account's."""
    account = await dollars(abroad)
    ask = {"account": account, "direction": "out", "contact": CLINIC, "lines": BOUGHT, "amounts_are": "no_tax"}
    proposed = await plan(abroad, "create_bank_transaction", **ask, currency_rate="0.625")
    answer = await abroad.carry_out(proposed)
    money = answer["result"]["bank_transaction"]["id"]
    changed = await plan(abroad, "change_bank_transaction", bank_transaction=money, currency_rate="0.5")
    await abroad.carry_out(changed)
    stored = row(abroad, "BankTransactions", BankTransactionID=money)
    own = await refused(abroad, "create_bank_transaction", **{**ask, "account": "090"}, currency_rate="0.625")

    assert proposed["after"]["total_in_base"]["amount"] == "160.00"
    assert (changed["before"]["currency_rate"], changed["after"]["currency_rate"]) == ("0.625", "0.5")
    assert (stored["CurrencyCode"], stored["CurrencyRate"]) == ("USD", Decimal("0.5"))
    assert paths(own) == ["/currency_rate"]


async def test_a_rate_that_xero_has_with_more_decimals_is_not_said_to_be_undone(abroad: House) -> None:
    """No skill could set it again."""
    stored = await made(abroad, "create_invoice", currency_rate="0.5")
    change(abroad, "Invoices", stored, CurrencyRate=Decimal("0.61234567"))
    proposed = await plan(abroad, "change_invoice", invoice=stored["InvoiceID"], currency_rate="0.8")

    assert (proposed["final"], "no_undo" in warned(proposed)) == (True, True)
