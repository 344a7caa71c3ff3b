"""What show_statement_of_account promises: from what was owed to what is, line by line, in each currency."""

from __future__ import annotations

import io
import json
from decimal import Decimal
from typing import Any

import pypdf
import pytest
from support.asking import done, paths, refused, result, rows

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio
LINE = {"description": "Work", "unit_amount": "100.00", "account": "200"}


async def statement(house: House, contact: str, **arguments: Any) -> dict[str, Any]:
    return await result(house, "show_statement_of_account", contact=contact, **arguments)


@pytest.mark.parametrize("side", ["receivables", "payables"])
async def test_every_contact_ends_at_what_its_open_documents_come_to(house: House, side: str) -> None:
    """The balance that lines lead to is that of the aged report, of everyone who has one."""
    aged = (await result(house, "show_aged_balances", side=side, limit=100))["report"]
    contacts = {row["contact_id"]: row["values"][-1] for row in aged["rows"] if row.get("contact_id")}
    assert contacts

    for contact_id, owed in contacts.items():
        shown = await statement(house, contact_id, side=side)
        assert shown["proven"] is True
        assert [each["closing"]["amount"] for each in shown["sums"]] == [owed]
        assert sum(Decimal(each["amount"]["amount"]) for each in shown["ages"]) == Decimal(owed)


async def test_each_balance_follows_from_the_one_before(house: House) -> None:
    """By what was charged and paid."""
    shown = await statement(house, "Capital Power", side="payables", period="last_financial_year")
    opening, *lines = shown["rows"]
    balance = Decimal(opening["balance"])

    assert (opening["kind"], len(lines) > 5) == ("opening", True)
    for line in lines:
        balance += Decimal(line["charged"] or 0) - Decimal(line["paid"] or 0)
        assert Decimal(line["balance"]) == balance
    [sums] = shown["sums"]
    assert Decimal(sums["opening"]["amount"]) + Decimal(sums["charged"]["amount"]) - Decimal(
        sums["paid"]["amount"]
    ) == Decimal(sums["closing"]["amount"])


async def test_two_periods_join(house: House) -> None:
    """What one ends with the next begins with."""
    april = await statement(house, "Northland Bakery", dates={"from": "2026-04-01", "to": "2026-04-30"})
    may = await statement(house, "Northland Bakery", dates={"from": "2026-05-01", "to": "2026-05-31"})

    assert april["sums"][0]["closing"] == may["sums"][0]["opening"]
    assert april["proven"] is may["proven"] is True


async def test_an_invoice_a_payment_and_a_credit_stand_on_their_days(house: House) -> None:
    """A credit note that is set against an invoice counts once."""
    who = "Glenmore Lawyers"
    await done(house, "create_invoice", contact=who, approve=True, due_in_days=7, invoice_number="S-1", lines=[LINE])
    await done(house, "record_payment", invoice="S-1", amount="15.00", account="090")
    note = {"kind": "customer", "contact": who, "number": "S-C", "lines": [LINE | {"unit_amount": "20.00"}]}
    allocated = [{"invoice": "S-1", "amount": "23.00"}]
    await done(house, "create_credit_note", **note, approve=True, allocate_to=allocated)
    shown = await statement(house, who, period="today")

    assert [(each["kind"], each["number"], each["charged"], each["paid"]) for each in shown["rows"][1:]] == [
        ("invoice", "S-1", "115.00", None),
        ("credit_note", "S-C", None, "23.00"),
        ("payment", "S-1", None, "15.00"),
    ]
    assert shown["proven"] is True


async def test_another_currency_is_a_statement_of_its_own(house: House) -> None:
    """Amounts of two currencies are never added up."""
    await done(house, "create_currency", currency="USD")
    await done(house, "create_invoice", contact="Glenmore Lawyers", approve=True, due_in_days=7, currency="USD",
               lines=[LINE | {"tax": "NONE"}])  # fmt: skip
    shown = await statement(house, "Glenmore Lawyers", period="this_month")

    assert [each["closing"]["currency"] for each in shown["sums"]] == ["NZD", "USD"]
    assert shown["sums"][1]["closing"]["amount"] == "100.00"
    assert shown["proven"] is True


async def test_it_is_printed_with_the_same_figures(house: House) -> None:
    """As PDF, by export_report."""
    shown = await statement(house, "Capital Power", side="payables")
    asked = json.dumps({"contact": "Capital Power", "side": "payables"})
    file = await result(house, "export_report", report="show_statement_of_account", format="pdf", arguments=asked)
    content = await house.runtime.files.content("default", file["file"]["id"])
    text = " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)

    assert "Capital Power" in text
    assert all(f"{Decimal(row['balance']):,.2f}" in text for row in shown["rows"])


async def test_a_contact_that_is_not_there_is_refused(house: House) -> None:
    """By its field; nothing is guessed."""
    assert not rows(house, "Contacts", Name="Nobody at all")
    error = await refused(house, "show_statement_of_account", contact="Nobody at all")

    assert paths(error) == ["/contact"]
