"""What show_aged_balances promises: all contacts at once, and the same figures as Xero's report of each of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from support.asking import change, done, paths, refused, result, row, rows

from atom_xero_plugin.reports import local_copy
from atom_xero_plugin.reports.ageing import Ages
from atom_xero_plugin.reports.open_balances import OpenItem
from atom_xero_plugin.sandbox.options import Options
from atom_xero_plugin.sync.poller import Poller
from atom_xero_plugin.testing import TODAY, House, open_connected_house

pytestmark = pytest.mark.anyio
ONE_CONTACT = {"receivables": "aged_receivables", "payables": "aged_payables"}
TYPES = {"receivables": "ACCREC", "payables": "ACCPAY"}


@pytest.fixture
async def house(tmp_path: Any) -> AsyncIterator[House]:
    """Without limits, since the report of each contact is asked for too."""
    opened = await open_connected_house(tmp_path, Options(today=TODAY, limits=False))
    yield opened
    await opened.runtime.close()


async def sync(house: House) -> None:
    """Everything is synced."""
    await house.runtime.polls.request_sync("default")
    poll_runs = await Poller(house.runtime, {each.name: each for each in house.registry.triggers}).tick()
    assert [each.error for each in poll_runs if each.error] == []


def calls(house: House) -> Counter[str]:
    return Counter({call: count for call, count in house.sandbox.requests.counts.items() if "/api.xro/" in call})


async def balances(house: House, **arguments: Any) -> dict[str, Any]:
    return await result(house, "show_aged_balances", **arguments)


def totals(reported: dict[str, Any]) -> dict[str, Decimal]:
    """The total of each contact, by its id."""
    contacts = (each for each in reported["report"]["rows"] if each.get("contact_id"))
    return {each["contact_id"]: Decimal(each["values"][-1]) for each in contacts}


def total(reported: dict[str, Any]) -> list[str]:
    found: list[str] = next(each["values"] for each in reported["report"]["rows"] if each["label"] == "Total")
    return found


async def in_xero(house: House, side: str, day: str) -> dict[str, Decimal]:
    """What Xero's own report of each contact says is due, of those that owe."""
    found = {}
    for contact in {each["Contact"]["ContactID"] for each in rows(house, "Invoices", Type=TYPES[side])}:
        shown = await result(house, "show_report", report=ONE_CONTACT[side], contact=contact, dates={"to": day})
        due = next(Decimal(each["values"][-1]) for each in shown["report"]["rows"] if each["label"] == "Total")
        if due != 0:
            found[contact] = due
    return found


@pytest.mark.parametrize("side", ["receivables", "payables"])
async def test_all_contacts_add_up_to_xeros_report_of_each(house: House, side: str) -> None:
    """To the cent, also of a day before documents were paid; from Xero, and the same from the local copy."""
    days = ["2026-06-16", "2026-05-31", "2025-12-20"]
    before = calls(house)
    from_xero = [await balances(house, side=side, as_of=day, limit=100) for day in days]
    cost = calls(house) - before
    await sync(house)
    from_copy = [await balances(house, side=side, as_of=day, limit=100) for day in days]

    for day, reported, copied in zip(days, from_xero, from_copy, strict=True):
        theirs = await in_xero(house, side, day)
        assert totals(reported) == theirs
        assert Decimal(total(reported)[-1]) == sum(theirs.values()) > 0
        assert (reported["read_from"]["source"], copied["read_from"]["source"]) == ("xero", "local_copy")
        assert copied["report"] == reported["report"]
    assert sum(cost.values()) <= 5 * len(days) + 1, cost


async def test_credit_notes_that_are_not_used_up_are_taken_off(house: House) -> None:
    """As what is left of them then; they stand as documents of their own, aged by their day."""
    shown = await balances(house, side="receivables", detail="documents", limit=100)
    notes = {
        each["CreditNoteNumber"]: each["RemainingCredit"]
        for each in rows(house, "CreditNotes", Type="ACCRECCREDIT", Status="AUTHORISED")
    }

    found = {each["label"]: each["values"] for each in shown["report"]["rows"] if each["label"] in notes}
    assert {name: Decimal(values[-1]) for name, values in found.items()} == {
        name: -left for name, left in notes.items()
    }
    assert all(values[1] is None for values in found.values())
    overpaid = sum(each["RemainingCredit"] for each in rows(house, "Overpayments", Type="RECEIVE-OVERPAYMENT"))
    before = sum(notes.values()) + overpaid
    assert before > overpaid > 0
    assert (
        Decimal(total(shown)[-1])
        == sum(each["AmountDue"] for each in rows(house, "Invoices", Type="ACCREC", Status="AUTHORISED")) - before
    )


