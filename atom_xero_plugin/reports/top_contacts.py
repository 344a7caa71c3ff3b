"""Customers by what they were invoiced, suppliers by what they billed."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Annotated, Final

from msgspec import Meta, Struct

from atom_xero_plugin.accounting.kinds.contacts import ContactRef, contact_ref
from atom_xero_plugin.core.errors import UnexpectedAnswer
from atom_xero_plugin.core.money import ZERO, Money, amount_or, cents
from atom_xero_plugin.core.periods import Period
from atom_xero_plugin.reports.collected import Wanted
from atom_xero_plugin.reports.open_balances import STATUSES, in_base
from atom_xero_plugin.xero.records.credit_notes import CREDIT_NOTES, CreditKind, CreditNote, CreditNoteFilter
from atom_xero_plugin.xero.records.credit_notes import TYPE_OF as CREDIT_TYPE_OF
from atom_xero_plugin.xero.records.invoices import Invoice, Kind

_HUNDRED: Final = Decimal(100)
CREDITS_OF: Final[dict[Kind, CreditKind]] = {"sales": "customer", "bill": "supplier"}


class TopContact(Struct):
    """A contact with what it was invoiced, or billed, in a time."""

    contact: Annotated[ContactRef, Meta(description="Customer or supplier.")]
    net: Annotated[Money, Meta(description="Sum without tax, less credit notes, at each document's own rate.")]
    share: Annotated[Decimal, Meta(description="Of the sum over all contacts, in per cent.")]
    documents: Annotated[int, Meta(description="How many sales invoices or bills.")]
    still_due: Annotated[Money, Meta(description="What is still to be paid on them now.")]


class _Sums:
    """What one contact comes to."""

    def __init__(self, contact: ContactRef) -> None:
        self.contact, self.net, self.due, self.documents = contact, ZERO, ZERO, 0

    def add(self, net: Decimal, due: Decimal) -> None:
        self.net += net
        self.due += due
        self.documents += 1


def top_contacts(
    invoices: Iterable[Invoice], notes: Iterable[CreditNote], currency: str
) -> tuple[list[TopContact], Money]:
    """Every contact, the largest first, and the sum over all; credit notes are taken off.

    Raises UnexpectedAnswer for a document without an amount.
    """
    found: dict[str, _Sums] = {}
    for each in invoices:
        net, due = _net(each), in_base(amount_or(each.amount_due), each.currency_rate)
        _of(found, each).add(net, due)
    for note in notes:
        _of(found, note).net -= _net(note)
    total = sum((each.net for each in found.values()), ZERO)
    ordered = sorted(found.values(), key=lambda each: (-each.net, each.contact.name, each.contact.id))
    rows = [
        TopContact(each.contact, Money.of(each.net, currency), _share(each.net, total), each.documents,
                   Money.of(each.due, currency))
        for each in ordered
    ]  # fmt: skip
    return rows, Money.of(total, currency)


def _of(found: dict[str, _Sums], document: Invoice | CreditNote) -> _Sums:
    contact = contact_ref(document.contact)
    return found.setdefault(contact.id, _Sums(contact))


def _net(document: Invoice | CreditNote) -> Decimal:
    if document.sub_total is None:
        raise UnexpectedAnswer(f"Xero does not say what the document {document.record_id} comes to.")
    return in_base(document.sub_total, document.currency_rate)


def credit_notes_wanted(kind: Kind, days: Period) -> Wanted[CreditNote]:
    """The approved credit notes to customers, or from suppliers, of these days."""
    side = CREDITS_OF[kind]
    requested = [
        CreditNoteFilter(kind=side, status=status, date_from=days.first, date_to=days.last) for status in STATUSES
    ]

    def fits(each: CreditNote) -> bool:
        of_days = each.date is not None and days.first <= each.date <= days.last
        return each.type == CREDIT_TYPE_OF[side] and each.status in STATUSES and of_days

    return Wanted(CREDIT_NOTES, requested, STATUSES, fits)


def _share(amount: Decimal, total: Decimal) -> Decimal:
    return ZERO if total == 0 else cents(amount * _HUNDRED / total)
