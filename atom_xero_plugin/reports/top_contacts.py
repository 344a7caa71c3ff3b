"""Customers by what they were invoiced, suppliers by what they billed."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Annotated, Final

from msgspec import Meta, Struct

from atom_xero_plugin.accounting.kinds.contacts import ContactRef, contact_ref
from atom_xero_plugin.core.errors import UnexpectedAnswer
from atom_xero_plugin.core.money import ZERO, Money, amount_or, cents
from atom_xero_plugin.reports.open_balances import in_base
from atom_xero_plugin.xero.records.invoices import Invoice

_HUNDRED: Final = Decimal(100)


class TopContact(Struct):
    """A contact with what it was invoiced, or billed, in a time."""

    contact: Annotated[ContactRef, Meta(description="Customer or supplier.")]
    net: Annotated[Money, Meta(description="Sum without tax, at each document's own rate.")]
    share: Annotated[Decimal, Meta(description="Of the sum over all contacts, in per cent.")]
    documents: Annotated[int, Meta(description="How many documents.")]
    still_due: Annotated[Money, Meta(description="What is still to be paid on them now.")]


class _Sums:
    """What one contact comes to."""

    def __init__(self, contact: ContactRef) -> None:
        self.contact, self.net, self.due, self.documents = contact, ZERO, ZERO, 0

    def add(self, net: Decimal, due: Decimal) -> None:
        self.net += net
        self.due += due
        self.documents += 1


def top_contacts(invoices: Iterable[Invoice], currency: str) -> tuple[list[TopContact], Money]:
    """Every contact, the largest first, and the sum over all.

    Raises UnexpectedAnswer for a document without an amount.
    """
    found: dict[str, _Sums] = {}
    for each in invoices:
        if each.sub_total is None:
            raise UnexpectedAnswer(f"Xero does not say what invoice {each.invoice_id} comes to.")
        contact = contact_ref(each.contact)
        sums = found.setdefault(contact.id, _Sums(contact))
        sums.add(in_base(each.sub_total, each.currency_rate), in_base(amount_or(each.amount_due), each.currency_rate))
    total = sum((each.net for each in found.values()), ZERO)
    ordered = sorted(found.values(), key=lambda each: (-each.net, each.contact.name, each.contact.id))
    rows = [
        TopContact(each.contact, Money.of(each.net, currency), _share(each.net, total), each.documents,
                   Money.of(each.due, currency))
        for each in ordered
    ]  # fmt: skip
    return rows, Money.of(total, currency)


def _share(amount: Decimal, total: Decimal) -> Decimal:
    return ZERO if total == 0 else cents(amount * _HUNDRED / total)
