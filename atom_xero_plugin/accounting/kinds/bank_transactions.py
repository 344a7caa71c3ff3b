"""How bank transactions appear in answers."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Final, Literal

from msgspec import Meta, Struct

from atom_xero_plugin.accounting.kind import Found, RecordKind, shown_amount, shown_day
from atom_xero_plugin.accounting.kinds.accounts import SAMPLE_NAME as ACCOUNT_NAME
from atom_xero_plugin.accounting.kinds.accounts import AccountRef, account_ref
from atom_xero_plugin.accounting.kinds.contacts import SAMPLE_NAME as CONTACT_NAME
from atom_xero_plugin.accounting.kinds.contacts import ContactRef, contact_ref
from atom_xero_plugin.catalogue.context import Context
from atom_xero_plugin.catalogue.trigger_filters import Least, reaches
from atom_xero_plugin.core.money import Money
from atom_xero_plugin.xero.records.bank_transactions import BANK_TRANSACTIONS, BankTransaction


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


def bank_transaction_view(ctx: Context, record: BankTransaction) -> BankTransactionView:
    """A bank transaction in full."""
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
    )


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


BANK_TRANSACTION: Final = RecordKind[BankTransaction](
    name="bank_transaction",
    endpoint=BANK_TRANSACTIONS,
    view=bank_transaction_view,
    shape=BankTransactionView,
    filters=BankFilters,
    found_by=_found_by,
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
