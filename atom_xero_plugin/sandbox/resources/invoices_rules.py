"""Creating and changing a sales invoice or bill: every rule of Xero's that refuses one."""

from __future__ import annotations

from typing import Final

from atom_xero_plugin.sandbox.api.request_body import (
    NOT_FOUND,
    Fields,
    Invalid,
    choice,
    day,
    field_of,
    flag,
    guid,
    number,
    record,
    records,
    text,
    too_long,
)
from atom_xero_plugin.sandbox.api.where_fields import record_type
from atom_xero_plugin.sandbox.books.books import Books
from atom_xero_plugin.sandbox.books.postings import LIVE
from atom_xero_plugin.sandbox.books.stock import shortages
from atom_xero_plugin.sandbox.books.table import Row, fold
from atom_xero_plugin.sandbox.books.totals import EXCLUSIVE, LINE_AMOUNT_TYPES
from atom_xero_plugin.sandbox.resources.contacts_rules import ARCHIVED_IN_DOCUMENT, one_named_contact
from atom_xero_plugin.sandbox.resources.contacts_rules import FIELDS as CONTACT_FIELDS
from atom_xero_plugin.sandbox.resources.contacts_rules import TYPE as CONTACT_TYPE
from atom_xero_plugin.sandbox.resources.invoice_rounding import round_or_refuse
from atom_xero_plugin.sandbox.resources.invoices_rows import credits_of, invoice_row, put_invoice
from atom_xero_plugin.sandbox.resources.lines import (
    LINE,
    TOTALS,
    check_currency,
    check_lines,
    check_lock,
    check_totals,
    unknown_status,
    warnings_of,
)
from atom_xero_plugin.sandbox.resources.outcomes import Saved

FIELDS: Final[Fields] = {
    "InvoiceID": guid,
    "Type": choice("ACCREC", "ACCPAY"),
    "Contact": record(CONTACT_FIELDS),
    "LineItems": records(LINE),
    "Date": day,
    "DueDate": day,
    "LineAmountTypes": choice(*LINE_AMOUNT_TYPES),
    "InvoiceNumber": text,
    "Reference": text,
    "BrandingThemeID": guid,
    "Url": text,
    "CurrencyCode": text,
    "CurrencyRate": number,
    "Status": text,
    "SentToContact": flag,
    "ExpectedPaymentDate": day,
    "PlannedPaymentDate": day,
    "RoundingAmount": number,
    **TOTALS,
}
TYPE: Final = record_type(
    "Invoice",
    {name: reader for name, reader in FIELDS.items() if name != "RoundingAmount"},  # which no list returns
    {"Contact": CONTACT_TYPE},
    Guid="RepeatingInvoiceID",
    DateTime="FullyPaidOnDate UpdatedDateUTC",
    Decimal="TotalDiscount AmountDue AmountPaid AmountCredited CISDeduction",
    Boolean="HasAttachments IsDiscounted HasErrors",
)
LIMITS: Final = {"InvoiceNumber": 255, "Reference": 255}
CREATED_AS: Final = frozenset({"DRAFT", "SUBMITTED", "AUTHORISED"})
"""What a new invoice may be; without a status it is a draft."""
MOVES: Final = {
    "DRAFT": frozenset({"DRAFT", "SUBMITTED", "AUTHORISED", "DELETED"}),
    "SUBMITTED": frozenset({"SUBMITTED", "DRAFT", "AUTHORISED", "DELETED"}),
    "AUTHORISED": frozenset({"AUTHORISED", "VOIDED"}),
    "PAID": frozenset({"PAID"}),
    "VOIDED": frozenset[str](),
    "DELETED": frozenset[str](),
}
"""Which status an invoice may be moved to by a request.

PAID is never asked for: payments make it. VOIDED and DELETED are final: such a document takes no change at all.
Source: developer.xero.com, Invoices: "Deleting and voiding", "Status codes".
"""
NOT_MODIFIABLE: Final = "Invoice not of valid status for modification"
HAS_PAYMENT: Final = "This document cannot be edited as it has a payment or credit note allocated to it."
_FIXED_BY_PAYMENT: Final = ("Type", "Date", "LineAmountTypes", "CurrencyCode", "CurrencyRate", "SubTotal", "Total")
_LINE_FIXED_BY_PAYMENT: Final = ("Quantity", "UnitAmount", "TaxType", "TaxAmount", "LineAmount", "ItemCode",
                                 "DiscountRate", "DiscountAmount")  # fmt: skip


