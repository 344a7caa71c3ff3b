"""How each kind of record is shown in a list of findings, and by what it is found."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any, Final, NamedTuple

from atom_xero_plugin.core.money import Money, amount_or, in_cents
from atom_xero_plugin.search.facts import day_word, open_word
from atom_xero_plugin.search.tokens import amount_key, code_of, joined, mark_of_workspace
from atom_xero_plugin.xero.decoding.base import XeroRecord
from atom_xero_plugin.xero.records.bank_transactions import BankTransaction
from atom_xero_plugin.xero.records.contacts import Contact
from atom_xero_plugin.xero.records.invoices import Invoice
from atom_xero_plugin.xero.records.parts import LineItem
from atom_xero_plugin.xero.records.payments import Payment

_RESOURCES: Final = {
    "contact": "Contacts",
    "invoice": "Invoices",
    "bill": "Invoices",
    "payment": "Payments",
    "bank_transaction": "BankTransactions",
}


KINDS: Final = tuple(_RESOURCES)
"""Kinds as callers name them, in the order in which equals are shown."""


def mark_of_kind(kind: str) -> str:
    """The first of an entry's words, which shows its kind, so that the index itself can distinguish kinds."""
    return f"kind{kind.replace('_', '')}"


_MARKS: Final = {kind: mark_of_kind(kind) for kind in _RESOURCES}
_KINDS: Final = {mark: kind for kind, mark in _MARKS.items()}


def kind_of(words: str) -> str:
    """The kind of an entry by its words."""
    return _KINDS[words.partition(" ")[0]]


def resource_of(kind: str) -> str:
    """The list of Xero's that holds a kind."""
    return _RESOURCES[kind]


_STATUSES: Final = {"AUTHORISED": "awaiting payment", "SUBMITTED": "awaiting approval"}


class Entry(NamedTuple):
    """What the mirror keeps of a record apart from its body."""

    title: str = ""
    snippet: str = ""
    number: str | None = None
    reference: str | None = None
    amount: str | None = None
    words: str = ""


def entry_of(record: XeroRecord, workspace_id: str) -> Entry:
    """The entry of any record; an empty one, which is never found, for what is not searched.

    Before its own words stand its kind and its workspace.
    """
    make = _ENTRIES.get(record.PLURAL)
    if make is None:
        return Entry()
    kind, entry = make(record)
    return Entry(*entry[:-1], words=f"{_MARKS[kind]} {mark_of_workspace(workspace_id)} {entry.words}")


def _contact(record: Contact) -> tuple[str, Entry]:
    persons = [f"{each.first_name or ''} {each.last_name or ''}" for each in record.contact_persons or ()]
    archived = "archived" if record.contact_status == "ARCHIVED" else None
    return "contact", Entry(
        title=record.name or record.contact_id,
        snippet=_line(record.email_address, record.account_number, archived),
        number=code_of(record.account_number or record.contact_number),
        words=joined(
            (
                record.name, record.account_number, record.contact_number, record.first_name, record.last_name,
                record.email_address, *persons, record.company_number, record.tax_number, archived,
            )
        ),
    )  # fmt: skip


def _invoice(record: Invoice) -> tuple[str, Entry]:
    name, number = _name(record.contact), record.invoice_number
    what = "Bill" if record.is_bill else "Invoice"
    due = f"due {record.due_date}" if record.due_date and amount_or(record.amount_due) != 0 else None
    return "bill" if record.is_bill else "invoice", Entry(
        title=_line(f"{what} {number}" if number else what, name),
        snippet=_line(_money(record.total, record.currency_code), _status(record.status), _day(record.date), due),
        number=code_of(number),
        reference=code_of(record.reference),
        amount=amount_key(record.total),
        words=joined(
            (
                what,
                number,
                name,
                record.reference,
                day_word(record.date),
                _state(record),
                *_descriptions(record.line_items),
            )
        ),
    )


def _payment(record: Payment) -> tuple[str, Entry]:
    invoice = record.invoice
    number, name = (invoice.invoice_number, _name(invoice.contact)) if invoice else (record.invoice_number, None)
    currency = invoice.currency_code if invoice else None
    reversed_one = "reversed" if record.status == "DELETED" else None
    return "payment", Entry(
        title=_line(f"Payment of {number}" if number else "Payment", name),
        snippet=_line(_money(record.amount, currency), _day(record.date), reversed_one),
        reference=code_of(record.reference),
        amount=amount_key(record.amount),
        words=joined(("payment", number, name, record.reference, day_word(record.date), reversed_one)),
    )


def _bank_transaction(record: BankTransaction) -> tuple[str, Entry]:
    name = _name(record.contact)
    account = record.bank_account.name if record.bank_account else None
    deleted = "deleted" if record.status == "DELETED" else None
    return "bank_transaction", Entry(
        title=_line("Money received" if record.is_money_in else "Money spent", name),
        snippet=_line(_money(record.total, record.currency_code), _day(record.date), account, deleted),
        reference=code_of(record.reference),
        amount=amount_key(record.total),
        words=joined((name, record.reference, day_word(record.date), deleted, *_descriptions(record.line_items))),
    )


_ENTRIES: Final[dict[str, Callable[[Any], tuple[str, Entry]]]] = {
    "Contacts": _contact,
    "Invoices": _invoice,
    "Payments": _payment,
    "BankTransactions": _bank_transaction,
}


def _descriptions(lines: list[LineItem] | None) -> Iterator[str | None]:
    return (line.description for line in lines or ())


def _name(contact: Contact | None) -> str | None:
    return contact.name if contact else None


def _money(amount: Decimal | None, currency: str | None) -> str | None:
    if amount is None:
        return None
    return str(Money.of(amount, currency)) if currency else f"{in_cents(amount):,}"


def _status(status: str | None) -> str | None:
    return _STATUSES.get(status or "") or (status or "").lower()


def _state(invoice: Invoice) -> str | None:
    """The word for its state: with its due day where something is due."""
    if invoice.status == "AUTHORISED" and amount_or(invoice.amount_due) != 0:
        return open_word(invoice.due_date)
    return (invoice.status or "").lower() or None


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _line(*parts: str | None) -> str:
    return " · ".join([part for part in parts if part])
