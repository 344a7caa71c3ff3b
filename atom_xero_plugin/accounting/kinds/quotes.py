"""What a quote means: how answers show it, what of it may be changed, and what can become of it."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Final

from msgspec import Meta, Struct

from atom_xero_plugin.accounting.documents.document import (
    REFERENCE,
    Document,
    DocumentSearch,
    DueField,
    Move,
    StoredDocument,
    TextField,
    currency_of,
)
from atom_xero_plugin.accounting.documents.line_view import LineView, line_of
from atom_xero_plugin.accounting.documents.trigger_filters import DocumentFilters
from atom_xero_plugin.accounting.kind import Found, RecordKind, shown_amount, shown_day
from atom_xero_plugin.accounting.kinds.contacts import SAMPLE_NAME, ContactRef, contact_ref
from atom_xero_plugin.accounting.listed import InLists, Listed, listed_document
from atom_xero_plugin.accounting.pricing import amounts_word
from atom_xero_plugin.catalogue.context import Context
from atom_xero_plugin.catalogue.skill import also
from atom_xero_plugin.core.money import ONE, Money
from atom_xero_plugin.xero.records.quotes import QUOTES, Quote, QuoteFilter

QuoteName = Annotated[
    str,
    Meta(
        description="Its number or id. Xero quotes are listed by find_quotes.",
        min_length=1,
        max_length=255,
        extra=also("quote_id quote_number number id estimate document"),
    ),
]
Number = Annotated[
    str,
    Meta(
        description="Left out, Xero gives the next number.",
        min_length=1,
        max_length=255,
        extra=also("quote_number no new_number"),
    ),
]
Reference = Annotated[
    str,
    Meta(description="The customer's reference.", max_length=4000, extra=also("ref po po_number their_reference")),
]
Title = Annotated[str, Meta(description="Title above the lines.", max_length=100, extra=also("heading subject"))]
Summary = Annotated[str, Meta(description="Text below the title.", max_length=3000, extra=also("intro text"))]
Terms = Annotated[str, Meta(description="Terms at the end.", max_length=4000, extra=also("conditions footer"))]


class QuoteRow(Struct, omit_defaults=True):
    """A quote in a list."""

    id: Annotated[str, Meta(description="Xero's id.")]
    number: Annotated[str | None, Meta(description="Its number.")]
    status: Annotated[str, Meta(description="draft, sent, accepted, declined, invoiced or deleted.")]
    contact: Annotated[ContactRef, Meta(description="Customer.")]
    date: Annotated[dt.date | None, Meta(description="Day of issue.")]
    expiry_date: Annotated[dt.date | None, Meta(description="Last day it holds.")]
    total: Annotated[Money, Meta(description="Total with tax.")]
    url: Annotated[str, Meta(description="Its page in Xero.")]
    reference: Annotated[str | None, Meta(description="Reference.")] = None
    title: Annotated[str | None, Meta(description="Title.")] = None


class QuoteView(QuoteRow, omit_defaults=True):
    """A quote in full."""

    net: Annotated[Money | None, Meta(description="Total without tax.")] = None
    tax: Annotated[Money | None, Meta(description="Tax.")] = None
    amounts_are: Annotated[str | None, Meta(description="exclusive or inclusive of tax, or no_tax.")] = None
    lines: Annotated[list[LineView], Meta(description="Lines.")] = []
    summary: Annotated[str | None, Meta(description="Summary.")] = None
    terms: Annotated[str | None, Meta(description="Terms.")] = None
    updated_at: Annotated[dt.datetime | None, Meta(description="Last change in Xero, UTC.")] = None


class QuoteResult(Struct):
    """What a write of a quote answers, from the record that was read back."""

    quote: Annotated[QuoteView, Meta(description="The quote as Xero has it now.")]


def quote_row(ctx: Context, quote: Quote) -> QuoteRow:
    """A quote in a list."""
    return QuoteRow(
        id=quote.quote_id,
        number=quote.quote_number or None,
        status=(quote.status or "").lower(),
        contact=contact_ref(quote.contact),
        date=quote.date,
        expiry_date=quote.expiry_date,
        total=Money.of(quote.total, currency_of(ctx, quote)),
        url=ctx.link(QUOTES.page, quote.quote_id),
        reference=quote.reference or None,
        title=quote.title or None,
    )


def quote_view(ctx: Context, quote: Quote) -> QuoteView:
    """A quote in full."""
    row, currency = quote_row(ctx, quote), currency_of(ctx, quote)
    return QuoteView(
        **{name: getattr(row, name) for name in QuoteRow.__struct_fields__},
        net=Money.of(quote.sub_total, currency),
        tax=Money.of(quote.total_tax, currency),
        amounts_are=amounts_word(quote.line_amount_types),
        lines=[line_of(line, currency) for line in quote.line_items or ()],
        summary=quote.summary or None,
        terms=quote.terms or None,
        updated_at=quote.updated_date_utc,
    )


def _keeps(quote: Quote) -> dict[str, Any]:
    """What every update sends as it stands: without it Xero renumbers a quote, clears its texts and prices it anew."""
    abroad = quote.currency_rate is not None and quote.currency_rate != ONE
    kept = {
        "QuoteNumber": quote.quote_number,
        "Contact": {"ContactID": quote.contact.contact_id} if quote.contact else None,
        "Date": quote.date,
        "ExpiryDate": quote.expiry_date,
        "LineAmountTypes": quote.line_amount_types,
        "Reference": quote.reference,
        "Title": quote.title,
        "Summary": quote.summary,
        "Terms": quote.terms,
        "BrandingThemeID": quote.branding_theme_id,
        "CurrencyCode": quote.currency_code,
        "CurrencyRate": quote.currency_rate if abroad else None,
    }
    return {name: value for name, value in kept.items() if value}


def _search(wanted: DocumentSearch) -> QuoteFilter:
    return QuoteFilter(contact_id=wanted.contact_id, number=wanted.number, date_from=wanted.first, date_to=wanted.last)


def invoice_reference(stored: StoredDocument) -> str:
    """The reference of an invoice that is made of a quote: it names the quote, then has the quote's own."""
    return ", ".join(each for each in (stored.number, stored.reference) if each)[:255]


