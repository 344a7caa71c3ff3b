"""What it takes to make or change a manual journal."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from msgspec import Meta, Struct

from atom_xero_plugin.accounting import aliases
from atom_xero_plugin.accounting.documents.inputs import LineTracking
from atom_xero_plugin.accounting.inputs import AccountName, PositiveAmount
from atom_xero_plugin.accounting.pricing import AmountsAre
from atom_xero_plugin.catalogue.skill import OBVIOUS, also

ManualJournalName = Annotated[
    str,
    Meta(
        description="Its id, or its whole narration. Xero manual journals are listed by find_manual_journals.",
        min_length=1,
        max_length=4000,
        extra=also("journal manual_journal_id journal_id narration id entry"),
    ),
]
Narration = Annotated[
    str,
    Meta(
        description="What it is for.", min_length=1, max_length=4000,
        extra=also("description memo text title journal_narration reason") | OBVIOUS,
    ),
]  # fmt: skip


class JournalLineInput(Struct, forbid_unknown_fields=True, kw_only=True):
    """A line to be: a debit or a credit."""

    account: Annotated[
        AccountName,
        Meta(
            description="Its code, name or id; no bank, stock, receivable, payable or retained earnings account. "
            "Accounts in Xero are listed by find_accounts."
        ),
    ]
    debit: Annotated[
        PositiveAmount | None, Meta(description='Decimal text, for example "120.50".', extra=also("dr debit_amount"))
    ] = None
    credit: Annotated[
        PositiveAmount | None,
        Meta(description="The same of a credit; give one of the two.", extra=also("cr credit_amount") | OBVIOUS),
    ] = None
    description: (
        Annotated[str, Meta(description="What it is for.", max_length=4000, extra=aliases.DESCRIPTION | OBVIOUS)] | None
    ) = None
    tax: (
        Annotated[
            str,
            Meta(
                description="Tax rate, by name or type; left out, the account's, unless amounts are no_tax.",
                min_length=1, max_length=50, extra=aliases.TAX,
            ),
        ]
        | None
    ) = None  # fmt: skip
    tracking: LineTracking | None = None


Lines = Annotated[
    list[JournalLineInput],
    Meta(
        description="Debits and credits, which must come to the same, tax included.",
        min_length=2, max_length=200, extra=aliases.LINES,
    ),
]  # fmt: skip
AmountsField = Annotated[
    AmountsAre,
    Meta(description="Whether amounts are without tax, include it, or bear none.", extra=also("tax_treatment")),
]
OnCashReports = Annotated[
    bool,
    Meta(description="Whether reports on a cash basis show it.", extra=also("show_on_cash_basis_reports") | OBVIOUS),
]


class JournalChanges(Struct, forbid_unknown_fields=True, kw_only=True):
    """What may change of a manual journal."""

    narration: Annotated[Narration, Meta(description="New text.")] | None = None
    date: Annotated[dt.date | None, Meta(description="New day, YYYY-MM-DD.")] = None
    lines: Annotated[Lines, Meta(description="All lines as they shall be: they replace those there.")] | None = None
    amounts_are: AmountsField | None = None
    on_cash_reports: OnCashReports | None = None