async def test_the_local_copy_costs_no_call_and_says_of_when_it_is(house: House) -> None:
    """As long as it is up to date; one that waits for a poll or is old is not read."""
    await sync(house)
    before = calls(house)
    fresh = await balances(house, side="receivables")
    assert calls(house) == before
    assert fresh["read_from"]["synced_at"].startswith("2026-06-16T")

    house.sandbox.clock.advance(timedelta(minutes=16).total_seconds())
    assert (await balances(house, side="receivables"))["read_from"] == {"source": "xero"}


async def test_what_was_just_written_is_in_it(house: House) -> None:
    """Although the local copy was synced a moment ago."""
    await sync(house)
    before = await balances(house, side="receivables")
    stored = row(house, "Invoices", Type="ACCREC", Status="AUTHORISED")
    due = stored["AmountDue"]
    await done(house, "record_payment", invoice=stored["InvoiceID"], account="090", amount=str(due))

    after = await balances(house, side="receivables")

    assert after["read_from"]["source"] == "xero"
    assert Decimal(total(before)[-1]) - Decimal(total(after)[-1]) == due > 0


async def test_each_document_stands_under_its_contact_with_its_days(house: House) -> None:
    """And adds up to the contact's row; one contact alone can be asked for."""
    one = (await balances(house, side="receivables"))["report"]["rows"][1]

    shown = await balances(house, side="receivables", contact=one["contact_id"], detail="documents")

    documents = [each for each in shown["report"]["rows"] if each.get("invoice_id")]
    assert {each["section"] for each in documents} == {one["label"]}
    assert total(shown)[2:] == one["values"]
    assert sum(Decimal(each["values"][-1]) for each in documents) == Decimal(one["values"][-1])
    for each in documents:
        stored = row(house, "Invoices", InvoiceID=each["invoice_id"])
        assert each["values"][:2] == [str(stored["Date"]), str(stored["DueDate"])]


async def test_pages_hold_each_contact_once_and_totals_are_of_all(house: House) -> None:
    """The largest balance first."""
    whole = await balances(house, side="receivables")
    first = await balances(house, side="receivables", limit=10)
    second = await balances(house, side="receivables", limit=10, cursor=first["next_cursor"])

    assert (first["has_more"], second["has_more"]) == (True, False)
    assert [*totals(first), *totals(second)] == [*totals(whole)]
    assert total(first) == total(second) == total(whole)
    assert list(totals(whole).values()) == sorted(totals(whole).values(), reverse=True)
    assert whole["contacts"] == len(totals(whole))


async def test_amounts_of_other_currencies_are_in_ours_and_stand_by_themselves_too(house: House) -> None:
    """At the document's own rate; what has no currency of its own is not added up."""
    before = await balances(house, side="receivables")
    stored = row(house, "Invoices", Type="ACCREC", Status="AUTHORISED")
    due = stored["AmountDue"]
    values = {"CurrencyCode": "USD", "CurrencyRate": Decimal("0.6"), "Payments": [], "Total": Decimal("100.00")}
    change(house, "Invoices", stored, **values, AmountDue=Decimal("100.00"))

    shown = await balances(house, side="receivables")

    own = {each["label"]: each["values"] for each in shown["report"]["rows"] if each.get("section")}
    assert own["USD"][-1] == "100.00"
    assert Decimal(total(shown)[-1]) == Decimal(total(before)[-1]) - due + Decimal("166.67")
    assert Decimal(own["NZD"][-1]) == Decimal(total(shown)[-1]) - Decimal("166.67")


