"""`/CreditNotes`: what a customer is credited, and what a supplier credits."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from random import Random
from typing import Final

from atom_xero_plugin.sandbox.api.kind import Kind, ListRules
from atom_xero_plugin.sandbox.api.where_fields import record_type
from atom_xero_plugin.sandbox.books.books import Books
from atom_xero_plugin.sandbox.books.ledger import Posting
from atom_xero_plugin.sandbox.books.postings import LIVE, control_account, in_base, lines_of, postings_of
from atom_xero_plugin.sandbox.books.projections import add_dates, add_updated, line, some, split_form
from atom_xero_plugin.sandbox.books.table import Row, fold, text_key
from atom_xero_plugin.sandbox.resources import contacts_rows
from atom_xero_plugin.sandbox.resources import credit_notes_rules as saving
from atom_xero_plugin.sandbox.resources.allocations import CreditKind, allocate, parts_of, shown_allocation
from atom_xero_plugin.sandbox.resources.contacts_rules import TYPE as CONTACT_TYPE
from atom_xero_plugin.sandbox.resources.records import Records

CREDIT: Final = CreditKind("CreditNotes", "CreditNoteID", "Credit Note", "CreditNoteNumber")
_HEAD: Final = ("CreditNoteID", "CreditNoteNumber", "Type", "Reference", "RemainingCredit", "HasAttachments")
_TAIL: Final = (
    "Status", "LineAmountTypes", "SubTotal", "TotalTax", "Total", "CurrencyCode", "CurrencyRate", "FullyPaidOnDate",
    "BrandingThemeID",
)  # fmt: skip


def _customer_number(row: Row) -> str | None:
    """The number of a customer's, by which it is unique; a supplier's is not."""
    return fold(row["CreditNoteNumber"]) if row["Type"] == "ACCRECCREDIT" else None


def _shows(row: Row) -> Iterable[str]:
    return (row["Contact"]["ContactID"], *(each["Invoice"]["InvoiceID"] for each in row["Allocations"]))


def _show(_books: Books, row: Row, form: str) -> Row:
    form, places = split_form(form)
    shown = some(row, _HEAD) | {"ID": row["CreditNoteID"], "HasErrors": False}
    shown["Allocations"] = [shown_allocation(each) for each in row["Allocations"]]
    shown["Payments"] = row["Payments"]
    contact: Row = row["Contact"]
    shown["Contact"] = contacts_rows.whole(contact) if form == "single" else contacts_rows.stub(contact)
    add_dates(row, shown, "Date")
    shown |= some(row, _TAIL)
    shown["LineItems"] = [] if form == "list" else [line(part, places) for part in row["LineItems"]]
    add_updated(row, shown)
    return shown


def _postings(books: Books, row: Row) -> list[Posting]:
    """The opposite of what an invoice or bill posts."""
    if row["Status"] not in LIVE:
        return []
    sale = row["Type"] == "ACCRECCREDIT"
    total = in_base(row, row["Total"])
    lines = [(control_account(books, sale=sale), -total if sale else total), *lines_of(books, row, 1 if sale else -1)]
    return postings_of(books, row, row["Type"], row["CreditNoteID"], row["Contact"]["ContactID"], lines)


def _demo(books: Books, _random: Random) -> None:
    """Credits of the last weeks: used in part, not used, still being written, and of a supplier.

    They are for a customer who paid half of an invoice, and for the supplier who has waited longest.
    """
    for kind, weeks, status, price, number in (
        ("ACCREC", 3, "AUTHORISED", "120.00", None),
        ("ACCREC", 2, "AUTHORISED", "80.00", None),
        ("ACCREC", 0, "DRAFT", "45.00", None),
        ("ACCPAY", 2, "AUTHORISED", "60.00", "SC-118"),
    ):
        waiting = [each for each in books["Invoices"].rows.values() if each["Type"] == kind and each["AmountDue"] > 200]
        begun = [each for each in waiting if kind == "ACCPAY" or each["AmountPaid"] > 0]
        if not begun:
            continue
        invoice = min(begun, key=lambda each: (each["Date"], each["InvoiceNumber"]))
        on = books.today() - timedelta(days=7 * weeks)
        line = {"Description": "Goodwill", "Quantity": Decimal(1), "UnitAmount": Decimal(price),
                "AccountCode": "200" if kind == "ACCREC" else "429"}  # fmt: skip
        sent = {"Type": f"{kind}CREDIT", "Contact": invoice["Contact"], "Date": on, "Status": status,
                "LineItems": [line], **({"CreditNoteNumber": number} if number else {})}  # fmt: skip
        at = datetime.combine(on, time(0), UTC) - timedelta(minutes=90)
        note = saving.put_credit_note(books, saving.credit_note_row(books, sent), at=at)
        if weeks == 3:
            allocate(books, CREDIT, note, invoice, Decimal("38.00"), at=at)


KIND: Final = Kind(
    plural="CreditNotes",
    id_field="CreditNoteID",
    type=record_type(
        "CreditNote",
        saving.FIELDS,
        {"Contact": CONTACT_TYPE},
        DateTime="FullyPaidOnDate UpdatedDateUTC",
        Decimal="RemainingCredit",
        Boolean="HasAttachments HasErrors SentToContact",
    ),
    fields=saving.FIELDS,
    show=_show,
    shows=_shows,
    indexes={
        "contact": lambda row: row["Contact"]["ContactID"],
        "customer_number": _customer_number,
        "number": text_key("CreditNoteNumber"),
    },
    postings=_postings,
    lists=ListRules(paged=True),
    blank={"LineItems": [], "Allocations": [], "Payments": []},
    error_flag="HasErrors",
    demo=_demo,
)
ROUTES: Final = [
    Records(KIND, saving.save, saving.existing_for, second_key="number", parts=parts_of(CREDIT)).resource(
        read_scopes=("accounting.invoices.read", "accounting.transactions.read"),
        write_scopes=("accounting.invoices", "accounting.transactions"),
    )
]
