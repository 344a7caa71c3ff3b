"""How bank transactions appear in answers."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from msgspec import Meta, Struct

from atom_xero_plugin.accounting.kinds.accounts import AccountRef, account_ref
from atom_xero_plugin.accounting.kinds.contacts import ContactRef, contact_ref
from atom_xero_plugin.catalogue.context import Context
from atom_xero_plugin.core.money import Money
from atom_xero_plugin.xero.records.bank_transactions import BankTransaction


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
        url=ctx.link("bank_transaction", record.bank_transaction_id),
        account=account_ref(record.bank_account) if record.bank_account else None,
        contact=contact_ref(record.contact) if record.contact else None,
        reference=record.reference or None,
        reconciled=bool(record.is_reconciled),
    )
