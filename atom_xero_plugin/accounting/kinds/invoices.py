"""How sales invoices and bills look in answers."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Annotated

from msgspec import Meta, Struct

from atom_xero_plugin.accounting.kinds.contacts import ContactRef, contact_ref
from atom_xero_plugin.catalogue.context import Context
from atom_xero_plugin.core.money import MOST_ROUNDING, ZERO, Money, amount_or, cents, unsigned
from atom_xero_plugin.core.quoting import in_sentence
from atom_xero_plugin.xero.records.invoices import Invoice, Kind, LineItem

STATUS_WORDS = {
    "DRAFT": "draft",
    "SUBMITTED": "awaiting_approval",
    "AUTHORISED": "awaiting_payment",
    "PAID": "paid",
    "VOIDED": "voided",
    "DELETED": "deleted",
}
"""Xero's statuses in the words that its pages use."""
LINE_AMOUNTS = {"Exclusive": "exclusive", "Inclusive": "inclusive", "NoTax": "no_tax"}


class InvoiceRow(Struct, omit_defaults=True):
    """A sales invoice or bill in a list."""

    id: Annotated[str, Meta(description="Xero's id.")]
    number: Annotated[str | None, Meta(description="Its number; a bill has the supplier's, if any.")]
    kind: Annotated[Kind, Meta(description="sales, or bill from a supplier.")]
    status: Annotated[str, Meta(description="draft, awaiting_approval, awaiting_payment, paid, voided or deleted.")]
    contact: Annotated[ContactRef, Meta(description="Customer or supplier.")]
    date: Annotated[dt.date | None, Meta(description="Day of issue.")]
    due_date: Annotated[dt.date | None, Meta(description="Day it is due.")]
    total: Annotated[Money, Meta(description="Total with tax.")]
    amount_due: Annotated[Money, Meta(description="What is still to be paid.")]
    url: Annotated[str, Meta(description="Its page in Xero.")]
    reference: Annotated[str | None, Meta(description="Reference.")] = None
    days_overdue: Annotated[int | None, Meta(description="Days since it was due, if money is still due.")] = None


class NearInvoice(Struct):
    """A sales invoice or bill whose number is near the one asked for."""

    number: Annotated[str, Meta(description="Its number.")]
    kind: Annotated[Kind, Meta(description="sales, or bill from a supplier.")]
    contact: Annotated[str, Meta(description="Customer or supplier.")]


class LineView(Struct, omit_defaults=True):
    """A line."""

    description: Annotated[str | None, Meta(description="What it is for.")]
    amount: Annotated[Money, Meta(description="Line amount after discount; with tax where amounts are inclusive.")]
    quantity: Annotated[Decimal | None, Meta(description="Quantity.")] = None
    unit_amount: Annotated[Decimal | None, Meta(description="Price of one, up to four places.")] = None
    account: Annotated[str | None, Meta(description="Code of the account it is booked to.")] = None
    tax_type: Annotated[str | None, Meta(description="Xero's tax type.")] = None
    tax: Annotated[Money | None, Meta(description="Tax on the line.")] = None
    item: Annotated[str | None, Meta(description="Code of the item.")] = None
    discount_percent: Annotated[Decimal | None, Meta(description="Discount in per cent.")] = None
    id: Annotated[str | None, Meta(description="Xero's id of the line.")] = None


class PaidView(Struct, omit_defaults=True):
    """Something that settled part of an invoice."""

    kind: Annotated[str, Meta(description="payment, credit_note, prepayment or overpayment.")]
    id: Annotated[str, Meta(description="Xero's id of it; reverse_payment takes that of a payment.")]
    date: Annotated[dt.date | None, Meta(description="Day.")]
    amount: Annotated[Money, Meta(description="How much it settled.")]
    reference: Annotated[str | None, Meta(description="Reference or number.")] = None


