"""How the row of a sales invoice or bill is made from what was asked, once that is known to be right.

Requests use it after they were checked, and the demo company, which needs no check, too: so the totals of ten thousand
seeded invoices and of one typed by a person are worked out by the same lines.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Final

from atom_xero_plugin.sandbox.books.books import Books
from atom_xero_plugin.sandbox.books.chart_of_accounts import system_account
from atom_xero_plugin.sandbox.books.document_lines import fill_lines
from atom_xero_plugin.sandbox.books.ledger import Posting
from atom_xero_plugin.sandbox.books.postings import LIVE, ROUNDING, control_account, in_base, lines_of, postings_of
from atom_xero_plugin.sandbox.books.projections import add_dates, add_updated, line, some, split_form
from atom_xero_plugin.sandbox.books.table import Row, fold
from atom_xero_plugin.sandbox.books.totals import EXCLUSIVE, PAR, ZERO
from atom_xero_plugin.sandbox.resources import contacts_rows

_HEAD: Final = ("Type", "InvoiceID", "InvoiceNumber", "Reference", "Url")
CREDITS: Final = ("CreditNotes", "Prepayments", "Overpayments")
SUMS: Final = ("AmountDue", "AmountPaid", "AmountCredited", "SentToContact", "CurrencyRate", "TotalDiscount")
_TAIL: Final = (
    "Status", "LineAmountTypes", "SubTotal", "TotalTax", "Total", "CurrencyCode", "FullyPaidOnDate",
    "ExpectedPaymentDate", "PlannedPaymentDate", "BrandingThemeID", "RepeatingInvoiceID",
)  # fmt: skip


def add_invoice(books: Books, sent: Row, *, at: datetime | None = None) -> Row:
    """Add a sales invoice or bill; see `invoice_row` for what it takes. Returns its row."""
    return put_invoice(books, invoice_row(books, sent), at=at)


def put_invoice(books: Books, row: Row, *, at: datetime | None = None) -> Row:
    """Keep an invoice's row, and note that its contact is a customer or supplier now."""
    contact: Row = row["Contact"]
    role = "IsCustomer" if row["Type"] == "ACCREC" else "IsSupplier"
    if not contact[role]:
        contact[role] = True
        books["Contacts"].touch(contact["ContactID"])
    return books["Invoices"].put(row, at=at)


def settle(row: Row) -> None:
    """Work out what of an invoice is paid and due; PAID and AUTHORISED follow from it.

    A voided invoice keeps its total and owes nothing (source: example of getInvoices, OpenAPI 16.1.0).
    """
    payments: list[Row] = row["Payments"]
    set_off = credits_of(row)
    paid = sum((payment["Amount"] for payment in payments), ZERO)
    credited = sum((each["AppliedAmount"] for each in set_off), ZERO)
    row["AmountPaid"], row["AmountCredited"] = paid, credited
    row["FullyPaidOnDate"] = None
    if row["Status"] in {"VOIDED", "DELETED"}:
        row["AmountDue"] = ZERO
        return
    row["AmountDue"] = row["Total"] - paid - credited
    if row["Status"] in LIVE:
        settled = not row["AmountDue"]
        row["Status"] = "PAID" if settled else "AUTHORISED"
        if settled:
            row["FullyPaidOnDate"] = max((each["Date"] for each in (*payments, *set_off)), default=row["Date"])


def credits_of(row: Row) -> list[Row]:
    """The credit notes, prepayments and overpayments that are set against an invoice."""
    return [each for name in CREDITS for each in row.get(name, ())]


def invoice_row(books: Books, sent: Row, existing: Row | None = None, *, places: int = 4) -> Row:
    """A sales invoice or bill, new or changed, with its totals; not yet in the books.

    Args:
        books: The organisation.
        sent: Fields under Xero's names, of the right types; `Contact` is the contact's row or `{"ContactID": ...}`.
        existing: The row it changes.
        places: Decimals of unit prices, 2 or 4.
    """
    row: Row = dict(existing) if existing is not None else _new_invoice(books, sent)
    lines: list[Row] | None = sent.get("LineItems")
    keeps_lines = existing is not None and lines is None
    recalculate = not keeps_lines or sent.get("LineAmountTypes", row["LineAmountTypes"]) != row["LineAmountTypes"]
    row.update({name: value for name, value in sent.items() if name not in {"LineItems", "Contact", "InvoiceID"}})
    if "Contact" in sent:
        row["Contact"] = contacts_rows.contact_of(books, sent["Contact"])
    if recalculate:
        fill_lines(books, row, None if keeps_lines else lines or [], sale=row["Type"] == "ACCREC", places=places)
    settle(row)
    return row


