"""What a bank transaction means: how answers show it, and what can become of it."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Final, Literal

from msgspec import Meta, Struct

from atom_xero_plugin.accounting.documents.document import (
    REFERENCE,
    Document,
    DocumentSearch,
    Move,
    StoredDocument,
    currency_of,
)
from atom_xero_plugin.accounting.documents.line_view import LineView, line_of
from atom_xero_plugin.accounting.kind import Found, RecordKind, shown_amount, shown_day
from atom_xero_plugin.accounting.kinds.accounts import SAMPLE_NAME as ACCOUNT_NAME
from atom_xero_plugin.accounting.kinds.accounts import AccountRef, account_ref
from atom_xero_plugin.accounting.kinds.contacts import SAMPLE_NAME as CONTACT_NAME
from atom_xero_plugin.accounting.kinds.contacts import ContactRef, contact_ref
from atom_xero_plugin.accounting.listed import RECORDED, InLists, Listed, contact_of, way
from atom_xero_plugin.accounting.pricing import amounts_word
from atom_xero_plugin.catalogue.context import Context
from atom_xero_plugin.catalogue.skill import also
from atom_xero_plugin.catalogue.trigger_filters import Least, reaches
from atom_xero_plugin.core.money import Money
from atom_xero_plugin.xero.records.bank_transactions import BANK_TRANSACTIONS, BankTransaction, BankTransactionFilter

Purpose = Literal["plain", "prepayment", "overpayment", "transfer"]
"""What a bank transaction is for: money alone, money on account for later, money too much, or half of a transfer."""
BankTransactionName = Annotated[
    str,
    Meta(
        description="Its id. Xero bank transactions are listed by find_bank_transactions.",
        min_length=1,
        max_length=50,
        extra=also("bank_transaction_id transaction transaction_id id"),
    ),
]


class BankTransactionView(Struct, omit_defaults=True):
    """Money spent or received without an invoice."""

    id: Annotated[str, Meta(description="Xero's id.")]
    direction: Annotated[Literal["in", "out"], Meta(description="Whether money came in or went out.")]
    total: Annotated[Money, Meta(description="Total with tax.")]
    date: Annotated[dt.date | None, Meta(description="Day.")]
    state: Annotated[str, Meta(description="recorded, or deleted.")]
    url: Annotated[str, Meta(description="Its page in Xero.")]
    account: Annotated[AccountRef | None, Meta(description="The bank account.")] = None
    contact: Annotated[ContactRef | None, Meta(description="Whom it was paid to or received from.")] = None
    reference: Annotated[str | None, Meta(description="Reference.")] = None
    reconciled: Annotated[bool, Meta(description="Whether it is marked as matched with the bank.")] = False
    purpose: Annotated[Purpose, Meta(description="plain, prepayment, overpayment, or half of a transfer.")] = "plain"


class BankTransactionRow(BankTransactionView, omit_defaults=True):
    """Money spent or received, and what it was booked to."""

    booked_to: Annotated[list[str], Meta(description="Codes of the accounts of its lines.")] = []


class BankTransactionDetail(BankTransactionView, omit_defaults=True):
    """Money spent or received without an invoice, in full."""

    net: Annotated[Money | None, Meta(description="Total without tax.")] = None
    tax: Annotated[Money | None, Meta(description="Tax.")] = None
    amounts_are: Annotated[str | None, Meta(description="exclusive or inclusive of tax, or no_tax.")] = None
    lines: Annotated[list[LineView], Meta(description="Lines.")] = []
    prepayment: Annotated[str | None, Meta(description="Id of the prepayment that it made.")] = None
    overpayment: Annotated[str | None, Meta(description="Id of the overpayment that it made.")] = None
    link: Annotated[str | None, Meta(description="Address that it refers to.")] = None
    has_attachments: Annotated[bool, Meta(description="Whether files are attached.")] = False
    updated_at: Annotated[dt.datetime | None, Meta(description="Last change in Xero, UTC.")] = None


class BankTransactionResult(Struct):
    """What a write of a bank transaction answers, from the record that was read back."""

    bank_transaction: Annotated[BankTransactionDetail, Meta(description="The bank transaction as Xero has it now.")]


def bank_transaction_view(ctx: Context, record: BankTransaction) -> BankTransactionView:
    """A bank transaction in a list."""
    return BankTransactionView(
        id=record.bank_transaction_id,
        direction="in" if record.is_money_in else "out",
        total=Money.of(record.total, record.currency_code or ctx.organisation.base_currency),
        date=record.date,
        state={"AUTHORISED": "recorded"}.get(record.status or "", (record.status or "").lower()),
        url=ctx.link(BANK_TRANSACTIONS.page, record.bank_transaction_id),
        account=account_ref(record.bank_account) if record.bank_account else None,
        contact=contact_ref(record.contact) if record.contact else None,
        reference=record.reference or None,
        reconciled=bool(record.is_reconciled),
        purpose=purpose_of(record),
    )


def bank_transaction_row(ctx: Context, record: BankTransaction) -> BankTransactionRow:
    """A bank transaction in a list, with the accounts of its lines, which a page of Xero's list holds."""
    view = bank_transaction_view(ctx, record)
    codes = dict.fromkeys(line.account_code for line in record.line_items or () if line.account_code)
    return BankTransactionRow(
        **{name: getattr(view, name) for name in BankTransactionView.__struct_fields__}, booked_to=list(codes)
    )


