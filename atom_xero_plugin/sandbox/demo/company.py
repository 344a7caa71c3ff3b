"""Twelve months of a demo company's business, the same for the same seed and day."""

from __future__ import annotations

import gc
from calendar import monthrange
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from random import Random
from typing import Final

from atom_xero_plugin.sandbox.api.catalogue import KINDS
from atom_xero_plugin.sandbox.books.books import Books, guid
from atom_xero_plugin.sandbox.books.chart_of_accounts import system_account
from atom_xero_plugin.sandbox.books.table import Row
from atom_xero_plugin.sandbox.clock import SandboxClock
from atom_xero_plugin.sandbox.demo.setup import HARBOUR, WATTLE, Setup, set_up
from atom_xero_plugin.sandbox.resources.bank_transactions_rows import add_bank_transaction
from atom_xero_plugin.sandbox.resources.invoices_rows import add_invoice, put_invoice
from atom_xero_plugin.sandbox.resources.payments_rows import add_payment

DAYS: Final = 365
USUAL_INVOICES: Final = {HARBOUR.tenant_id: 156, WATTLE.tenant_id: 96}
_OPENING: Final = (
    ("090", "48350.75"), ("091", "20000.00"), ("092", "-1284.30"), ("710", "12400.00"), ("711", "-3100.00"),
    ("900", "-15000.00"),
)  # fmt: skip
_RECURRING: Final = {
    "469": ("Rent", "2450.00", 1), "445": ("Electricity", "312.40", 12), "489": ("Phone and internet", "189.00", 15),
    "408": ("Office cleaning", "260.00", 20),
}  # fmt: skip
_ON_TIME, _LATE, _SLOW = 0.72, 0.92, 0.97


def build_demo(seed: int, clock: SandboxClock, invoices: int | None = None) -> list[Books]:
    """The organisations of a sandbox; `invoices` is how many sales invoices the first one holds."""
    with _nothing_collected():
        return [
            _Company(HARBOUR, seed, clock).live(USUAL_INVOICES[HARBOUR.tenant_id] if invoices is None else invoices),
            _Company(WATTLE, seed, clock).live(USUAL_INVOICES[WATTLE.tenant_id]),
        ]