class InvoiceView(InvoiceRow, omit_defaults=True):
    """A sales invoice or bill in full."""

    net: Annotated[Money | None, Meta(description="Total without tax.")] = None
    tax: Annotated[Money | None, Meta(description="Tax.")] = None
    rounding: Annotated[Money | None, Meta(description="What Xero rounds the total by, where it does.")] = None
    amounts_are: Annotated[str | None, Meta(description="exclusive or inclusive of tax, or no_tax.")] = None
    lines: Annotated[list[LineView], Meta(description="Lines.")] = []
    settled_by: Annotated[list[PaidView], Meta(description="Payments and credits.")] = []
    paid: Annotated[Money | None, Meta(description="What was paid.")] = None
    credited: Annotated[Money | None, Meta(description="What was credited.")] = None
    fully_paid_on: Annotated[dt.date | None, Meta(description="Day it was settled.")] = None
    currency_rate: Annotated[Decimal | None, Meta(description="Rate to the organisation's currency.")] = None
    sent: Annotated[bool | None, Meta(description="Whether Xero marked it as sent to the customer.")] = None
    has_attachments: Annotated[bool, Meta(description="Whether files are attached.")] = False
    updated_at: Annotated[dt.datetime | None, Meta(description="Last change in Xero, UTC.")] = None


class InvoiceResult(Struct):
    """What an act on an invoice or bill answers, told from the record that was read back."""

    invoice: Annotated[InvoiceView, Meta(description="The sales invoice or bill as Xero has it now.")]


def invoice_row(ctx: Context, invoice: Invoice) -> InvoiceRow:
    """A sales invoice or bill in a list."""
    return InvoiceRow(
        id=invoice.invoice_id,
        number=invoice.invoice_number or None,
        kind=kind_of(invoice),
        status=status_of(invoice),
        contact=contact_ref(invoice.contact),
        date=invoice.date,
        due_date=invoice.due_date,
        total=money_of(ctx, invoice, invoice.total),
        amount_due=money_of(ctx, invoice, invoice.amount_due),
        url=invoice_link(ctx, invoice),
        reference=invoice.reference or None,
        days_overdue=days_overdue(ctx, invoice),
    )


def near_invoice(invoice: Invoice) -> NearInvoice:
    """One whose number is near."""
    return NearInvoice(invoice.invoice_number or "", kind_of(invoice), contact_ref(invoice.contact).name)


def invoice_view(ctx: Context, invoice: Invoice) -> InvoiceView:
    """A sales invoice or bill in full."""
    row = invoice_row(ctx, invoice)
    return InvoiceView(
        **{name: getattr(row, name) for name in InvoiceRow.__struct_fields__},
        net=money_of(ctx, invoice, invoice.sub_total),
        tax=money_of(ctx, invoice, invoice.total_tax),
        rounding=money_of(ctx, invoice, rounding) if (rounding := rounding_of(invoice)) != 0 else None,
        amounts_are=LINE_AMOUNTS.get(invoice.line_amount_types or ""),
        lines=[_line(ctx, invoice, line) for line in invoice.line_items or ()],
        settled_by=_settlements(ctx, invoice),
        paid=money_of(ctx, invoice, invoice.amount_paid) if amount_or(invoice.amount_paid) != 0 else None,
        credited=money_of(ctx, invoice, invoice.amount_credited) if amount_or(invoice.amount_credited) != 0 else None,
        fully_paid_on=invoice.fully_paid_on_date,
        currency_rate=invoice.currency_rate if currency_of(ctx, invoice) != ctx.organisation.base_currency else None,
        sent=None if invoice.is_bill else invoice.sent_to_contact,
        has_attachments=bool(invoice.has_attachments),
        updated_at=invoice.updated_date_utc,
    )


def rounding_of(invoice: Invoice) -> Decimal:
    """What the total is rounded by: Total = SubTotal + TotalTax + RoundingAmount.

    It is an organisation's choice, at most 0.10 either way, and lists do not tell it. Source: spec 19.2, Invoices.
    """
    if invoice.rounding_amount is not None:
        return invoice.rounding_amount
    if invoice.total is None or invoice.sub_total is None or invoice.total_tax is None:
        return ZERO
    rest = invoice.total - invoice.sub_total - invoice.total_tax
    return rest if abs(rest) <= MOST_ROUNDING else ZERO


