"""Journals of the general ledger, as answers show them, and reading them by their numbers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Annotated, Final, NamedTuple

from msgspec import Meta, Struct

from atom_xero_plugin.accounting.kind import RecordKind
from atom_xero_plugin.accounting.listing import MOST_PAGES
from atom_xero_plugin.catalogue.context import Context
from atom_xero_plugin.core.errors import UnexpectedAnswer
from atom_xero_plugin.core.money import amount_or, in_cents
from atom_xero_plugin.xero.client import XeroClient
from atom_xero_plugin.xero.lists import list_of
from atom_xero_plugin.xero.records.journals import JOURNALS, MOST, Journal, JournalFilter, LedgerLine

_SOURCES: Final = {
    "ACCREC": "invoice",
    "ACCPAY": "bill",
    "ACCRECCREDIT": "credit_note",
    "ACCPAYCREDIT": "supplier_credit_note",
    "ACCRECPAYMENT": "invoice_payment",
    "ACCPAYPAYMENT": "bill_payment",
    "CASHREC": "money_received",
    "CASHPAID": "money_spent",
    "TRANSFER": "bank_transfer",
    "MANJOURNAL": "manual_journal",
}


class LedgerLineView(Struct, omit_defaults=True):
    """A line of a journal."""

    account: Annotated[str, Meta(description="Code of the account, or its name where it has none.")]
    net: Annotated[Decimal, Meta(description="Debit above zero, credit below, in the base currency.")]
    account_name: Annotated[str | None, Meta(description="Name of the account.")] = None
    tax: Annotated[Decimal | None, Meta(description="Tax of the line, where it has any.")] = None
    tax_type: Annotated[str | None, Meta(description="Xero's tax type.")] = None
    description: Annotated[str | None, Meta(description="Description of the document's line.")] = None
    tracking: Annotated[list[str] | None, Meta(description="Category: Option of each tracking category.")] = None


class JournalView(Struct, omit_defaults=True):
    """What one document posted at one time."""

    id: Annotated[str, Meta(description="Xero's id.")]
    number: Annotated[int, Meta(description="Its number; later ones are higher.")]
    lines: Annotated[list[LedgerLineView], Meta(description="Its lines, which come to zero.")]
    date: Annotated[dt.date | None, Meta(description="Day on which it counts.")] = None
    created: Annotated[dt.datetime | None, Meta(description="When it was posted.")] = None
    source: Annotated[str | None, Meta(description="What posted it: invoice, bill, money_spent, manual_journal …")] = (
        None
    )
    source_id: Annotated[str | None, Meta(description="Xero's id of the document that posted it.")] = None
    reference: Annotated[str | None, Meta(description="Reference of the document.")] = None


def journal_view(_: Context, journal: Journal) -> JournalView:
    """A journal; a source that is new to us is shown in Xero's word."""
    source = journal.source_type
    return JournalView(
        id=journal.journal_id,
        number=journal.journal_number or 0,
        lines=[_line(each) for each in journal.journal_lines or ()],
        date=journal.journal_date,
        created=journal.created_date_utc,
        source=None if source is None else _SOURCES.get(source, source.lower()),
        source_id=journal.source_id,
        reference=journal.reference or None,
    )


def _line(line: LedgerLine) -> LedgerLineView:
    tax = in_cents(amount_or(line.tax_amount))
    tracking = [f"{each.name}: {each.option}" for each in line.tracking_categories or ()]
    return LedgerLineView(
        account=line.account_code or line.account_name or line.account_id or "",
        net=in_cents(amount_or(line.net_amount)),
        account_name=line.account_name,
        tax=None if tax == 0 else tax,
        tax_type=line.tax_type,
        description=line.description or None,
        tracking=tracking or None,
    )


class JournalsFound(NamedTuple):
    """Journals for one answer."""

    items: list[Journal]
    after: int | None
    """The number after which the next answer begins; None at the end."""


async def journals_after(
    xero: XeroClient, number: int, limit: int, keep: Callable[[Journal], bool], since: dt.datetime | None
) -> JournalsFound:
    """Up to `limit` journals of higher numbers that pass, from at most MOST_PAGES answers of Xero's.

    `since` is a time of their posting. Raises UnexpectedAnswer for an answer that does not go on: it would never end.
    """
    items: list[Journal] = []
    for _ in range(MOST_PAGES):
        page = (await list_of(xero, JOURNALS, JournalFilter(after=number), modified_since=since)).items
        for each in page:
            if each.journal_number is None or each.journal_number <= number:
                raise UnexpectedAnswer(f"Xero gave journals that do not come after the number {number}.")
            number = each.journal_number
            if keep(each):
                items.append(each)
            if len(items) == limit:
                return JournalsFound(items, number)
        if len(page) < MOST:
            return JournalsFound(items, None)
    return JournalsFound(items, number)


JOURNAL: Final = RecordKind[Journal](
    name="journal",
    endpoint=JOURNALS,
    view=journal_view,
    shape=JournalView,
    sample={
        "JournalID": "1b31feeb-aa23-404c-8c19-24c827c53661",
        "JournalDate": "/Date(1539993600000+0000)/",
        "JournalNumber": 1,
        "CreatedDateUTC": "/Date(1541176243467+0000)/",
        "Reference": "RED-12",
        "SourceID": "d4956132-ed94-4dd7-9eaa-aa22dfdf06f2",
        "SourceType": "ACCREC",
        "JournalLines": [
            {"AccountCode": "610", "AccountName": "Accounts Receivable", "NetAmount": 40, "TaxAmount": 0},
            {"AccountCode": "200", "AccountName": "Sales", "NetAmount": -40, "TaxAmount": 0, "TaxType": "NONE"},
        ],
    },
)