@contextmanager
def _nothing_collected() -> Iterator[None]:
    """All that is made here stays, so searching for rubbish among it is a sixth of the start, for nothing."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


class _Company:
    """One company, living through a year."""

    def __init__(self, setup: Setup, seed: int, clock: SandboxClock) -> None:
        self.setup = setup
        self.seed = seed
        self.random = Random(f"demo/{seed}/{setup.tenant_id}")
        self.example_id: str | None = guid(Random(f"demo/{seed}/{setup.tenant_id}/movements"))
        """Of the first movement that is not reconciled: the examples of skills name it, on whatever day it is."""
        self.today = clock.now().date()
        self.first = self.today - timedelta(days=DAYS)
        self.books = set_up(setup, seed, clock, _at(self.first - timedelta(days=7)))
        self.contacts = {row["Name"]: row for row in self.books["Contacts"].rows.values()}
        self.accounts = {row["Code"]: row for row in self.books["Accounts"].rows.values()}
        self.cheque = {"AccountID": self.accounts["090"]["AccountID"]}

    def live(self, invoices: int) -> Books:
        """Everything that happened."""
        self._open()
        for number in range(invoices):
            self._sell(number, invoices)
        self._buy()
        self._bank()
        for kind in KINDS:
            if kind.demo is not None:
                kind.demo(self.books, Random(f"demo/{self.seed}/{self.setup.tenant_id}/{kind.plural}"))
        return self.books

    def _open(self) -> None:
        """Opening balances; the owner's funds are what makes them balance."""
        lines = [(self.accounts[code]["AccountID"], Decimal(amount)) for code, amount in _OPENING]
        owner = -sum((amount for _, amount in lines), Decimal(0))
        lines.append((self.accounts["970"]["AccountID"], owner))
        self.books.ledger.journal(self.first - timedelta(days=1), lines, self.books.new_id())

    def _sell(self, number: int, of: int) -> None:
        """One sales invoice, and what became of it."""
        random = self.random
        day = _weekday(self.first + timedelta(days=(number * DAYS) // max(1, of)))
        due = day + timedelta(days=14) if random.random() < 0.5 else _twentieth_after(day)
        customer = self.contacts[random.choice(self.setup.customers)]
        status = self._sales_status(number, of)
        invoice = add_invoice(
            self.books,
            {
                "Type": "ACCREC",
                "Contact": customer,
                "Date": day,
                "DueDate": due,
                "Reference": f"PO {random.randint(1000, 9999)}" if random.random() < 0.4 else "",
                "LineItems": [self._line() for _ in range(random.choice((1, 1, 2, 2, 3)))],
                "Status": "AUTHORISED" if status == "VOIDED" else status,
                "SentToContact": status == "AUTHORISED" and number != of - 4,  # the newest approved one is not yet
            },
            at=_at(day, random),
        )
        if status == "VOIDED":
            put_invoice(self.books, self._voided(invoice), at=_at(day + timedelta(days=1), random))
        elif status == "AUTHORISED":
            self._settle(invoice, due)

    def _sales_status(self, number: int, of: int) -> str:
        """The newest few are still being written or wait for approval; now and then one was a mistake."""
        if of - number in {1, 3}:
            return "DRAFT"
        if of - number == 2:
            return "SUBMITTED"
        return "VOIDED" if number % 61 == 40 else "AUTHORISED"

    def _voided(self, invoice: Row) -> Row:
        return {**invoice, "Status": "VOIDED", "AmountDue": Decimal("0.00")}

    def _line(self) -> Row:
        code, words, price = self.random.choice(self.setup.services)
        return {
            "ItemCode": code,
            "Description": words,
            "Quantity": Decimal(self.random.choice(self.setup.quantities)),
            "UnitAmount": Decimal(price),
            "AccountCode": "200",
            "TaxType": self.setup.output_tax,
        }

    def _settle(self, document: Row, due: date) -> None:
        """Paid on time, late, in part, or not at all: as customers are."""
        random, luck = self.random, self.random.random()
        if luck < _ON_TIME:
            paid = _weekday(due - timedelta(days=random.randint(0, 4)))
        elif luck < _LATE:
            paid = _weekday(due + timedelta(days=random.randint(3, 34)))
        elif luck < _SLOW:
            paid = _weekday(due + timedelta(days=random.randint(1, 10)))
        else:
            return
        if paid > self.today:
            return
        part = luck >= _LATE
        amount = (document["Total"] / 2).quantize(Decimal("0.01")) if part else document["Total"]
        self._pay(document, max(paid, document["Date"]), amount)

    def _pay(self, document: Row, day: date, amount: Decimal) -> None:
        add_payment(
            self.books,
            {
                "Invoice": {"InvoiceID": document["InvoiceID"]},
                "Account": self.cheque,
                "Date": day,
                "Amount": amount,
                "Reference": document["InvoiceNumber"] if document["Type"] == "ACCREC" else "Direct debit",
                "IsReconciled": day < self.today - timedelta(days=14),
            },
            at=_at(day, self.random),
        )

    def _buy(self) -> None:
        """Bills: some every month, some now and then."""
        for name, code in self.setup.suppliers.items():
            words, price, of_month = _RECURRING.get(code, (f"{name} services", "", 0))
            for number, day in enumerate(self._bill_days(of_month)):
                amount = Decimal(price) if price else Decimal(self.random.randint(4500, 98000)) / 100
                self._bill(name, code, words, amount, day, number)

    def _bill_days(self, of_month: int) -> list[date]:
        if of_month:
            months = [_month_after(self.first, step) for step in range(13)]
            days = [_weekday(month.replace(day=of_month)) for month in months]
        else:
            days = [_weekday(self.first + timedelta(days=self.random.randint(0, DAYS))) for _ in range(5)]
        return [day for day in sorted(days) if self.first <= day <= self.today]

    def _bill(self, name: str, code: str, words: str, amount: Decimal, day: date, number: int) -> None:
        due = _twentieth_after(day)
        waits = day > self.today - timedelta(days=4)
        bill = add_invoice(
            self.books,
            {
                "Type": "ACCPAY",
                "Contact": self.contacts[name],
                "InvoiceNumber": f"{''.join(word[0] for word in name.split()).upper()}-{2200 + number * 7}",
                "Date": day,
                "DueDate": due,
                "LineItems": [{"Description": words, "Quantity": Decimal(1), "UnitAmount": amount,
                               "AccountCode": code, "TaxType": self.setup.input_tax}],
                "Status": "SUBMITTED" if waits else "AUTHORISED",
            },
            at=_at(day, self.random),
        )  # fmt: skip
        if not waits and due <= self.today - timedelta(days=1) and self.random.random() < 0.94:
            self._pay(bill, _weekday(due - timedelta(days=self.random.randint(0, 2))), bill["Total"])

    def _bank(self) -> None:
        """What comes and goes without an invoice or bill."""
        for step in range(13):
            month = _month_after(self.first, step)
            last = month.replace(day=monthrange(month.year, month.month)[1])
            self._spend(last, "404", "Account fee", Decimal("12.50"), "NONE")
            self._receive(last, "270", "Interest", Decimal(self.random.randint(900, 2600)) / 100)
            self._spend(month.replace(day=26), "477", "Wages", Decimal(self.setup.wages), "NONE")
            self._spend(month.replace(day=28), "880", "Owner's drawings", Decimal(self.setup.drawings), "NONE")
            for fuel in (6, 13, 24):
                amount = Decimal(self.random.randint(6200, 11800)) / 100
                self._spend(month.replace(day=fuel), "449", "Fuel", amount, self.setup.input_tax)

            if month.month % 2 == 0:
                self._pay_tax(month.replace(day=7))

    def _pay_tax(self, day: date) -> None:
        """What the ledger owes in tax goes out every second month."""
        account = system_account(self.books, "GST")["AccountID"]
        owed = -sum(
            (p.amount for p in self.books.ledger.postings() if p.account_id == account and p.date < day), Decimal(0)
        )
        if owed > 0:
            self._spend(day, "820", "GST payment", owed, "NONE")

    def _spend(self, day: date, code: str, words: str, amount: Decimal, tax: str) -> None:
        self._move("SPEND", day, code, words, amount, tax)

    def _receive(self, day: date, code: str, words: str, amount: Decimal) -> None:
        self._move("RECEIVE", day, code, words, amount, "NONE")

    def _move(self, kind: str, day: date, code: str, words: str, amount: Decimal, tax: str) -> None:
        if not self.first <= day <= self.today:
            return
        reconciled = day < self.today - timedelta(days=14)
        identity = None if reconciled or tax == "NONE" else self.example_id
        self.example_id = None if identity else self.example_id
        payee = self.contacts[self.setup.customers[0] if kind == "RECEIVE" else next(iter(self.setup.suppliers))]
        add_bank_transaction(
            self.books,
            {
                "BankTransactionID": identity,
                "Type": kind,
                "Contact": payee,
                "BankAccount": self.cheque,
                "Date": day,
                "Reference": words,
                "IsReconciled": reconciled,
                "LineAmountTypes": "Inclusive" if tax != "NONE" else "NoTax",
                "LineItems": [{"Description": words, "Quantity": Decimal(1), "UnitAmount": amount,
                               "AccountCode": code, "TaxType": tax}],
            },
            at=_at(day, self.random),
        )  # fmt: skip


def _at(day: date, random: Random | None = None) -> datetime:
    """An instant on a day, in business hours of the far south; never after one o'clock UTC."""
    minutes = random.randint(-240, 55) if random else -60
    return datetime.combine(day, time(0, 0), UTC) + timedelta(minutes=minutes)


def _weekday(day: date) -> date:
    """The same day, or the Friday before a weekend."""
    return day - timedelta(days=max(0, day.weekday() - 4))


def _twentieth_after(day: date) -> date:
    """The 20th of the month following: the usual terms in New Zealand."""
    return _month_after(day.replace(day=1), 1).replace(day=20)


def _month_after(day: date, months: int) -> date:
    """The first of the month so many months later."""
    count = day.year * 12 + day.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)