def round_total(row: Row, amount: Decimal | None) -> None:
    """Let an invoice's total differ from its lines by a rounding: `Total = SubTotal + TotalTax + RoundingAmount`.

    None is no rounding, and no field of that name. Source: xero-node 19.2, `RoundingAmount`.
    """
    if amount is None:
        row.pop("RoundingAmount", None)
    else:
        row["RoundingAmount"] = amount
    row["Total"] = row["SubTotal"] + row["TotalTax"] + (ZERO if amount is None else amount)
    settle(row)


def _new_invoice(books: Books, sent: Row) -> Row:
    sale = sent["Type"] == "ACCREC"
    return {
        "Type": sent["Type"],
        "InvoiceID": sent.get("InvoiceID") or books.new_id(),
        "InvoiceNumber": sent.get("InvoiceNumber") or (_next_number(books) if sale else ""),
        "Reference": "",
        "Date": sent.get("Date") or books.today(),
        "DueDate": None,
        "Status": "DRAFT",
        "LineAmountTypes": EXCLUSIVE,
        "CurrencyCode": books.organisation["BaseCurrency"],
        "CurrencyRate": PAR,
        "SentToContact": False if sale else None,
        "Payments": [],
        "HasAttachments": False,
    }


def _next_number(books: Books) -> str:
    return books.next_number("INV", lambda number: number in books["Invoices"].indexes["sales_number"])


def sales_number(invoice: Row) -> str | None:
    """The number of a sales invoice, by which it is unique; a bill's is not."""
    return fold(invoice["InvoiceNumber"]) if invoice["Type"] == "ACCREC" else None


def contact_id(invoice: Row) -> str | None:
    """The id of an invoice's contact."""
    identity: str = invoice["Contact"]["ContactID"]
    return identity


def shows(row: Row) -> Iterable[str]:
    """The ids of the records that an invoice shows."""
    return (row["Contact"]["ContactID"],)


def show(_books: Books, row: Row, form: str) -> Row:
    """A sales invoice or bill."""
    form, places = split_form(form)
    shown = some(row, _HEAD)
    if form != "summary":
        shown["Payments"] = row["Payments"]
        for name in CREDITS:
            shown[name] = [{key: value for key, value in each.items() if key != "AllocationID"}
                           for each in row.get(name, ())]  # fmt: skip
        shown["HasAttachments"] = row["HasAttachments"]
    shown.update(some(row, SUMS))
    shown["HasErrors"] = False
    shown["IsDiscounted"] = row["IsDiscounted"]
    contact: Row = row["Contact"]
    shown["Contact"] = contacts_rows.whole(contact) if form == "single" else contacts_rows.stub(contact)
    add_dates(row, shown, "Date", "DueDate")
    shown.update(some(row, _TAIL))
    if form == "single" and row.get("RoundingAmount") is not None:
        shown["RoundingAmount"] = row["RoundingAmount"]  # lists do not return it
    if form in {"single", "full"}:
        shown["LineItems"] = [line(part, places) for part in row["LineItems"]]
    elif form == "list":
        shown["LineItems"] = []
    add_updated(row, shown)
    return shown


def postings(books: Books, row: Row) -> list[Posting]:
    """What the customer owes, or is owed to the supplier, against the accounts of the lines and the tax."""
    if row["Status"] not in LIVE:
        return []
    sale = row["Type"] == "ACCREC"
    total = in_base(row, row["Total"])
    control = control_account(books, sale=sale)
    lines = [(control, total if sale else -total), *lines_of(books, row, -1 if sale else 1)]
    if row.get("RoundingAmount"):
        rounding = in_base(row, row["RoundingAmount"])
        lines.append((system_account(books, ROUNDING)["AccountID"], -rounding if sale else rounding))
    return postings_of(books, row, row["Type"], row["InvoiceID"], row["Contact"]["ContactID"], lines)
