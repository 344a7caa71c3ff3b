"""How sales invoices and bills appear in answers."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from functools import partial
from typing import Annotated, Any, Final

from msgspec import Meta, Struct

from atom_xero_plugin.accounting.documents.document import (
    GONE,
    REFERENCE,
    Document,
    DocumentSearch,
    DueField,
    Move,
    StoredDocument,
    TextField,
    currency_of,
    label_of,
    rounding_of,
)
from atom_xero_plugin.accounting.documents.line_view import LineView, line_of
from atom_xero_plugin.accounting.documents.trigger_filters import DocumentFilters
from atom_xero_plugin.accounting.kind import Due, Found, RecordKind, shown_amount, shown_day
from atom_xero_plugin.accounting.kinds.contacts import SAMPLE_NAME, ContactRef, contact_ref
from atom_xero_plugin.accounting.listed import InLists, Listed, listed_document
from atom_xero_plugin.accounting.pricing import amounts_word
from atom_xero_plugin.catalogue.context import Context
from atom_xero_plugin.core.money import Money, amount_or
from atom_xero_plugin.xero.records.invoices import BILL_PAGE, INVOICES, TYPE_OF, Invoice, InvoiceFilter, Kind

STATUS_WORDS = {
    "DRAFT": "draft",
    "SUBMITTED": "awaiting_approval",
    "AUTHORISED": "awaiting_payment",
    "PAID": "paid",
    "VOIDED": "voided",
    "DELETED": "deleted",
}
"""Xero's statuses in the words that its pages use."""


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
    payment_date: Annotated[dt.date | None, Meta(description="Day its payment is expected, or planned for a bill.")] = (
        None
    )
    currency_rate: Annotated[Decimal | None, Meta(description="Rate to the organisation's currency.")] = None
    sent: Annotated[bool | None, Meta(description="Whether Xero marked it as sent to the customer.")] = None
    has_attachments: Annotated[bool, Meta(description="Whether files are attached.")] = False
    updated_at: Annotated[dt.datetime | None, Meta(description="Last change in Xero, UTC.")] = None


class InvoiceResult(Struct):
    """What an operation on an invoice or bill answers, made from the record that was read back."""

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
        amounts_are=amounts_word(invoice.line_amount_types),
        lines=[line_of(line, currency_of(ctx, invoice)) for line in invoice.line_items or ()],
        settled_by=_settlements(ctx, invoice),
        paid=money_of(ctx, invoice, invoice.amount_paid) if amount_or(invoice.amount_paid) != 0 else None,
        credited=money_of(ctx, invoice, invoice.amount_credited) if amount_or(invoice.amount_credited) != 0 else None,
        fully_paid_on=invoice.fully_paid_on_date,
        payment_date=invoice.planned_payment_date if invoice.is_bill else invoice.expected_payment_date,
        currency_rate=invoice.currency_rate if currency_of(ctx, invoice) != ctx.organisation.base_currency else None,
        sent=None if invoice.is_bill else invoice.sent_to_contact,
        has_attachments=bool(invoice.has_attachments),
        updated_at=invoice.updated_date_utc,
    )


def kind_of(invoice: Invoice) -> Kind:
    """Sales invoice or bill."""
    return "bill" if invoice.is_bill else "sales"


def named(invoice: Invoice) -> str:
    """What a sentence calls it, for example `sales invoice INV-0042 to Acme`."""
    return label_of(document_of(invoice), invoice)


def status_of(invoice: Invoice) -> str:
    """The status as text; one that Xero added since is shown as it came, in small letters."""
    return document_of(invoice).status_word(invoice.status)


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
    return ctx.link(BILL_PAGE if invoice.is_bill else INVOICES.page, invoice.invoice_id)


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


def stored_invoice(ctx: Context, invoice: Invoice) -> StoredDocument:
    """A sales invoice or bill as what the functions for documents take."""
    return StoredDocument(ctx, document_of(invoice), invoice)


def document_of(invoice: Invoice) -> Document:
    """What is declared of it."""
    return DOCUMENTS[kind_of(invoice)]


def _filter(kind: Kind, requested: DocumentSearch) -> InvoiceFilter:
    return InvoiceFilter(
        kind=kind,
        contact_ids=(requested.contact_id,),
        invoice_numbers=(requested.number,) if requested.number else (),
        reference=requested.reference,
        date_from=requested.first,
        date_to=requested.last,
        summary_only=requested.summary_only,
    )


def _settled(invoice: Invoice) -> str:
    """What settles part of it: `credits` if any do, else `payments`."""
    if amount_or(invoice.amount_credited) != 0 or invoice.credit_notes or invoice.prepayments or invoice.overpayments:
        return "credits"
    return "payments" if invoice.payments or amount_or(invoice.amount_paid) != 0 else ""


def _one_number(kind: Kind, number: str) -> InvoiceFilter:
    return InvoiceFilter(kind=kind, invoice_numbers=(number,), summary_only=True)