def bank_transaction_detail(ctx: Context, record: BankTransaction) -> BankTransactionDetail:
    """A bank transaction in full."""
    row, currency = bank_transaction_view(ctx, record), currency_of(ctx, record)
    return BankTransactionDetail(
        **{name: getattr(row, name) for name in BankTransactionView.__struct_fields__},
        net=Money.of(record.sub_total, currency),
        tax=Money.of(record.total_tax, currency),
        amounts_are=amounts_word(record.line_amount_types),
        lines=[line_of(line, currency) for line in record.line_items or ()],
        prepayment=record.prepayment_id,
        overpayment=record.overpayment_id,
        link=record.url or None,
        has_attachments=bool(record.has_attachments),
        updated_at=record.updated_date_utc,
    )


def purpose_of(record: BankTransaction) -> Purpose:
    """What it is for, by the second half of Xero's type, such as SPEND-OVERPAYMENT."""
    purposes: dict[str, Purpose] = {
        "PREPAYMENT": "prepayment",
        "OVERPAYMENT": "overpayment",
        "TRANSFER": "transfer",
    }
    return purposes.get((record.type or "").partition("-")[2], "plain")


class BankFilters(Struct, forbid_unknown_fields=True, omit_defaults=True):
    """Of bank transactions."""

    account: Annotated[str | None, Meta(description="Only on this bank account: its id, code or name.")] = None
    min_amount: Least | None = None
    direction: Annotated[Literal["in", "out"] | None, Meta(description="Only money in, or out.")] = None

    def matches(self, record: BankTransaction) -> bool:
        """Whether the bank transaction is meant."""
        account = record.bank_account
        names = (
            {each.casefold() for each in (account.account_id, account.code, account.name) if each} if account else ()
        )
        return (
            (self.account is None or self.account.casefold() in names)
            and reaches(self.min_amount, record.total)
            and self.direction in (None, "in" if record.is_money_in else "out")
        )


def _found_by(record: BankTransaction) -> Found:
    name = record.contact.name if record.contact else None
    account = record.bank_account.name if record.bank_account else None
    deleted = "deleted" if record.status == "DELETED" else None
    return Found(
        title=("Money received" if record.is_money_in else "Money spent", name),
        snippet=(shown_amount(record.total, record.currency_code), shown_day(record.date), account, deleted),
        reference=record.reference,
        amount=record.total,
        currency=record.currency_code,
        words=(name, record.reference),
        day=record.date,
        state=deleted,
        texts=tuple(line.description for line in record.line_items or ()),
    )


