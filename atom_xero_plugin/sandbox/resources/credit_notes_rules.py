"""Creating and changing a credit note: every rule of Xero's that refuses one.

Source: developer.xero.com, Credit notes; its statuses are those of invoices. The words that name a credit note where
an invoice's message names an invoice are not verified.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from atom_xero_plugin.sandbox.api.request_body import (
    Fields,
    Invalid,
    choice,
    day,
    field_of,
    guid,
    number,
    record,
    records,
    text,
    too_long,
)
from atom_xero_plugin.sandbox.books.books import Books
from atom_xero_plugin.sandbox.books.document_lines import fill_lines
from atom_xero_plugin.sandbox.books.postings import LIVE
from atom_xero_plugin.sandbox.books.table import Row, fold
from atom_xero_plugin.sandbox.books.totals import EXCLUSIVE, LINE_AMOUNT_TYPES, PAR
from atom_xero_plugin.sandbox.resources import allocations
from atom_xero_plugin.sandbox.resources import lines as document
from atom_xero_plugin.sandbox.resources.contacts_rules import ARCHIVED_IN_DOCUMENT, one_named_contact
from atom_xero_plugin.sandbox.resources.contacts_rules import FIELDS as CONTACT
from atom_xero_plugin.sandbox.resources.invoices_rules import CREATED_AS, HAS_PAYMENT, MOVES
from atom_xero_plugin.sandbox.resources.outcomes import Saved

FIELDS: Final[Fields] = {
    "CreditNoteID": guid,
    "Type": choice("ACCRECCREDIT", "ACCPAYCREDIT"),
    "Contact": record(CONTACT),
    "LineItems": records(document.LINE),
    "Date": day,
    "LineAmountTypes": choice(*LINE_AMOUNT_TYPES),
    "CreditNoteNumber": text,
    "Reference": text,
    "BrandingThemeID": guid,
    "CurrencyCode": text,
    "CurrencyRate": number,
    "Status": text,
    **document.TOTALS,
}
NO_NOTE: Final = "An existing Credit Note with the specified CreditNoteID could not be found"
NOT_MODIFIABLE: Final = "Credit note not of valid status for modification"
_LIMITS: Final = {"CreditNoteNumber": 255, "Reference": 255}


def existing_for(books: Books, sent: Row) -> Row | None:
    """The credit note that a POST to the list means, by its id, or by the number of a customer's.

    Raises Invalid for an id that names none.
    """
    if "CreditNoteID" in sent:
        found = books["CreditNotes"].get(sent["CreditNoteID"])
        if found is None:
            raise Invalid([NO_NOTE])
        return found
    if sent.get("CreditNoteNumber") and sent.get("Type") == "ACCRECCREDIT":
        return books["CreditNotes"].find("customer_number", fold(sent["CreditNoteNumber"]))
    return None


def save(books: Books, sent: Row, existing: Row | None, places: int) -> Saved:
    """Add a credit note, or change one. Raises Invalid with everything that is wrong."""
    problems = _moved(sent, existing)
    if problems:
        raise Invalid(problems, existing=existing)
    if existing is not None and sent.get("Status") in {"VOIDED", "DELETED"}:
        problems = document.check_lock(books, existing["Date"])
        if existing["Contact"]["ContactStatus"] != "ACTIVE":
            problems.append(ARCHIVED_IN_DOCUMENT)
        return _kept(books, {"Status": sent["Status"]}, existing, problems, places)
    return _kept(books, sent, existing, _check(books, sent, existing), places)


def _moved(sent: Row, existing: Row | None) -> list[str]:
    """Why it may not become what was asked; one that is used takes no change at all."""
    requested = sent.get("Status")
    strange = document.unknown_status(requested, MOVES)
    if strange:
        return strange
    if existing is None:
        return [] if (requested or "DRAFT") in CREATED_AS else ["Credit note not of valid status for creation"]
    if existing["Allocations"] or existing["Payments"]:
        return [NOT_MODIFIABLE, HAS_PAYMENT]
    return [] if (requested or existing["Status"]) in MOVES[existing["Status"]] else [NOT_MODIFIABLE]


def _check(books: Books, sent: Row, existing: Row | None) -> list[str]:
    before: Row = existing or {}
    kind: str | None = field_of("Type", sent, existing)
    problems = too_long(sent, _LIMITS)
    if kind is None:
        problems.append("Credit Note Type must be specified")
    elif kind != before.get("Type", kind):
        problems.append("Credit note type cannot be changed")
    problems += _check_number(books, sent, existing) if kind == "ACCRECCREDIT" else []
    problems += document.check_currency(books, sent, existing)
    problems += document.check_lock(books, field_of("Date", sent, existing, books.today()), before.get("Date"))
    return problems + _check_lines(books, sent, existing)


def _check_number(books: Books, sent: Row, existing: Row | None) -> list[str]:
    if not (sent.get("CreditNoteNumber") or "").strip():
        sent.pop("CreditNoteNumber", None)
        return []
    taken = books["CreditNotes"].find("customer_number", fold(sent["CreditNoteNumber"]))
    return [] if taken is None or taken is existing else ["Credit Note # must be unique."]


def _check_lines(books: Books, sent: Row, existing: Row | None) -> list[str]:
    """An approved or submitted one must be complete, a draft need not be; none takes a discount."""
    stored: list[Row] = [] if existing is None else existing["LineItems"]
    complete = field_of("Status", sent, existing, "DRAFT") in {*LIVE, "SUBMITTED"}
    lines: list[Row] | None = sent.get("LineItems")
    bare = complete and not (stored if lines is None else lines)
    problems = ["One or more line items must be specified"] if bare else []
    if lines is None and complete:
        own = {"LineItemID", "LineAmount"}
        lines = [{name: value for name, value in line.items() if name not in own} for line in stored]
    if lines is None:
        return problems
    amounts = field_of("LineAmountTypes", sent, existing, EXCLUSIVE)
    return problems + document.check_lines(
        books, lines, stored=stored, complete=complete, line_amount_types=amounts, sale=False
    )


def _kept(books: Books, sent: Row, existing: Row | None, problems: list[str], places: int) -> Saved:
    before: Row = existing or {}
    contact = one_named_contact(books, sent.get("Contact"), existing=before.get("Contact"))
    problems = problems + contact.problems
    if problems or contact.nested or contact.row is None:
        raise Invalid(problems, contact=contact.nested, existing=existing)
    stated = {name: sent.pop(name) for name in document.TOTALS if name in sent}
    row = credit_note_row(books, {**sent, "Contact": contact.row}, existing, places=places)
    if row["Status"] not in {"VOIDED", "DELETED"}:
        problems += document.check_totals(stated, row)
    if row["Total"] < 0 and row["Status"] in {*LIVE, "SUBMITTED"}:
        problems.append("The document total must be greater than or equal to zero")
    if problems:
        raise Invalid(problems, existing=existing)
    if contact.changed:
        row["Contact"] = books["Contacts"].put(contact.row)
    return Saved(put_credit_note(books, row), document.warnings_of(books, sent, row))


def put_credit_note(books: Books, row: Row, *, at: datetime | None = None) -> Row:
    """Keep a credit note's row, with what is left of it."""
    allocations.settle(row)
    return books["CreditNotes"].put(row, at=at)


