"""How the transactions of an account appear in answers."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Annotated

from msgspec import Meta, Struct

from atom_xero_plugin.core.money import in_cents
from atom_xero_plugin.reports.account_postings import Posting


class AccountRow(Struct, omit_defaults=True):
    """One debit or credit, in the organisation's currency."""

    date: Annotated[dt.date, Meta(description="Day.")]
    kind: Annotated[
        str, Meta(description="invoice, bill, credit_note, payment, prepayment, bank_transaction or manual_journal.")
    ]
    id: Annotated[str, Meta(description="Xero's id of the document.")]
    balance: Annotated[Decimal, Meta(description="Balance after it; a debit balance is above zero.")]
    debit: Annotated[Decimal | None, Meta(description="What it debits.")] = None
    credit: Annotated[Decimal | None, Meta(description="What it credits.")] = None
    number: Annotated[str | None, Meta(description="Number or reference.")] = None
    contact: Annotated[str | None, Meta(description="Name of the contact.")] = None
    description: Annotated[str | None, Meta(description="What it is for.")] = None


def account_row(posting: Posting, balance: Decimal) -> AccountRow:
    """A row with the balance after it."""
    amount = in_cents(posting.amount)
    return AccountRow(
        date=posting.day,
        kind=posting.kind,
        id=posting.record_id,
        balance=in_cents(balance),
        debit=amount if amount > 0 else None,
        credit=-amount if amount < 0 else None,
        number=posting.number,
        contact=posting.contact,
        description=posting.description,
    )
