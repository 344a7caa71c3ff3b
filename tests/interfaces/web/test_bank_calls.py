"""How much of Xero an OK asks for: it allows 60 calls a minute, and a person who works fast must not be stopped by it.

What pages read a short while ago is used again, and never where a write would rest on it.
"""

from __future__ import annotations

import uuid
from collections.abc import AsyncIterator
from datetime import date, timedelta
from decimal import Decimal

import pytest
from support.bank_studio import BALANCED, Studio, said
from support.browsing import browser_of
from support.service import Served

from atom_xero_plugin.accounting.recent_reads import RECENT

pytestmark = pytest.mark.anyio
IN_BOOKS = 2
"""Whether somebody booked it by now: payments, and bank transactions."""
OF_PAYMENT = IN_BOOKS + 4
"""What is due is read as the plan is made, and again before it is sent; then the payment goes out and is read back."""
OF_TRANSACTION = IN_BOOKS + 2
"""The transaction, and what Xero made of it."""
A_LINE = 2
CONSTANT = IN_BOOKS + 2


@pytest.fixture
async def studio(served: Served) -> AsyncIterator[Studio]:
    async with browser_of(served) as browser:
        yield Studio(served, browser)


class Calls:
    """Counts what reaches Xero from here on."""

    def __init__(self, studio: Studio) -> None:
        self._counts = studio.served.house.sandbox.requests.counts
        self._before = dict(self._counts)

    @property
    def made(self) -> dict[str, int]:
        return {name: count - self._before.get(name, 0) for name, count in self._counts.items()
                if count != self._before.get(name, 0)}  # fmt: skip

    @property
    def count(self) -> int:
        return sum(self.made.values())


def pay_in_xero(studio: Studio, number: str, left: str) -> None:
    """Somebody records a payment in Xero itself."""
    table = studio.books.tables["Invoices"]
    invoice = studio.row("Invoices", InvoiceNumber=number)
    now = studio.served.house.sandbox.clock.now()
    table.put({**invoice, "AmountDue": Decimal(left), "UpdatedDateUTC": now})


def book_in_xero(studio: Studio, day: date, amount: str) -> None:
    """Somebody records money spent on the account in Xero itself."""
    spent = (each for each in studio.rows("BankTransactions", Type="SPEND", Status="AUTHORISED")
             if each["BankAccount"]["AccountID"] == studio.account)  # fmt: skip
    like = next(spent)
    made = {"BankTransactionID": str(uuid.UUID(int=7)), "Date": day, "Total": Decimal(amount)}
    studio.books.tables["BankTransactions"].put({**like, **made})


async def test_an_ok_that_records_a_payment_asks_six_times(studio: Studio) -> None:
    page = await studio.imported()
    calls = Calls(studio)
    page = await studio.press(page, "OK Enter")

    assert "Recorded: Record 1 payment" in said(page)
    assert calls.count <= OF_PAYMENT, calls.made


async def test_a_line_that_is_booked_asks_four_times(studio: Studio) -> None:
    """From a form that offered the contact and the account."""
    await studio.imported()
    form = await studio.get(f"{studio.here}/reconcile?line=3&form=new")
    calls = Calls(studio)
    page = await studio.press(form, "Record it", account="404", contact="Capital Power")

    assert "Record 1 bank transaction" in said(page)
    assert calls.count <= OF_TRANSACTION, calls.made


async def test_all_that_is_sure_asks_twice_a_line_and_four_times_more(studio: Studio) -> None:
    page = await studio.imported()
    calls = Calls(studio)
    page = await studio.press(page, "OK all 2 sure")

    assert "Record 2 payments" in said(page)
    assert calls.count <= A_LINE * 2 + CONSTANT, calls.made


@pytest.mark.full  # fifty invoices are made first
async def test_fifty_sure_lines_ask_twice_each_and_for_their_invoices(studio: Studio) -> None:
    """Read in pieces of as many as one address holds, as the plan is made and before the first is sent."""
    lines, balance = ["Date,Amount,Payee,Reference,Balance"], Decimal(1000)
    for number in range(50):
        amount = Decimal("1000.07") + number * Decimal("13.11")
        line = {"description": "Job", "quantity": "1", "unit_amount": f"{amount}", "account": "200", "tax": "NONE"}
        await studio.served.house.do(
            "create_invoice", contact="Karori Veterinary Clinic", lines=[line], due_in_days=7, approve=True,
            date="2026-06-10", invoice_number=f"Q-{7000 + number}",
        )  # fmt: skip
        balance += amount
        lines.append(f"2026-06-15,{amount},KARORI VETERINARY CLINIC,Q-{7000 + number},{balance}")
    page = await studio.imported("\n".join([*lines, ""]))
    calls = Calls(studio)
    page = await studio.press(page, "OK all 50 sure")

    assert "Record 50 payments" in said(page)
    assert calls.count <= A_LINE * 50 + 2 * CONSTANT, calls.made