def credit_note_row(books: Books, sent: Row, existing: Row | None = None, *, places: int = 4) -> Row:
    """A credit note, new or changed, with its totals; not yet in the books. `Contact` is the contact's row."""
    own = {"LineItems", "CreditNoteID", "Type" if existing else ""}
    row: Row = dict(existing) if existing is not None else _new(books, sent)
    lines: list[Row] | None = sent.get("LineItems")
    amounts = row["LineAmountTypes"]
    row |= {name: value for name, value in sent.items() if name not in own}
    if row["Type"] == "ACCPAYCREDIT":
        row["Reference"] = ""  # only a customer's has one: the supplier's number stands for it
    if existing is None or lines is not None or row["LineAmountTypes"] != amounts:
        keeps = existing is not None and lines is None
        sale = row["Type"] == "ACCRECCREDIT"
        fill_lines(books, row, None if keeps else lines or [], sale=sale, places=places)
    row.pop("IsDiscounted", None)
    row.pop("TotalDiscount", None)
    row["InvoiceNumber"] = row["CreditNoteNumber"]
    return row


def _new(books: Books, sent: Row) -> Row:
    identity = books.new_id()
    taken = books["CreditNotes"].indexes["customer_number"]
    number = sent.get("CreditNoteNumber")
    if not number:
        number = books.next_number("CN", lambda each: each in taken) if sent["Type"] == "ACCRECCREDIT" else ""
    return {
        "CreditNoteID": identity,
        "InvoiceID": identity,  # as which the payment that refunds it names it
        "Type": sent["Type"],
        "CreditNoteNumber": number,
        "Reference": "",
        "Date": sent.get("Date") or books.today(),
        "DueDate": None,
        "Status": "DRAFT",
        "LineAmountTypes": EXCLUSIVE,
        "CurrencyCode": books.organisation["BaseCurrency"],
        "CurrencyRate": PAR,
        "Allocations": [],
        "Payments": [],
        "HasAttachments": False,
    }
