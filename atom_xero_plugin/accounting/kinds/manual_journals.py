"""What a manual journal means: how answers show it, what it comes to, by what it is found."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Annotated, Final

from msgspec import Meta, Struct

from atom_xero_plugin.accounting.kind import Found, RecordKind, shown_day
from atom_xero_plugin.accounting.listed import InLists, Listed
from atom_xero_plugin.accounting.pricing import AmountsAre, amounts_word
from atom_xero_plugin.catalogue.context import Context
from atom_xero_plugin.catalogue.trigger_filters import Least, Text, reaches
from atom_xero_plugin.core.money import ZERO, Money, amount_or, in_cents
from atom_xero_plugin.core.quoting import in_sentence
from atom_xero_plugin.xero.records.manual_journals import MANUAL_JOURNALS, JournalLine, ManualJournal

GONE: Final = frozenset({"VOIDED", "DELETED", "ARCHIVED"})
"""Statuses of what no longer counts."""


class JournalLineView(Struct, omit_defaults=True):
    """A line of a journal: a debit or a credit."""

    account: Annotated[str | None, Meta(description="Code of the account.")]
    debit: Annotated[Money | None, Meta(description="What it debits; with tax where amounts are inclusive.")] = None
    credit: Annotated[Money | None, Meta(description="What it credits.")] = None
    description: Annotated[str | None, Meta(description="What it is for.")] = None
    tax_type: Annotated[str | None, Meta(description="Xero's tax type.")] = None
    tax: Annotated[Money | None, Meta(description="Tax on the line, with its sign: a debit's is above zero.")] = None
    tracking: Annotated[
        list[str] | None, Meta(description="Options of tracking categories, such as Region: North.")
    ] = None


class ManualJournalRow(Struct):
    """A manual journal in a list."""

    id: Annotated[str, Meta(description="Xero's id.")]
    narration: Annotated[str, Meta(description="What it says it is for.")]
    status: Annotated[str, Meta(description="draft, posted, voided, deleted or archived.")]
    date: Annotated[dt.date | None, Meta(description="Day that it counts on.")]
    total: Annotated[Money, Meta(description="Sum of its debits, with tax; its credits come to the same.")]
    url: Annotated[str, Meta(description="Its page in Xero.")]


class ManualJournalView(ManualJournalRow, omit_defaults=True):
    """A manual journal in full."""

    amounts_are: Annotated[str | None, Meta(description="exclusive or inclusive of tax, or no_tax.")] = None
    lines: Annotated[list[JournalLineView], Meta(description="Lines.")] = []
    on_cash_reports: Annotated[bool | None, Meta(description="Whether reports on a cash basis show it.")] = None
    updated_at: Annotated[dt.datetime | None, Meta(description="Last change in Xero, UTC.")] = None


class ManualJournalResult(Struct):
    """What a write of a manual journal answers, from the record that was read back."""

    manual_journal: Annotated[ManualJournalView, Meta(description="The manual journal as Xero has it now.")]


class ManualJournalFilters(Struct, forbid_unknown_fields=True, omit_defaults=True):
    """Of manual journals."""

    narration: Annotated[Text | None, Meta(description="Only with this text in the narration.")] = None
    min_total: Least | None = None
    account: Annotated[Text | None, Meta(description="Only with a line on the account of this code.")] = None

    def matches(self, record: ManualJournal) -> bool:
        """Whether the journal is meant."""
        codes = {(line.account_code or "").casefold() for line in record.journal_lines or ()}
        return (
            (self.narration or "").casefold() in (record.narration or "").casefold()
            and reaches(self.min_total, debits_of(record))
            and (self.account is None or self.account.casefold() in codes)
        )


def gross_of(line: JournalLine, amounts_are: AmountsAre | None) -> Decimal:
    """What a line debits (above zero) or credits, with its tax."""
    tax = amount_or(line.tax_amount) if amounts_are == "exclusive" else ZERO
    return amount_or(line.line_amount) + tax


def debits_of(journal: ManualJournal) -> Decimal:
    """The sum of its debits, with tax."""
    amounts_are = amounts_word(journal.line_amount_types)
    amounts = (gross_of(line, amounts_are) for line in journal.journal_lines or ())
    return in_cents(sum((each for each in amounts if each > 0), ZERO))


def journal_label(journal: ManualJournal) -> str:
    """What a sentence calls it, for example `manual journal Accrue power of 2026-06-15`."""
    day = f" of {journal.date}" if journal.date else ""
    return f"manual journal {in_sentence(journal.narration)}{day}"


def manual_journal_row(ctx: Context, journal: ManualJournal) -> ManualJournalRow:
    """A manual journal in a list; it is in the organisation's currency."""
    return ManualJournalRow(
        id=journal.manual_journal_id,
        narration=journal.narration or "",
        status=(journal.status or "").lower(),
        date=journal.date,
        total=Money.of(debits_of(journal), ctx.organisation.base_currency),
        url=ctx.link(MANUAL_JOURNALS.page, journal.manual_journal_id),
    )


