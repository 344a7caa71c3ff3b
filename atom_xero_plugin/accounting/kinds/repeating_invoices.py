"""What a repeating invoice means: a template, how often Xero makes an invoice of it, and when each is due."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Final

from msgspec import Meta, Struct

from atom_xero_plugin.accounting.documents.line_view import LineView, line_of
from atom_xero_plugin.accounting.kind import RecordKind
from atom_xero_plugin.accounting.kinds.contacts import SAMPLE_NAME, ContactRef, contact_ref
from atom_xero_plugin.accounting.pricing import amounts_word
from atom_xero_plugin.catalogue.context import Context
from atom_xero_plugin.catalogue.skill import also
from atom_xero_plugin.core.money import Money
from atom_xero_plugin.core.quoting import in_sentence
from atom_xero_plugin.xero.records.repeating_invoices import REPEATING_INVOICES, RepeatingInvoice, Schedule

RepeatingInvoiceName = Annotated[
    str,
    Meta(
        description="Its id, reference, or the contact's name if it has one alone.",
        min_length=1,
        max_length=255,
        extra=also("repeating_invoice_id template id reference recurring_invoice subscription contact"),
    ),
]
DUE_TYPES: Final = {
    "days_after_date": "DAYSAFTERINVOICEDATE",
    "days_after_month": "DAYSAFTERINVOICEMONTH",
    "day_of_month": "OFCURRENTMONTH",
    "day_of_next_month": "OFFOLLOWINGMONTH",
}
"""What a number of a schedule means, in Xero's words for sales invoices; bills have two of their own."""
_DUE_WORDS: Final = {
    **{xero: word for word, xero in DUE_TYPES.items()},
    "DAYSAFTERBILLDATE": "days_after_date",
    "DAYSAFTERBILLMONTH": "days_after_month",
}
UNITS: Final = {"week": "WEEKLY", "month": "MONTHLY"}
_UNIT_WORDS: Final = {"WEEKLY": "week", "MONTHLY": "month", "YEARLY": "year"}


class RepeatingInvoiceRow(Struct, omit_defaults=True):
    """A repeating invoice in a list."""

    id: Annotated[str, Meta(description="Xero's id.")]
    kind: Annotated[str, Meta(description="sales, or bill from a supplier.")]
    invoices_are: Annotated[str, Meta(description="draft, approved or sent: what each new one is; else deleted.")]
    contact: Annotated[ContactRef, Meta(description="Customer or supplier.")]
    repeats: Annotated[str | None, Meta(description="How often, for example every 2 weeks.")]
    next_date: Annotated[dt.date | None, Meta(description="Day of the next invoice.")]
    total: Annotated[Money, Meta(description="Total with tax of each invoice.")]
    reference: Annotated[str | None, Meta(description="Reference.")] = None


class RepeatingInvoiceView(RepeatingInvoiceRow, omit_defaults=True):
    """A repeating invoice in full."""

    start_date: Annotated[dt.date | None, Meta(description="Day of its first invoice.")] = None
    end_date: Annotated[dt.date | None, Meta(description="Last day, if it ends.")] = None
    due: Annotated[int | None, Meta(description="Number that due_rule explains.")] = None
    due_rule: Annotated[str | None, Meta(description="When each is due: days after, or a day of a month.")] = None
    net: Annotated[Money | None, Meta(description="Total without tax.")] = None
    tax: Annotated[Money | None, Meta(description="Tax.")] = None
    amounts_are: Annotated[str | None, Meta(description="exclusive or inclusive of tax, or no_tax.")] = None
    lines: Annotated[list[LineView], Meta(description="Lines.")] = []
    has_attachments: Annotated[bool, Meta(description="Whether files are attached.")] = False


class RepeatingInvoiceResult(Struct):
    """What a write of a repeating invoice answers, from the record that was read back."""

    repeating_invoice: Annotated[RepeatingInvoiceView, Meta(description="The repeating invoice as Xero has it now.")]


def repeating_row(ctx: Context, template: RepeatingInvoice) -> RepeatingInvoiceRow:
    """A repeating invoice in a list."""
    schedule = template.schedule or Schedule()
    return RepeatingInvoiceRow(
        id=template.repeating_invoice_id,
        kind="bill" if template.type == "ACCPAY" else "sales",
        invoices_are=invoices_are(template),
        contact=contact_ref(template.contact),
        repeats=repeats(schedule.period, schedule.unit),
        next_date=None if template.status == "DELETED" else schedule.next_scheduled_date,
        total=Money.of(template.total, currency_in(ctx, template)),
        reference=template.reference or None,
    )


def repeating_view(ctx: Context, template: RepeatingInvoice) -> RepeatingInvoiceView:
    """A repeating invoice in full."""
    row, currency = repeating_row(ctx, template), currency_in(ctx, template)
    schedule = template.schedule or Schedule()
    return RepeatingInvoiceView(
        **{name: getattr(row, name) for name in RepeatingInvoiceRow.__struct_fields__},
        start_date=schedule.start_date,
        end_date=schedule.end_date,
        due=schedule.due_date,
        due_rule=_DUE_WORDS.get(schedule.due_date_type or "", (schedule.due_date_type or "").lower()) or None,
        net=Money.of(template.sub_total, currency),
        tax=Money.of(template.total_tax, currency),
        amounts_are=amounts_word(template.line_amount_types),
        lines=[line_of(line, currency) for line in template.line_items or ()],
        has_attachments=bool(template.has_attachments),
    )


def currency_in(ctx: Context, template: RepeatingInvoice) -> str:
    """The currency of its invoices."""
    return template.currency_code or ctx.organisation.base_currency


def invoices_are(template: RepeatingInvoice) -> str:
    """What each new invoice is: draft, approved or sent; `deleted` of a template that makes none."""
    if template.status == "AUTHORISED":
        return "sent" if template.approved_for_sending else "approved"
    return (template.status or "draft").lower()


def repeats(period: int | None, unit: str | None) -> str | None:
    """How often, for example `every 2 weeks`."""
    if period is None:
        return None
    word = _UNIT_WORDS.get(unit or "", (unit or "").lower())
    return f"every {word}" if period == 1 else f"every {period} {word}s"


def repeating_label(template: RepeatingInvoice) -> str:
    """What a sentence calls it, for example `repeating invoice to Acme every month`."""
    schedule = template.schedule or Schedule()
    name = template.contact.name if template.contact else None
    whose = f" {'from' if template.type == 'ACCPAY' else 'to'} {in_sentence(name)}" if name else ""
    what = "repeating bill" if template.type == "ACCPAY" else "repeating invoice"
    return f"{what}{whose} {repeats(schedule.period, schedule.unit) or ''}".strip()


REPEATING_INVOICE: Final = RecordKind[RepeatingInvoice](
    name="repeating_invoice",
    endpoint=REPEATING_INVOICES,
    view=repeating_view,
    shape=RepeatingInvoiceView,
    sample={
        "Type": "ACCREC",
        "RepeatingInvoiceID": "2f1d7c0a-5b3e-4e8f-9a61-0c4d8b7e6f52",
        "Reference": "Retainer",
        "Contact": SAMPLE_NAME,
        "Schedule": {"Period": 1, "Unit": "MONTHLY", "DueDate": 20, "DueDateType": "OFFOLLOWINGMONTH"},
        "Status": "AUTHORISED",
        "LineAmountTypes": "Exclusive",
        "CurrencyCode": "NZD",
        "SubTotal": "300.00",
        "TotalTax": "45.00",
        "Total": "345.00",
    },
)
