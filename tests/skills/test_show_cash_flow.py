"""What show_cash_flow promises: every movement of the bank accounts, proven by Xero's bank summary."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from support.asking import done, paths, refused, result

from atom_xero_plugin.sync.poller import Poller
from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio


def values(shown: dict[str, Any], label: str) -> list[Decimal]:
    return next([Decimal(each) for each in row["values"]] for row in shown["report"]["rows"] if row["label"] == label)


@pytest.mark.parametrize("period", ["this_quarter", "last_quarter", "last_month"])
async def test_it_ends_at_what_the_bank_summary_says(house: House, period: str) -> None:
    """From the balance before the first day, over each month, to the cent."""
    shown = await result(house, "show_cash_flow", period=period)

    opening, net, closing = (values(shown, each) for each in ("Opening cash", "Net cash movement", "Closing cash"))
    assert shown["proven"] is True
    assert [one + other for one, other in zip(opening, net, strict=True)] == closing
    assert opening[1:] == closing[:-1]
    assert str(closing[-1]) == shown["bank_summary"]["amount"]
    assert Decimal(shown["cash_in"]["amount"]) + Decimal(shown["cash_out"]["amount"]) == sum(net)


async def test_rows_add_up_to_their_activity(house: House) -> None:
    """And activities to the movement, in each month."""
    shown = (await result(house, "show_cash_flow", period="last_quarter"))["report"]
    places = range(len(shown["columns"]))

    for section in {row["section"] for row in shown["rows"] if row.get("section")}:
        mine = [row for row in shown["rows"] if row.get("section") == section]
        rows, [total] = [r for r in mine if r.get("kind") != "total"], [r for r in mine if r.get("kind") == "total"]
        assert all(
            sum(Decimal(row["values"][each]) for row in rows) == Decimal(total["values"][each]) for each in places
        )


async def test_spent_money_stands_under_its_account_with_its_tax_and_a_transfer_does_not(house: House) -> None:
    """What moves between two bank accounts is neither in nor out."""
    before = await result(house, "show_cash_flow", period="today")
    line = {"description": "Desk", "unit_amount": "1000.00", "account": "710"}
    await done(house, "create_bank_transaction", direction="out", contact="Rimu Cleaning Services", account="090",
               lines=[line])  # fmt: skip
    await done(house, "create_bank_transfer", from_account="090", to_account="091", amount="500.00")
    shown = await result(house, "show_cash_flow", period="today")

    [desk] = [row for row in shown["report"]["rows"] if row["label"].startswith("710 ")]
    assert (desk["section"], desk["values"]) == ("Investing activities", ["-1000.00"])
    assert Decimal(shown["cash_out"]["amount"]) == Decimal(before["cash_out"]["amount"]) - 1000
    assert shown["cash_in"] == before["cash_in"]
    assert shown["proven"] is True


async def test_a_payment_of_an_invoice_is_from_customers_and_a_refund_goes_back(house: House) -> None:
    """By the side of what was paid, whichever way the money went."""
    await done(house, "create_invoice", contact="Capital Power", approve=True, due_in_days=7, invoice_number="I-1",
               lines=[{"description": "Work", "unit_amount": "200.00", "account": "200"}])  # fmt: skip
    before = await result(house, "show_cash_flow", period="today")
    await done(house, "record_payment", invoice="I-1", amount="230.00", account="090")
    shown = await result(house, "show_cash_flow", period="today")

    was = next((Decimal(r["values"][0]) for r in before["report"]["rows"] if r["label"] == "Customers"), Decimal(0))
    assert values(shown, "Customers") == [was + 230]
    assert shown["proven"] is True


async def test_what_no_record_explains_is_a_difference(house: House) -> None:
    """Balances that were brought forward when the books began: reported, not hidden."""
    shown = await result(house, "show_cash_flow", period="last_financial_year", by_month=False)

    assert shown["proven"] is False
    assert Decimal(shown["difference"]["amount"]) == Decimal(shown["bank_summary"]["amount"]) - Decimal(
        shown["closing"]["amount"]
    )
    assert len(shown["report"]["columns"]) == 1


async def test_the_local_copy_gives_the_same_in_two_calls(house: House) -> None:
    """The bank summary and the chart of accounts alone."""
    from_xero = await result(house, "show_cash_flow", period="last_quarter")
    await house.runtime.polls.request_sync("default")
    await Poller(house.runtime, {each.name: each for each in house.registry.triggers}).tick()
    before = sum(house.sandbox.requests.counts.values())
    copied = await result(house, "show_cash_flow", period="last_quarter")

    assert copied["read_from"]["source"] == "local_copy"
    assert copied["report"] == from_xero["report"]
    assert sum(house.sandbox.requests.counts.values()) - before <= 2


async def test_more_months_than_can_be_read_are_refused(house: House) -> None:
    """With what to do."""
    error = await refused(house, "show_cash_flow", dates={"from": "2020-01-01", "to": "2026-01-01"})

    assert paths(error) == ["/by_month"]