def kind_of(invoice: Invoice) -> Kind:
    """Sales invoice or bill."""
    return "bill" if invoice.is_bill else "sales"


def named(invoice: Invoice) -> str:
    """What a sentence calls it, for example `sales invoice INV-0042 to Acme`."""
    what = "bill" if invoice.is_bill else "sales invoice"
    number = f" {in_sentence(invoice.invoice_number)}" if invoice.invoice_number else ""
    whose = "from" if invoice.is_bill else "to"
    contact = f" {whose} {in_sentence(invoice.contact.name)}" if invoice.contact and invoice.contact.name else ""
    return f"{what}{number}{contact}"


def status_of(invoice: Invoice) -> str:
    """The status as text; one that Xero added since is shown as it came, in small letters."""
    status = invoice.status or ""
    return STATUS_WORDS.get(status, status.lower())


def currency_of(ctx: Context, invoice: Invoice) -> str:
    """The currency it is in."""
    return invoice.currency_code or ctx.organisation.base_currency


def money_of(ctx: Context, invoice: Invoice, amount: Decimal | None) -> Money:
    """One of its amounts."""
    return Money.of(amount, currency_of(ctx, invoice))


def days_overdue(ctx: Context, invoice: Invoice) -> int | None:
    """Days since it was due; None if it is not overdue."""
    if invoice.status != "AUTHORISED" or amount_or(invoice.amount_due) == 0 or invoice.due_date is None:
        return None
    days = (ctx.today - invoice.due_date).days
    return days if days > 0 else None


def invoice_link(ctx: Context, invoice: Invoice) -> str:
    """Its page in Xero."""
    return ctx.link("bill" if invoice.is_bill else "invoice", invoice.invoice_id)


def _line(ctx: Context, invoice: Invoice, line: LineItem) -> LineView:
    return LineView(
        description=line.description,
        amount=money_of(ctx, invoice, line.line_amount),
        quantity=plain(line.quantity),
        unit_amount=price(line.unit_amount),
        account=line.account_code,
        tax_type=line.tax_type,
        tax=money_of(ctx, invoice, line.tax_amount) if line.tax_amount is not None else None,
        item=line.item_code or None,
        discount_percent=plain(line.discount_rate) if amount_or(line.discount_rate) != 0 else None,
        id=line.line_item_id,
    )


def price(amount: Decimal | None) -> Decimal | None:
    """A price of one with at least cents: 150 is 150.00, and 0.1255 stays."""
    if amount is None:
        return None
    in_cents = cents(amount)
    return in_cents if in_cents == amount else unsigned(amount.normalize())


def plain(number: Decimal | None) -> Decimal | None:
    """A quantity without the zeros that say nothing: 2.0000 is 2, 1.50 is 1.5."""
    if number is None:
        return None
    short = unsigned(number.normalize())
    exponent = short.as_tuple().exponent
    return short.quantize(Decimal(1)) if isinstance(exponent, int) and exponent > 0 else short


def _settlements(ctx: Context, invoice: Invoice) -> list[PaidView]:
    paid = [
        PaidView(
            "payment", each.payment_id or "", each.date, money_of(ctx, invoice, each.amount), each.reference or None
        )
        for each in invoice.payments or ()
    ]
    credited = [
        PaidView(
            "credit_note", each.credit_note_id or "", each.date, money_of(ctx, invoice, each.applied_amount),
            each.credit_note_number or None,
        )
        for each in invoice.credit_notes or ()
    ]  # fmt: skip
    before = [
        PaidView("prepayment", each.prepayment_id or "", each.date, money_of(ctx, invoice, each.applied_amount))
        for each in invoice.prepayments or ()
    ]
    over = [
        PaidView("overpayment", each.overpayment_id or "", each.date, money_of(ctx, invoice, each.applied_amount))
        for each in invoice.overpayments or ()
    ]
    return [*paid, *credited, *before, *over]