NUMBER: Final = TextField("number", "invoice_number", "InvoiceNumber", optional=False)
_OPEN: Final = ("DRAFT", "SUBMITTED", "AUTHORISED")
_FINAL: Final = dict.fromkeys(GONE, "That is final; create a new one.")
_DRAFT: Final = "It is not approved yet: change it with change_invoice."
SALES_INVOICE: Final = Document(
    endpoint=INVOICES,
    record_kind="invoice",
    kind="sales",
    words="sales invoice",
    whose="to",
    side="sales",
    number=NUMBER,
    number_path="/invoice_number",
    due=DueField("due_date", "due_date", "DueDate", "due"),
    payment_day=DueField("payment_date", "expected_payment_date", "ExpectedPaymentDate", "expected"),
    texts=(REFERENCE,),
    statuses=STATUS_WORDS,
    moves={
        "approved": Move(
            {"DRAFT": "AUTHORISED", "SUBMITTED": "AUTHORISED"},
            done=frozenset({"AUTHORISED", "PAID"}),
            hints=_FINAL,
            back={"DRAFT": "void_invoice", "SUBMITTED": "void_invoice"},
        ),
        "voided": Move({"DRAFT": "DELETED", "SUBMITTED": "DELETED", "AUTHORISED": "VOIDED"}, done=GONE),
        "unapproved": Move(
            {"AUTHORISED": "VOIDED"},
            hints={"DRAFT": _DRAFT, "SUBMITTED": _DRAFT, "PAID": "Remove its payments first.", **_FINAL},
        ),
        "changed": Move({status: status for status in _OPEN}, hints=_FINAL),
    },
    fixed={"Type": TYPE_OF["sales"]},
    sent=lambda invoice: bool(invoice.sent_to_contact),
    settled=_settled,
    undo="void_invoice",
    undo_while=" as long as nothing is paid on it",
    view=invoice_view,
    search=partial(_filter, "sales"),
    by_number=partial(_one_number, "sales"),
)
SUPPLIER_BILL: Final = replace(
    SALES_INVOICE,
    kind="bill",
    listed_as="bill",
    words="bill",
    whose="from",
    side="bill",
    number_path="/bill_number",
    number_is_unique=False,
    payment_day=DueField("payment_date", "planned_payment_date", "PlannedPaymentDate", "planned"),
    texts=(),
    no_reference="is of sales invoices; a bill has the supplier's number instead",
    discounts=False,
    fixed={"Type": TYPE_OF["bill"]},
    search=partial(_filter, "bill"),
    by_number=partial(_one_number, "bill"),
    by_text=lambda text, first, last: InvoiceFilter(
        kind="bill", search_term=text, date_from=first, date_to=last, summary_only=True
    ),
)
DOCUMENTS: Final[dict[Kind, Document]] = {"sales": SALES_INVOICE, "bill": SUPPLIER_BILL}
"""What is declared of sales invoices and of bills."""


def _found_by(invoice: Invoice) -> Found:
    number, name = invoice.invoice_number, invoice.contact.name if invoice.contact else None
    what = "Bill" if invoice.is_bill else "Invoice"
    is_open = amount_or(invoice.amount_due) != 0
    due = f"due {invoice.due_date}" if invoice.due_date and is_open else None
    awaits_payment = is_open and invoice.status == Invoice.OPEN
    return Found(
        title=(f"{what} {number}" if number else what, name),
        snippet=(
            shown_amount(invoice.total, invoice.currency_code), status_of(invoice).replace("_", " "),
            shown_day(invoice.date), due,
        ),
        number=number,
        reference=invoice.reference,
        amount=invoice.total,
        currency=invoice.currency_code,
        words=(what, number, name, invoice.reference),
        day=invoice.date,
        state=Due(invoice.due_date) if awaits_payment else (invoice.status or "").lower() or None,
        texts=tuple(line.description for line in invoice.line_items or ()),
    )  # fmt: skip


def _listed_by(invoice: Invoice) -> Listed:
    is_owed = invoice.status in {Invoice.OPEN, "PAID"}
    return listed_document(
        invoice, invoice.invoice_number, money_in=not invoice.is_bill, due_day=invoice.due_date,
        still_owed=invoice.amount_due if is_owed else None,
        settled_day=invoice.fully_paid_on_date if invoice.status == "PAID" else None,
    )  # fmt: skip


IN_LISTS: Final = InLists[Invoice](
    listed_by=_listed_by,
    statuses=STATUS_WORDS,
    unpaid_in=(Invoice.OPEN,),
    late_in=(Invoice.OPEN,),
    gone=tuple(sorted(GONE)),
)


SAMPLE: Final[dict[str, Any]] = {
    "Type": "ACCREC",
    "InvoiceID": "b7c9a2de-3f64-4c1d-8a5b-2e9d6f0c1a34",
    "InvoiceNumber": "INV-0151",
    "Reference": "Poster design",
    "Contact": SAMPLE_NAME,
    "DateString": "2026-06-02T00:00:00",
    "DueDateString": "2026-06-16T00:00:00",
    "Status": "AUTHORISED",
    "LineAmountTypes": "Exclusive",
    "CurrencyCode": "NZD",
    "SubTotal": "300.00",
    "TotalTax": "45.00",
    "Total": "345.00",
    "AmountDue": "345.00",
    "AmountPaid": "0.00",
    "AmountCredited": "0.00",
}
INVOICE: Final = RecordKind[Invoice](
    name="invoice",
    endpoint=INVOICES,
    distinguished_by=lambda invoice: not invoice.is_bill,
    view=invoice_view,
    shape=InvoiceView,
    filters=DocumentFilters,
    found_by=_found_by,
    in_lists=IN_LISTS,
    pending=(Invoice.OPEN,),
    document=SALES_INVOICE,
    sample=SAMPLE,
)
BILL: Final = RecordKind[Invoice](
    name="bill",
    endpoint=INVOICES,
    own_page=BILL_PAGE,
    distinguished_by=lambda invoice: invoice.is_bill,
    view=invoice_view,
    shape=InvoiceView,
    filters=DocumentFilters,
    found_by=_found_by,
    in_lists=IN_LISTS,
    pending=(Invoice.OPEN,),
    document=SUPPLIER_BILL,
    sample={**SAMPLE, "Type": "ACCPAY"},
)
