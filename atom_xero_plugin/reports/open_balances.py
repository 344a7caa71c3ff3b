"""What each sales invoice, bill or credit still came to at the end of a day, whatever happened to it since.

Together they are what the receivable or payable account holds: an overpayment is owed less from its day on, a
prepayment only once it is set against an invoice or bill. Source: help.xero.com, Customer statements and prepayments.

A document's balance of an earlier day is what Xero says is due now, and all that settled it after that day.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any, Final

from msgspec import Struct

from atom_xero_plugin.accounting.kinds.bank_credits import TYPES as BANK_CREDIT_TYPES
from atom_xero_plugin.accounting.kinds.contacts import contact_ref
from atom_xero_plugin.accounting.kinds.credits import live
from atom_xero_plugin.core.errors import UnexpectedAnswer
from atom_xero_plugin.core.money import ONE, ZERO, amount_or, cents
from atom_xero_plugin.reports.collected import Books, Wanted
from atom_xero_plugin.reports.local_copy import SETTLED, OpenOn
from atom_xero_plugin.xero.endpoint import Endpoint
from atom_xero_plugin.xero.records.bank_credits import BankCreditFilter
from atom_xero_plugin.xero.records.credit_notes import CREDIT_NOTES, CreditKind, CreditNote, CreditNoteFilter
from atom_xero_plugin.xero.records.credit_notes import TYPE_OF as CREDIT_TYPE_OF
from atom_xero_plugin.xero.records.invoices import INVOICES, TYPE_OF, Invoice, InvoiceFilter, Kind
from atom_xero_plugin.xero.records.overpayments import OVERPAYMENTS, Overpayment

STATUSES: Final = ("AUTHORISED", SETTLED)
"""Approved: what is a draft is owed to nobody."""
LISTS: Final[tuple[Endpoint[Any], ...]] = (INVOICES, CREDIT_NOTES, OVERPAYMENTS)
"""What balances are made of."""


class OpenItem(Struct, frozen=True):
    """A document with a balance."""

    kind: str
    """invoice, bill, credit_note or overpayment."""
    id: str
    number: str | None
    contact_id: str
    contact: str
    day: date
    due: date | None
    currency: str
    balance: Decimal
    """In its currency; below zero for what is to be given back."""
    base: Decimal
    """In the organisation's currency, at the document's own rate, in cents."""


async def open_items(books: Books, kind: Kind, day: date, contact_id: str | None = None) -> list[OpenItem]:
    """What was owed to the organisation (sales) or by it (bill) at the end of a day; of one contact, or of all.

    Raises Conflict where Xero would have to be asked too often, UnexpectedAnswer for a document without an amount.
    """
    invoices = await books.records(_invoices(kind, day, contact_id))
    notes = await books.records(_credit_notes(kind, day, contact_id))
    overpaid = await books.records(overpayments_until(kind, day, contact_id))
    base = books.ctx.organisation.base_currency
    items = [
        *(invoice_item(each, day, base) for each in invoices),
        *(credit_item(each, day, base) for each in notes),
        *(credit_item(each, day, base) for each in overpaid),
    ]
    return [each for each in items if each is not None]


def _invoices(kind: Kind, day: date, contact_id: str | None) -> Wanted[Invoice]:
    """Those that were not settled by then: what awaits payment now, and what was settled after it."""
    contacts = (contact_id,) if contact_id else ()
    until: dict[str, Any] = {"kind": kind, "date_to": day, "contact_ids": contacts}

    def fits(each: Invoice) -> bool:
        of_contact = contact_id is None or contact_ref(each.contact).id == contact_id
        return each.type == TYPE_OF[kind] and of_contact and each.date is not None and each.date <= day

    requested = (
        InvoiceFilter(statuses=("AUTHORISED",), **until),
        InvoiceFilter(statuses=("PAID",), paid_after=day, **until),
    )
    name = "invoice" if kind == "sales" else "bill"
    return Wanted(INVOICES, requested, STATUSES, fits, OpenOn(name, day, contact_id))


def _credit_notes(kind: Kind, day: date, contact_id: str | None) -> Wanted[CreditNote]:
    """Those of which something was left then: what has some now, and what was used up after it."""
    side: CreditKind = "customer" if kind == "sales" else "supplier"

    def fits(each: CreditNote) -> bool:
        of_contact = contact_id is None or contact_ref(each.contact).id == contact_id
        return each.type == CREDIT_TYPE_OF[side] and of_contact and each.date is not None and each.date <= day

    until: dict[str, Any] = {"kind": side, "date_to": day, "contact_id": contact_id}
    requested = (
        CreditNoteFilter(status="AUTHORISED", **until),
        CreditNoteFilter(status="PAID", paid_after=day, **until),
    )
    return Wanted(CREDIT_NOTES, requested, STATUSES, fits, OpenOn("credit_note", day, contact_id))


def overpayments_until(kind: Kind, day: date, contact_id: str | None) -> Wanted[Overpayment]:
    """Those that were there then, used up or not: Xero does not say when one was used up, and they are few."""
    types = BANK_CREDIT_TYPES["overpayment", "customer" if kind == "sales" else "supplier"]

    def fits(each: Overpayment) -> bool:
        of_contact = contact_id is None or contact_ref(each.contact).id == contact_id
        live = each.type in types and each.status in STATUSES
        return live and of_contact and each.date is not None and each.date <= day

    requested = BankCreditFilter(types=types, date_to=day, contact_id=contact_id)
    return Wanted(OVERPAYMENTS, [requested], STATUSES, fits)


def credit_item(note: CreditNote | Overpayment, day: date, base_currency: str) -> OpenItem | None:
    """What was left of a credit note or overpayment at the end of a day, as what is owed less; None for nothing."""
    kind, number = ("overpayment", note.reference) if isinstance(note, Overpayment) else _numbered(note)
    if note.remaining_credit is None or note.date is None:
        raise UnexpectedAnswer(
            f"Xero says of {kind.replace('_', ' ')} {note.record_id} neither a day nor what is left."
        )
    used = (*(note.payments or ()), *live(note.allocations))
    later = sum((amount_or(each.amount) for each in used if each.date is not None and each.date > day), ZERO)
    balance = -(note.remaining_credit + later)
    if balance == 0:
        return None
    contact, currency = contact_ref(note.contact), note.currency_code or base_currency
    return OpenItem(
        kind, note.record_id, number or None, contact.id, contact.name, note.date, None, currency, balance,
        in_base(balance, note.currency_rate),
    )  # fmt: skip


def _numbered(note: CreditNote) -> tuple[str, str | None]:
    return "credit_note", note.credit_note_number


def invoice_item(invoice: Invoice, day: date, base_currency: str) -> OpenItem | None:
    """What a sales invoice or bill still came to at the end of a day; None for nothing."""
    if invoice.amount_due is None or invoice.date is None:
        raise UnexpectedAnswer(f"Xero says of invoice {invoice.invoice_id} neither a day nor what is due.")
    balance = invoice.amount_due + sum(_settled_after(invoice, day), ZERO)
    if balance == 0:
        return None
    contact, currency = contact_ref(invoice.contact), invoice.currency_code or base_currency
    return OpenItem(
        "bill" if invoice.is_bill else "invoice", invoice.invoice_id, invoice.invoice_number or None, contact.id,
        contact.name, invoice.date, invoice.due_date, currency, balance, in_base(balance, invoice.currency_rate),
    )  # fmt: skip


def _settled_after(invoice: Invoice, day: date) -> Iterator[Decimal]:
    """What payments and credits of later days settled."""
    for paid in invoice.payments or ():
        if paid.date is not None and paid.date > day:
            yield amount_or(paid.amount)
    for credit in (*(invoice.credit_notes or ()), *(invoice.prepayments or ()), *(invoice.overpayments or ())):
        if credit.date is not None and credit.date > day:
            yield amount_or(credit.applied_amount)


def in_base(amount: Decimal, rate: Decimal | None) -> Decimal:
    """An amount in the organisation's currency: a rate is how much of the document's currency one of it buys."""
    units = amount_or(rate, ONE)
    return cents(amount if units in {ZERO, ONE} else amount / units)