def manual_journal_view(ctx: Context, journal: ManualJournal) -> ManualJournalView:
    """A manual journal in full."""
    row, currency = manual_journal_row(ctx, journal), ctx.organisation.base_currency
    return ManualJournalView(
        **{name: getattr(row, name) for name in ManualJournalRow.__struct_fields__},
        amounts_are=amounts_word(journal.line_amount_types),
        lines=[journal_line_view(line, currency) for line in journal.journal_lines or ()],
        on_cash_reports=journal.show_on_cash_basis_reports,
        updated_at=journal.updated_date_utc,
    )


def journal_line_view(line: JournalLine, currency: str) -> JournalLineView:
    """A line as it stands in Xero."""
    amount = amount_or(line.line_amount)
    return JournalLineView(
        account=line.account_code,
        debit=Money.of(amount, currency) if amount > 0 else None,
        credit=Money.of(-amount, currency) if amount < 0 else None,
        description=line.description or None,
        tax_type=line.tax_type or None,
        tax=Money.of(line.tax_amount, currency) if amount_or(line.tax_amount) != 0 else None,
        tracking=tracking_of(line) or None,
    )


def tracking_of(line: JournalLine) -> list[str]:
    """The options of a line, as arguments name them."""
    return [f"{each.name}: {each.option}" for each in line.tracking or ()]


def _found_by(journal: ManualJournal) -> Found:
    total, state = debits_of(journal), (journal.status or "").lower()
    return Found(
        title=("Manual journal", journal.narration),
        snippet=(f"{total:,}", state, shown_day(journal.date)),
        amount=total,
        words=("manual journal", journal.narration),
        day=journal.date,
        state=state or None,
        texts=tuple(line.description for line in journal.journal_lines or ()),
    )


def _listed_by(journal: ManualJournal) -> Listed:
    return Listed(
        day=journal.date,
        total=debits_of(journal),
        has_attachments=bool(journal.has_attachments),
    )


IN_LISTS: Final = InLists[ManualJournal](
    listed_by=_listed_by,
    statuses={status: status.lower() for status in MANUAL_JOURNALS.statuses},
    gone=("ARCHIVED", "DELETED", "VOIDED"),
)


MANUAL_JOURNAL: Final = RecordKind[ManualJournal](
    name="manual_journal",
    endpoint=MANUAL_JOURNALS,
    view=manual_journal_view,
    shape=ManualJournalView,
    filters=ManualJournalFilters,
    found_by=_found_by,
    in_lists=IN_LISTS,
    sample={
        "ManualJournalID": "b7e4d1c2-3a5f-4c6d-8e9f-0a1b2c3d4e5f",
        "Narration": "Accrue power for June",
        "Date": "/Date(1780272000000+0000)/",
        "Status": "POSTED",
        "LineAmountTypes": "NoTax",
        "ShowOnCashBasisReports": False,
        "JournalLines": [
            {"LineAmount": "420.00", "AccountCode": "445", "TaxType": "NONE", "TaxAmount": "0.00"},
            {"LineAmount": "-420.00", "AccountCode": "850", "TaxType": "NONE", "TaxAmount": "0.00"},
        ],
    },
)