@pytest.mark.parametrize(
    ("arguments", "path"),
    [
        ({"side": "debtors"}, "/side"),
        ({"side": "payables", "bucket_days": [30, 30]}, "/bucket_days"),
        ({"side": "payables", "bucket_days": [0, 30]}, "/bucket_days"),
        ({"side": "payables", "as_of": "1066-10-14"}, "/as_of"),
        ({"side": "payables", "cursor": "nothing"}, "/cursor"),
    ],
)
async def test_what_makes_no_sense_is_refused_by_its_field(house: House, arguments: dict[str, Any], path: str) -> None:
    """Before Xero is asked."""
    assert paths(await refused(house, "show_aged_balances", **arguments)) == [path]


def _item(due: date | None) -> OpenItem:
    amount = Decimal("1.00")
    return OpenItem("invoice", "i", "1", "c", "C", date(2026, 6, 1), due, "NZD", amount, amount)


@pytest.mark.parametrize(
    ("overdue", "column"), [(-1, 0), (0, 0), (1, 1), (30, 1), (31, 2), (60, 2), (61, 3), (90, 3), (91, 4)]
)
async def test_a_balance_stands_in_the_column_of_its_days(overdue: int, column: int) -> None:
    """What is due today is not overdue; the last day of a column is in it."""
    day = date(2026, 6, 16)
    ages = Ages("due_date", day)
    assert ages.column(_item(day - timedelta(days=overdue))) == column
    assert ages.heads == ["not due", "1-30 days", "31-60 days", "61-90 days", "over 90 days", "total"]

    issued = Ages("invoice_date", day, (10, 20))
    assert issued.heads == ["0-10 days", "11-20 days", "over 20 days", "total"]
    assert issued.column(_item(day - timedelta(days=overdue))) == 1, "it was issued 15 days ago, whenever it is due"
    assert ages.column(_item(None)) == 1, "what has no due date counts from its day"


@pytest.mark.parametrize(("side", "account"), [("receivables", "610"), ("payables", "800")])
@pytest.mark.parametrize("day", ["2026-06-16", "2026-05-31", "2025-12-20"])
async def test_the_total_is_what_the_trial_balance_holds(house: House, side: str, account: str, day: str) -> None:
    """With overpayments and prepayments, used in part and not, of both sides."""
    about = {"account": "090", "lines": [{"description": "Too much", "unit_amount": "80.00"}]}
    await done(
        house, "create_bank_transaction", **about, direction="out", contact="Capital Power", purpose="overpayment"
    )
    await done(
        house, "create_bank_transaction", **about, direction="in", contact="Vogeltown Community Trust",
        purpose="overpayment",
    )  # fmt: skip
    deposit = [{"description": "Deposit", "unit_amount": "115.00", "account": "429"}]
    await done(
        house, "create_bank_transaction", account="090", lines=deposit, direction="out", contact="Capital Power",
        purpose="prepayment",
    )  # fmt: skip
    paid = rows(house, "Overpayments", Type="RECEIVE-OVERPAYMENT")[-1]["OverpaymentID"]
    used = [{"invoice": "INV-0065", "amount": "30.00"}]
    await done(house, "allocate_overpayment", overpayment=paid, allocations=used)
    house.sandbox.clock.advance(61)

    aged = await balances(house, side=side, as_of=day, limit=100)
    held = await result(house, "show_account_transactions", account=account, dates={"from": day, "to": day})

    assert abs(Decimal(held["trial_balance"]["amount"])) == Decimal(total(aged)[-1]) > 0
    assert held["proven"] is True


async def test_a_local_copy_read_in_many_pages_says_the_same(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also of an earlier day, on which what is settled now was still owed; no record is missed between two pages."""
    await sync(house)
    days = [TODAY, TODAY - timedelta(days=60)]
    whole = [await balances(house, side=side, as_of=str(day), limit=100) for side in ONE_CONTACT for day in days]
    monkeypatch.setattr(local_copy, "PAGE", 7)
    paged = [await balances(house, side=side, as_of=str(day), limit=100) for side in ONE_CONTACT for day in days]

    assert [each["read_from"]["source"] for each in paged] == ["local_copy"] * 4
    assert [each["report"] for each in paged] == [each["report"] for each in whole]