async def test_the_page_after_an_ok_shows_the_books_as_they_are_now(studio: Studio) -> None:
    """As if Xero had been read again: the same words, figure by figure."""
    page = await studio.imported()
    page = await studio.press(page, "OK all 2 sure")
    calls = Calls(studio)
    held = said(await studio.get(f"{studio.here}/reconcile?tab=recorded"))
    asked = calls.count
    read = said(await studio.get(f"{studio.here}/reconcile?tab=recorded&again=true"))

    assert asked == 0
    assert calls.count > 0
    assert held == read
    assert f"{studio.balance():,.2f}" in held


async def test_what_is_undone_is_read_of_xero_again(studio: Studio) -> None:
    page = await studio.imported()
    page = await studio.press(page, "OK Enter")
    page = await studio.press(page, "Undo")

    assert 'id="line-1"' in page.text
    assert "INV-0151" in said(page)
    assert f"{studio.balance():,.2f}" in said(page)


async def test_an_invoice_that_was_paid_in_xero_meanwhile_is_not_paid_again(studio: Studio) -> None:
    """The page may not know yet; the plan asks Xero, and the page after it does too."""
    page = await studio.imported()
    pay_in_xero(studio, "INV-0151", "90.00")
    before = len(studio.rows("Payments"))
    refused = await studio.press(page, "OK Enter")

    assert refused.status_code == 400
    assert "changed in Xero just now" in said(refused)
    assert len(studio.rows("Payments")) == before
    calls = Calls(studio)
    await studio.get(f"{studio.here}/reconcile")
    assert calls.count == 0


async def test_a_line_that_was_booked_in_xero_meanwhile_is_shown_before_it_is_booked_again(studio: Studio) -> None:
    await studio.imported()
    form = await studio.get(f"{studio.here}/reconcile?line=3&form=new")
    book_in_xero(studio, date(2026, 6, 16), "12.50")
    before = len(studio.rows("BankTransactions"))
    warned = await studio.press(form, "Record it", account="404", contact="Capital Power")

    assert "in the books already" in said(warned)
    assert len(studio.rows("BankTransactions")) == before


async def test_a_payment_of_what_was_booked_in_xero_meanwhile_is_shown_before_it_is_recorded(studio: Studio) -> None:
    """Somebody entered the bill's line as money spent, and left the bill as it is."""
    page = await studio.imported()
    book_in_xero(studio, date(2026, 6, 15), "359.26")
    before = len(studio.rows("Payments"))
    warned = await studio.press(page, "OK all 2 sure")

    assert "in the books already" in said(warned)
    assert len(studio.rows("Payments")) == before


async def test_the_books_are_read_again_after_a_while(studio: Studio) -> None:
    await studio.imported()
    pay_in_xero(studio, "INV-0151", "90.00")
    early = said(await studio.get(f"{studio.here}/reconcile"))
    studio.served.house.sandbox.clock.advance(RECENT / timedelta(seconds=1))
    late = said(await studio.get(f"{studio.here}/reconcile"))

    assert "OK all 2 sure" in early
    assert "OK all 2 sure" not in late


async def test_a_change_that_a_sync_saw_is_read_at_once(studio: Studio) -> None:
    await studio.served.hear()
    await studio.imported()
    pay_in_xero(studio, "INV-0151", "90.00")
    studio.served.house.sandbox.clock.advance(1)
    await studio.served.hear()
    calls = Calls(studio)
    page = said(await studio.get(f"{studio.here}/reconcile"))

    assert calls.count > 0
    assert "OK all 2 sure" not in page


async def test_a_sync_that_saw_only_what_was_recorded_here_asks_for_nothing(studio: Studio) -> None:
    await studio.served.hear()
    studio.served.house.sandbox.clock.advance(1)
    page = await studio.imported()
    await studio.press(page, "OK Enter")
    await studio.served.hear()
    calls = Calls(studio)
    await studio.get(f"{studio.here}/reconcile")

    assert calls.count == 0, calls.made


async def test_who_asks_a_skill_is_told_of_the_books_as_they_are(studio: Studio) -> None:
    """What pages hold is for pages: a program or an AI asks Xero."""
    await studio.imported(BALANCED)
    calls = Calls(studio)
    answer = await studio.served.house.call("suggest_matches", account="090")

    assert answer["success"] is True
    assert calls.count > 0