def _listed_by(record: BankTransaction) -> Listed:
    contact_id, contact_name = contact_of(record.contact)
    return Listed(
        day=record.date,
        contact_id=contact_id,
        contact_name=contact_name,
        reference=record.reference or None,
        total=record.total,
        currency=record.currency_code,
        direction=way(money_in=record.is_money_in),
        account=record.bank_account.name or record.bank_account.code if record.bank_account else None,
        reconciled=bool(record.is_reconciled),
        has_attachments=bool(record.has_attachments),
    )


IN_LISTS: Final = InLists[BankTransaction](
    listed_by=_listed_by, statuses={**RECORDED, "DELETED": "deleted", "VOIDED": "voided"}, gone=("DELETED", "VOIDED")
)


def _keeps(record: BankTransaction) -> dict[str, Any]:
    """What every update sends as it stands. Without LineAmountTypes Xero takes the lines to include tax."""
    kept = {
        "Type": record.type,
        "Contact": {"ContactID": record.contact.contact_id} if record.contact else None,
        "BankAccount": {"AccountID": record.bank_account.account_id} if record.bank_account else None,
        "Date": record.date,
        "LineAmountTypes": record.line_amount_types,
        "Reference": record.reference,
        "Url": record.url,
    }
    return {name: value for name, value in kept.items() if value}


def _document(*, money_in: bool) -> Document:
    """Money spent or received, as documents with lines are declared; it is known by its reference."""

    def search(wanted: DocumentSearch) -> BankTransactionFilter:
        kind = "RECEIVE" if money_in else "SPEND"
        return BankTransactionFilter(
            type=kind, contact_id=wanted.contact_id, date_from=wanted.first, date_to=wanted.last
        )

    return Document(
        endpoint=BANK_TRANSACTIONS,
        record_kind="bank_transaction",
        words="money received" if money_in else "money spent",
        whose="from" if money_in else "to",
        side="sales" if money_in else "bill",
        number=REFERENCE,
        number_is_unique=False,
        statuses={"AUTHORISED": "recorded"},
        moves={"changed": Move({"AUTHORISED": "AUTHORISED"}, hints={"DELETED": "That is final; create a new one."})},
        fixed={"Type": "RECEIVE" if money_in else "SPEND"},
        opposite="money that goes the other way",
        discounts=False,
        keeps=_keeps,
        sent=lambda _: False,
        undo="reverse_bank_transaction",
        view=bank_transaction_detail,
        search=search,
        by_number=lambda _: BankTransactionFilter(),
    )


MONEY_SPENT: Final = _document(money_in=False)
MONEY_RECEIVED: Final = _document(money_in=True)


def stored_transaction(ctx: Context, record: BankTransaction) -> StoredDocument:
    """A bank transaction as it stands in Xero, as a document with lines."""
    return StoredDocument(ctx, MONEY_RECEIVED if record.is_money_in else MONEY_SPENT, record)


BANK_TRANSACTION: Final = RecordKind[BankTransaction](
    name="bank_transaction",
    endpoint=BANK_TRANSACTIONS,
    view=bank_transaction_view,
    shape=BankTransactionView,
    filters=BankFilters,
    found_by=_found_by,
    in_lists=IN_LISTS,
    sample={
        "BankTransactionID": "e1f2a3b4-c5d6-4e7f-8a9b-0c1d2e3f4a5b",
        "Type": "SPEND",
        "Status": "AUTHORISED",
        "Contact": CONTACT_NAME,
        "BankAccount": ACCOUNT_NAME,
        "DateString": "2026-06-15T00:00:00",
        "CurrencyCode": "NZD",
        "Total": "57.50",
    },
)