def refusal(now: str, requested: str | None, *, has_payments: bool) -> list[str]:
    """Why an invoice in status `now` may not be changed to `requested` (None: stay as it is); empty when it may."""
    allowed = MOVES[now]
    if requested == "VOIDED" and has_payments and now in {"AUTHORISED", "PAID"}:
        return [NOT_MODIFIABLE, HAS_PAYMENT]
    if not allowed or (requested or now) not in allowed:
        return [NOT_MODIFIABLE]
    return []


def existing_for(books: Books, sent: Row) -> Row | None:
    """The invoice that a POST to the collection means: by `InvoiceID`, else by the number of a sales invoice.

    Raises:
        Invalid: the id names no invoice.
    """
    if "InvoiceID" in sent:
        found = books["Invoices"].get(sent["InvoiceID"])
        if found is None:
            raise Invalid([NOT_FOUND])
        return found
    if sent.get("InvoiceNumber") and sent.get("Type", "ACCREC") == "ACCREC":
        return books["Invoices"].find("sales_number", fold(sent["InvoiceNumber"]))
    return None


def create(books: Books, sent: Row, *, places: int) -> Saved:
    """Add an invoice.

    Raises:
        Invalid: with everything that is wrong.
    """
    sent = {name: value for name, value in sent.items() if name != "InvoiceID"}
    problems = too_long(sent, LIMITS)
    if "Type" not in sent:
        problems.append("Invoice Type must be specified")
    problems += unknown_status(sent.get("Status"), MOVES)
    if sent.get("Status", "DRAFT") in set(MOVES) - CREATED_AS:
        problems.append("Invoice not of valid status for creation")
    sale = sent.get("Type") == "ACCREC"
    problems += _check_number(books, sent, None) if sale else []
    problems += check_currency(books, sent)
    problems += check_lock(books, sent.get("Date") or books.today())
    problems += _check_content(books, sent, None, sale=sale)
    return _save(books, sent, None, problems, places=places)


def change(books: Books, sent: Row, existing: Row, *, places: int) -> Saved:
    """Change an invoice: fields that are not sent stay, lines that are not sent go.

    Raises:
        Invalid: with everything that is wrong.
    """
    problems = unknown_status(sent.get("Status"), MOVES) or refusal(
        existing["Status"], sent.get("Status"), has_payments=_is_settled(existing)
    )
    if sent.get("Status") == "VOIDED" and existing["Type"] == "ACCPAY":
        archived = existing["Contact"]["ContactStatus"] != "ACTIVE"  # it blocks voiding a bill too (Retail Express)
        problems += [ARCHIVED_IN_DOCUMENT] if archived else []
    if problems:
        raise Invalid(problems, existing=existing)
    problems += check_lock(books, existing["Date"], sent.get("Date"))
    if sent.get("Status") in {"VOIDED", "DELETED"}:
        return _save(books, {"Status": sent["Status"]}, existing, problems, places=places)
    if sent.get("Type", existing["Type"]) != existing["Type"]:
        problems.append("Invoice type cannot be changed")
    sale = existing["Type"] == "ACCREC"
    problems += too_long(sent, LIMITS)
    problems += _check_number(books, sent, existing) if sale else []
    problems += check_currency(books, sent, existing)
    problems += _check_content(books, sent, existing, sale=sale)
    return _save(books, sent, existing, problems, places=places)


