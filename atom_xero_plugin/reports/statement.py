"""A statement of account: what one contact owed before, what was issued, credited and paid since, what is left.

A credit note or an overpayment lessens what is owed on its own day; that it is set against an invoice later moves
nothing. A prepayment lessens it only once it is used. Each currency is a statement of its own.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import accumulate
from typing import Annotated, Any, Final, Literal, NamedTuple

from msgspec import Meta, Struct

from atom_xero_plugin.core.money import ZERO, Money, amount_or
from atom_xero_plugin.core.periods import ONE_DAY, Period
from atom_xero_plugin.reports.ageing import Ages
from atom_xero_plugin.reports.collected import Books, Wanted
from atom_xero_plugin.reports.open_balances import (
    STATUSES,
    OpenItem,
    credit_item,
    invoice_item,
    open_items,
    overpayments_until,
)
from atom_xero_plugin.xero.records.credit_notes import CREDIT_NOTES, CreditKind, CreditNote, CreditNoteFilter
from atom_xero_plugin.xero.records.credit_notes import TYPE_OF as CREDIT_TYPE_OF
from atom_xero_plugin.xero.records.invoices import INVOICES, TYPE_OF, Invoice, InvoiceFilter, Kind
from atom_xero_plugin.xero.records.overpayments import Overpayment

EntryKind = Literal["opening", "invoice", "bill", "credit_note", "payment", "refund", "credit", "overpayment"]
_ORDER: Final[dict[str, int]] = {
    "invoice": 0, "bill": 0, "credit_note": 1, "credit": 2, "overpayment": 3, "payment": 3, "refund": 4,
}  # fmt: skip


class StatementRow(Struct, omit_defaults=True):
    """One line of a statement, in its currency."""

    date: Annotated[dt.date, Meta(description="Day.")]
    kind: Annotated[
        EntryKind,
        Meta(
            description="opening, invoice, bill, credit_note, overpayment, payment, refund; credit: a prepayment used."
        ),
    ]
    number: Annotated[str | None, Meta(description="Number of the invoice, bill or credit note.")]
    charged: Annotated[Decimal | None, Meta(description="What is owed more.")]
    paid: Annotated[Decimal | None, Meta(description="What is owed less.")]
    balance: Annotated[Decimal, Meta(description="What is owed after it.")]
    currency: Annotated[str, Meta(description="Currency of the line, ISO 4217.")]
    due_date: Annotated[dt.date | None, Meta(description="Day an invoice is due.")] = None
    reference: Annotated[str | None, Meta(description="Reference.")] = None
    record_id: Annotated[str | None, Meta(description="Xero's id of the invoice, bill or credit note.")] = None


class AgeOfBalance(Struct):
    """What is owed by how long it is late, in one currency."""

    age: Annotated[str, Meta(description="How long it is late, such as 1-30 days.")]
    amount: Annotated[Money, Meta(description="How much.")]


class StatementSum(Struct):
    """What a statement comes to, in one currency."""

    opening: Annotated[Money, Meta(description="Owed before the first day.")]
    charged: Annotated[Money, Meta(description="Issued in the period.")]
    paid: Annotated[Money, Meta(description="Paid and credited in the period.")]
    closing: Annotated[Money, Meta(description="Owed at the end: opening and charged less paid.")]
    open_documents: Annotated[Money, Meta(description="What the open documents come to on that day.")]
    difference: Annotated[Money, Meta(description="What the rows do not explain; zero proves them.")]


class AccountStatement(NamedTuple):
    """The statement of one contact."""

    rows: list[StatementRow]
    sums: list[StatementSum]
    ages: list[AgeOfBalance]


class _Entry(NamedTuple):
    day: date
    kind: EntryKind
    number: str | None
    amount: Decimal
    """What is owed more; below zero for less."""
    currency: str
    due: date | None = None
    reference: str | None = None
    record_id: str | None = None


async def statement_of(books: Books, kind: Kind, days: Period, contact_id: str) -> AccountStatement:
    """The statement of a contact. Raises Conflict where Xero would have to be asked too often."""
    base, before = books.ctx.organisation.base_currency, days.first - ONE_DAY
    invoices = await books.records(_invoices(kind, days, contact_id))
    notes = await books.records(_notes(kind, days, contact_id))
    overpaid = await books.records(overpayments_until(kind, days.last, contact_id))
    opened = [
        *(invoice_item(each, before, base) for each in invoices if each.date and each.date <= before),
        *(credit_item(each, before, base) for each in notes if each.date and each.date <= before),
        *(credit_item(each, before, base) for each in overpaid if each.date and each.date <= before),
    ]
    entries = [
        each
        for document in (
            *(_of_invoice(one, base) for one in invoices),
            *(_of_note(one, base) for one in notes),
            *(_of_overpayment(one, base) for one in overpaid),
        )
        for each in document
        if days.first <= each.day <= days.last
    ]
    entries.sort(key=lambda each: (each.day, _ORDER[each.kind], each.number or "", each.record_id or ""))
    left = await open_items(books, kind, days.last, contact_id)
    opening = [each for each in opened if each is not None]
    found = AccountStatement([], [], [])
    currencies = {each.currency for each in (*opening, *left)} | {each.currency for each in entries}
    for currency in sorted(currencies) or [base]:
        _add(found, currency, opening, entries, left, days)
    return found


def _add(statement: AccountStatement, currency: str, opened: Sequence[OpenItem], entries: Sequence[_Entry],
         left: Sequence[OpenItem], days: Period) -> None:  # fmt: skip
    opening = sum((each.balance for each in opened if each.currency == currency), ZERO)
    mine = [each for each in entries if each.currency == currency]
    balances = list(accumulate((each.amount for each in mine), initial=opening))
    statement.rows.append(StatementRow(days.first, "opening", None, None, None, opening, currency))
    statement.rows.extend(_row(each, balance) for each, balance in zip(mine, balances[1:], strict=True))
    still = [each for each in left if each.currency == currency]
    documents = sum((each.balance for each in still), ZERO)
    charged = sum((each.amount for each in mine if each.amount > 0), ZERO)
    paid = -sum((each.amount for each in mine if each.amount < 0), ZERO)
    figures = (opening, charged, paid, balances[-1], documents, documents - balances[-1])
    statement.sums.append(StatementSum(*(Money.of(each, currency) for each in figures)))
    ages = Ages("due_date", days.last)
    sums = ages.sums(still, in_base=False)[:-1]
    statement.ages.extend(
        AgeOfBalance(head, Money.of(amount, currency)) for head, amount in zip(ages.heads[:-1], sums, strict=True)
    )


def _row(entry: _Entry, balance: Decimal) -> StatementRow:
    return StatementRow(
        date=entry.day,
        kind=entry.kind,
        number=entry.number,
        charged=entry.amount if entry.amount > 0 else None,
        paid=-entry.amount if entry.amount < 0 else None,
        balance=balance,
        currency=entry.currency,
        due_date=entry.due,
        reference=entry.reference,
        record_id=entry.record_id,
    )


def _of_invoice(invoice: Invoice, base: str) -> Iterator[_Entry]:
    """An invoice or bill, and what settled it."""
    currency, number, record_id = invoice.currency_code or base, invoice.invoice_number or None, invoice.invoice_id
    if invoice.date is not None:
        kind: EntryKind = "bill" if invoice.is_bill else "invoice"
        yield _Entry(invoice.date, kind, number, amount_or(invoice.total), currency, invoice.due_date,
                     invoice.reference or None, record_id)  # fmt: skip
    for paid in invoice.payments or ():
        if paid.date is not None:
            yield _Entry(paid.date, "payment", number, -amount_or(paid.amount), currency, None,
                         paid.reference or None, record_id)  # fmt: skip
    for credit in invoice.prepayments or ():
        if credit.date is not None:
            yield _Entry(
                credit.date, "credit", number, -amount_or(credit.applied_amount), currency, None, None, record_id
            )


def _of_note(note: CreditNote, base: str) -> Iterator[_Entry]:
    """A credit note, and what of it was paid out."""
    currency, number, record_id = note.currency_code or base, note.credit_note_number or None, note.credit_note_id
    if note.date is not None:
        yield _Entry(note.date, "credit_note", number, -amount_or(note.total), currency, None, note.reference or None,
                     record_id)  # fmt: skip
    for paid in note.payments or ():
        if paid.date is not None:
            yield _Entry(paid.date, "refund", number, amount_or(paid.amount), currency, None, paid.reference or None,
                         record_id)  # fmt: skip


def _of_overpayment(paid_too_much: Overpayment, base: str) -> Iterator[_Entry]:
    """An overpayment lessens what is owed on its own day, like a credit note; what was paid back is owed again."""
    currency, record_id = paid_too_much.currency_code or base, paid_too_much.overpayment_id
    if paid_too_much.date is not None:
        yield _Entry(paid_too_much.date, "overpayment", None, -amount_or(paid_too_much.total), currency, None,
                     paid_too_much.reference or None, record_id)  # fmt: skip
    for back in paid_too_much.payments or ():
        if back.date is not None:
            yield _Entry(back.date, "refund", None, amount_or(back.amount), currency, None, back.reference or None,
                         record_id)  # fmt: skip


def _invoices(kind: Kind, days: Period, contact_id: str) -> Wanted[Invoice]:
    """Those that are open, and those that were settled on the first day or later."""
    until: dict[str, Any] = {"kind": kind, "date_to": days.last, "contact_ids": (contact_id,)}
    asked = (
        InvoiceFilter(statuses=("AUTHORISED",), **until),
        InvoiceFilter(statuses=("PAID",), paid_after=days.first - ONE_DAY, **until),
        InvoiceFilter(statuses=("PAID",), date_from=days.first, **until),
    )

    def fits(each: Invoice) -> bool:
        mine = each.contact is not None and each.contact.contact_id == contact_id
        return mine and each.type == TYPE_OF[kind] and each.date is not None and each.date <= days.last

    return Wanted(INVOICES, asked, STATUSES, fits)


def _notes(kind: Kind, days: Period, contact_id: str) -> Wanted[CreditNote]:
    side: CreditKind = "customer" if kind == "sales" else "supplier"
    until: dict[str, Any] = {"kind": side, "date_to": days.last, "contact_id": contact_id}
    asked = (
        CreditNoteFilter(status="AUTHORISED", **until),
        CreditNoteFilter(status="PAID", paid_after=days.first - ONE_DAY, **until),
        CreditNoteFilter(status="PAID", date_from=days.first, **until),
    )

    def fits(each: CreditNote) -> bool:
        mine = each.contact is not None and each.contact.contact_id == contact_id
        return mine and each.type == CREDIT_TYPE_OF[side] and each.date is not None and each.date <= days.last

    return Wanted(CREDIT_NOTES, asked, STATUSES, fits)