def _found_by(quote: Quote) -> Found:
    number, name = quote.quote_number, quote.contact.name if quote.contact else None
    state = (quote.status or "").lower()
    return Found(
        title=(f"Quote {number}" if number else "Quote", name),
        snippet=(shown_amount(quote.total, quote.currency_code), state, shown_day(quote.date), quote.title or None),
        number=number,
        reference=quote.reference,
        amount=quote.total,
        currency=quote.currency_code,
        words=("quote", number, name, quote.reference, quote.title),
        day=quote.date,
        state=state or None,
        texts=tuple(line.description for line in quote.line_items or ()),
    )


def _listed_by(quote: Quote) -> Listed:
    return listed_document(quote, quote.quote_number, money_in=True, due_day=quote.expiry_date)


_LIVE: Final = ("DRAFT", "SENT", "DECLINED", "ACCEPTED", "INVOICED")
_FINAL: Final = {"DELETED": "That is final; create a new one."}
_SEND: Final = "Mark it as sent first with send_quote."
_ACCEPT: Final = "Mark it as accepted first with accept_quote."
_AGAIN: Final = "Mark it as sent again first with send_quote."
DOCUMENT: Final = Document(
    endpoint=QUOTES,
    record_kind="quote",
    number=TextField("number", "quote_number", "QuoteNumber", optional=False),
    due=DueField("expiry_date", "expiry_date", "ExpiryDate", "valid until"),
    texts=(
        REFERENCE,
        TextField("title", "title", "Title"),
        TextField("summary", "summary", "Summary", many_lines=True),
        TextField("terms", "terms", "Terms", many_lines=True),
    ),
    statuses={status: status.lower() for status in QUOTES.statuses},
    moves={
        "sent": Move(
            {"DRAFT": "SENT", "DECLINED": "SENT", "ACCEPTED": "SENT", "INVOICED": "SENT"},
            done=frozenset({"SENT"}),
            hints=_FINAL,
            back={"DECLINED": "decline_quote", "ACCEPTED": "accept_quote"},
        ),
        "accepted": Move(
            {"SENT": "ACCEPTED"},
            done=frozenset({"ACCEPTED", "INVOICED"}),
            hints={"DRAFT": _SEND, "DECLINED": _AGAIN, **_FINAL},
            back={"SENT": "send_quote"},
        ),
        "declined": Move(
            {"SENT": "DECLINED"},
            done=frozenset({"DECLINED"}),
            hints={"DRAFT": _SEND, "ACCEPTED": _AGAIN, **_FINAL},
            back={"SENT": "send_quote"},
        ),
        "invoiced": Move(
            {"ACCEPTED": "INVOICED"},
            done=frozenset({"INVOICED"}),
            hints={"DRAFT": _SEND, "SENT": _ACCEPT, "DECLINED": _AGAIN, **_FINAL},
            back={"ACCEPTED": "send_quote"},
        ),
        "deleted": Move(dict.fromkeys(_LIVE, "DELETED"), done=frozenset({"DELETED"})),
        "changed": Move({"DRAFT": "DRAFT", "SENT": "SENT"}, hints={"DECLINED": _AGAIN, "ACCEPTED": _AGAIN, **_FINAL}),
    },
    in_ledger=False,
    tax_from_account=False,
    upper_case=True,
    keeps=_keeps,
    sent=lambda quote: quote.status == "SENT",
    undo="delete_quote",
    view=quote_view,
    search=_search,
    by_number=lambda number: QuoteFilter(number=number),
)
IN_LISTS: Final = InLists[Quote](
    listed_by=_listed_by, statuses=DOCUMENT.statuses, late_in=("SENT",), late_word="expired", gone=("DELETED",)
)
QUOTE: Final = RecordKind[Quote](
    name="quote",
    endpoint=QUOTES,
    view=quote_view,
    shape=QuoteView,
    filters=DocumentFilters,
    found_by=_found_by,
    in_lists=IN_LISTS,
    pending=("SENT",),
    document=DOCUMENT,
    sample={
        "QuoteID": "a3d0b5f1-6c2e-4b7a-9e48-5d1f0c7b9a26",
        "QuoteNumber": "QU-0042",
        "Reference": "Poster design",
        "Contact": SAMPLE_NAME,
        "DateString": "2026-06-02T00:00:00",
        "ExpiryDateString": "2026-07-02T00:00:00",
        "Status": "SENT",
        "LineAmountTypes": "EXCLUSIVE",
        "CurrencyCode": "NZD",
        "SubTotal": "300.00",
        "TotalTax": "45.00",
        "Total": "345.00",
        "Title": "Posters for the open day",
    },
)