def _check_number(books: Books, sent: Row, existing: Row | None) -> list[str]:
    requested = sent.get("InvoiceNumber")
    if not requested or not requested.strip():
        sent.pop("InvoiceNumber", None)
        return []
    taken = books["Invoices"].find("sales_number", fold(requested))
    return [] if taken is None or taken is existing else ["Invoice # must be unique."]


def _check_content(books: Books, sent: Row, existing: Row | None, *, sale: bool) -> list[str]:
    """Lines and dates; an approved or submitted document must be complete, a draft need not be."""
    before: Row = existing or {}
    complete = field_of("Status", sent, existing, "DRAFT") in {*LIVE, "SUBMITTED"}
    problems = []
    lines: list[Row] | None = sent.get("LineItems")
    stored: list[Row] = before.get("LineItems", [])
    kind: str = field_of("LineAmountTypes", sent, existing, EXCLUSIVE)
    if complete and field_of("DueDate", sent, existing) is None:
        problems.append("DueDate cannot be empty")
    if complete and not (stored if lines is None else lines):
        problems.append("One or more line items must be specified")
    if lines is None and complete:
        lines = [dict(line) for line in stored]
        for line in lines:
            line.pop("LineItemID")
            line.pop("LineAmount", None)
    if lines is not None:
        problems += check_lines(books, lines, stored=stored, complete=complete, line_amount_types=kind, sale=sale)
    return problems


def _save(books: Books, sent: Row, existing: Row | None, problems: list[str], *, places: int) -> Saved:
    before: Row = existing or {}
    contact = one_named_contact(books, sent.get("Contact"), existing=before.get("Contact"))
    problems = problems + contact.problems
    if problems or contact.nested or contact.row is None:
        raise Invalid(problems, contact=contact.nested, existing=existing)
    stated = {name: sent.pop(name) for name in (*TOTALS, "RoundingAmount") if name in sent}
    if field_of("Type", sent, existing) == "ACCPAY":
        sent.pop("Reference", None)  # only sales have one: a bill's number stands for it
    if field_of("Status", sent, existing, "DRAFT") not in LIVE:
        sent.pop("SentToContact", None)  # only what is approved is marked as sent; how Xero refuses it is not verified
    row = invoice_row(books, {**sent, "Contact": contact.row}, existing, places=places)
    problems = round_or_refuse(books, row, stated, existing)
    if row["Status"] not in {"VOIDED", "DELETED"}:
        problems += check_totals(stated, row)
    problems += _check_result(row, existing) + shortages(books, row)
    if problems:
        raise Invalid(problems, existing=existing)
    if contact.changed:
        row["Contact"] = books["Contacts"].put(contact.row)
    return Saved(put_invoice(books, row), warnings_of(books, sent, row))


def _check_result(row: Row, existing: Row | None) -> list[str]:
    """What can only be seen on the finished document: its total, and what payments fix."""
    if row["Total"] < 0 and row["Status"] in {*LIVE, "SUBMITTED"}:
        return ["The document total must be greater than or equal to zero"]
    if existing is None or not _is_settled(existing):
        return []
    same = all(row.get(name) == existing.get(name) for name in _FIXED_BY_PAYMENT)
    same = same and len(row["LineItems"]) == len(existing["LineItems"])
    return [] if same and _same_lines(row, existing) else [NOT_MODIFIABLE, HAS_PAYMENT]


def _is_settled(existing: Row) -> bool:
    """Whether a payment or a credit is on it."""
    return bool(existing["Payments"] or credits_of(existing))


def _same_lines(row: Row, existing: Row) -> bool:
    return all(
        line.get(name) == before.get(name)
        for line, before in zip(row["LineItems"], existing["LineItems"], strict=True)
        for name in _LINE_FIXED_BY_PAYMENT
    )
