"""`…/Allocations` of credit notes, prepayments and overpayments: what of a credit is set against which invoice or bill.

Source: developer.xero.com, Credit notes, Prepayments, Overpayments; OpenAPI 16.1.0. A date that is sent is ignored: the
later one of the two documents counts. Elements stand or fall alone here, as those of other lists; that is not verified.
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from functools import partial
from typing import Final, NamedTuple

from atom_xero_plugin.sandbox.api import error_responses
from atom_xero_plugin.sandbox.api.call import Call, Result
from atom_xero_plugin.sandbox.api.request_body import (
    Fields,
    Malformed,
    NoSuchRecord,
    day,
    elements_of,
    guid,
    number,
    record,
    text,
)
from atom_xero_plugin.sandbox.books import json_values
from atom_xero_plugin.sandbox.books.books import Books
from atom_xero_plugin.sandbox.books.postings import LIVE
from atom_xero_plugin.sandbox.books.table import Row, fold
from atom_xero_plugin.sandbox.books.totals import ZERO, cents
from atom_xero_plugin.sandbox.resources import invoices_rows
from atom_xero_plugin.sandbox.resources.lines import check_lock
from atom_xero_plugin.sandbox.resources.outcomes import NOWHERE, answer
from atom_xero_plugin.sandbox.resources.records import Part

FIELDS: Final[Fields] = {
    "Amount": number,
    "Date": day,
    "Invoice": record({"InvoiceID": guid, "InvoiceNumber": text}),
}
PAID_OFF: Final = "The invoice you are trying to allocate to has already been paid off"
"""Source of this and the next: xeroizer issue 320, xero-php issue 335."""
TOO_MUCH: Final = "{} cannot be allocated as amount is greater than amount outstanding"
WRONG_TYPE: Final = "{} cannot be allocated to an incorrect invoice type"
"""The end of this sentence is not verified, nor are those of the other refusals here."""
_SETTLES: Final = {"ACCRECCREDIT": "ACCREC", "ACCPAYCREDIT": "ACCPAY"}


class CreditKind(NamedTuple):
    """A kind of credit."""

    plural: str
    """Xero's name of the list, which is that of an invoice's own list of them too: `CreditNotes`."""
    id_field: str
    words: str
    """What Xero's messages call one."""
    number: str | None = None
    """The field of its number that an invoice shows."""


def settles(credit: Row) -> str:
    """The type of the invoices that a credit may be set against: ACCREC or ACCPAY."""
    kind: str = credit["Type"]
    return _SETTLES.get(kind) or ("ACCREC" if kind.startswith("RECEIVE") else "ACCPAY")


def settle(credit: Row) -> None:
    """Work out what is left of a credit; PAID and AUTHORISED follow from it."""
    used: list[Row] = [*credit["Allocations"], *credit["Payments"]]
    credit["FullyPaidOnDate"] = None
    if credit["Status"] in {"VOIDED", "DELETED"}:
        credit["RemainingCredit"] = ZERO
        return
    credit["RemainingCredit"] = credit["Total"] - sum((each["Amount"] for each in used), ZERO)
    if credit["Status"] in LIVE:
        left = credit["RemainingCredit"] != 0
        credit["Status"] = "AUTHORISED" if left else "PAID"
        if not left:
            credit["FullyPaidOnDate"] = max((each["Date"] for each in used), default=credit["Date"])


def allocate(
    books: Books, kind: CreditKind, credit: Row, invoice: Row, amount: Decimal, *, at: datetime | None = None
) -> Row:
    """Set part of a credit against an invoice; both are worked out again. Returns the allocation."""
    made = {
        "AllocationID": books.new_id(),
        "Amount": amount,
        "Date": max(credit["Date"], invoice["Date"]),
        "Invoice": invoice,
    }
    mark = {
        kind.id_field: credit[kind.id_field],
        **({kind.number: credit[kind.number], "HasErrors": False} if kind.number else {}),
        "Date": made["Date"],
        "Total": credit["Total"],
        "AppliedAmount": amount,
        "AllocationID": made["AllocationID"],
    }
    credit["Allocations"] = [*credit["Allocations"], made]
    invoice[kind.plural] = [*invoice.get(kind.plural, []), mark]
    _put(books, kind, credit, invoice, at)
    return made


def _put(books: Books, kind: CreditKind, credit: Row, invoice: Row, at: datetime | None = None) -> None:
    settle(credit)
    invoices_rows.settle(invoice)
    books[kind.plural].put(credit, at=at)
    books["Invoices"].put(invoice, at=at)


def _unallocate(books: Books, kind: CreditKind, credit: Row, allocation: Row) -> None:
    invoice: Row = allocation["Invoice"]
    gone = allocation["AllocationID"]
    credit["Allocations"] = [each for each in credit["Allocations"] if each["AllocationID"] != gone]
    invoice[kind.plural] = [each for each in invoice[kind.plural] if each["AllocationID"] != gone]
    _put(books, kind, credit, invoice)


def _refusal(books: Books, kind: CreditKind, credit: Row, sent: Row, invoice: Row | None) -> list[str]:
    """Why an allocation may not be made; empty when it may."""
    amount = cents(sent.get("Amount", ZERO))
    problems = [] if amount > ZERO else ["Allocation amount must be greater than zero"]
    if invoice is None:
        return [*problems, "Invoice could not be found"]
    if credit["Status"] not in LIVE:
        problems.append(f"{kind.words} not of valid status for allocation")
    if invoice["Status"] == "PAID":
        problems.append(PAID_OFF)
    elif invoice["Status"] != "AUTHORISED":
        problems.append("Invoice not of valid status for allocation")
    if amount > min(invoice["AmountDue"], credit["RemainingCredit"]):
        problems.append(TOO_MUCH.format(kind.words))
    if invoice["Type"] != settles(credit):
        problems.append(WRONG_TYPE.format(kind.words))
    if invoice["Contact"]["ContactID"] != credit["Contact"]["ContactID"]:
        problems.append(f"{kind.words} cannot be allocated to an invoice of another contact")
    if invoice["CurrencyCode"] != credit["CurrencyCode"]:
        problems.append(f"{kind.words} cannot be allocated to an invoice in another currency")
    return problems + check_lock(books, max(credit["Date"], invoice["Date"]))


def _invoice(books: Books, sent: Row) -> Row | None:
    named: Row = sent.get("Invoice", {})
    if "InvoiceID" in named:
        return books["Invoices"].get(named["InvoiceID"])
    called = named.get("InvoiceNumber")
    return books["Invoices"].find("number", fold(called)) if called else None


def _made(books: Books, kind: CreditKind, credit: Row, sent: Row) -> tuple[Row, bool]:
    """One element of the body, done or refused, as Xero answers it."""
    invoice = _invoice(books, sent)
    problems = _refusal(books, kind, credit, sent, invoice)
    if problems or invoice is None:
        messages = [{"Message": message} for message in problems]
        return {"AllocationID": NOWHERE, **sent, "ValidationErrors": messages}, False
    allocation = allocate(books, kind, credit, invoice, cents(sent["Amount"]))
    shown = {name: value for name, value in shown_allocation(allocation).items() if name != "AllocationID"}
    about = {kind.id_field: credit[kind.id_field], "ID": credit[kind.id_field], "LineItems": []}
    return {**shown, kind.id_field.removesuffix("ID"): about, "ValidationErrors": []}, True


def _put_part(kind: CreditKind, books: Books, call: Call, credit: Row) -> Result:
    elements = elements_of(call.body, "Allocations", FIELDS)
    if not elements:
        raise Malformed("JSON for post data was invalid,Post data is empty.")
    outcomes = [_made(books, kind, credit, sent) for sent in elements]
    failed = [json_values.encode(shown) for shown, good in outcomes if not good]
    if failed and call.summarize_errors:
        raise error_responses.validation(b"[%b]" % b",".join(failed))
    return answer(call, "Allocations", [json_values.encode(shown) for shown, _ in outcomes])


def _delete_part(kind: CreditKind, books: Books, call: Call, credit: Row) -> Result:
    """200 with the allocation that is gone, in no envelope; 404 for one that is not there."""
    named = call.rest[1].lower() if len(call.rest) > 1 else ""
    found = next((each for each in credit["Allocations"] if each["AllocationID"] == named), None)
    if found is None:
        raise NoSuchRecord(named)
    problems = [{"Message": message} for message in check_lock(books, found["Date"])]
    if problems:
        shown = {**shown_allocation(found), "ValidationErrors": problems}
        raise error_responses.validation(b"[%b]" % json_values.encode(shown))
    _unallocate(books, kind, credit, found)
    invoice = {"InvoiceID": found["Invoice"]["InvoiceID"]}
    gone = {"AllocationID": found["AllocationID"], "Date": found["Date"], "Invoice": invoice, "IsDeleted": True}
    return Result(json_values.encode(gone))


def parts_of(kind: CreditKind) -> dict[tuple[str, str], Part]:
    """What is imitated below the address of a credit."""
    return {("PUT", "Allocations"): partial(_put_part, kind), ("DELETE", "Allocations"): partial(_delete_part, kind)}


def shown_allocation(allocation: Row) -> Row:
    """An allocation as a credit lists it."""
    invoice: Row = allocation["Invoice"]
    about = {
        "InvoiceID": invoice["InvoiceID"],
        "InvoiceNumber": invoice["InvoiceNumber"],
        **{name: [] for name in ("Payments", "CreditNotes", "Prepayments", "Overpayments", "LineItems")},
        "HasErrors": False,
        "IsDiscounted": False,
    }
    return {
        "AllocationID": allocation["AllocationID"],
        "Amount": allocation["Amount"],
        "Date": allocation["Date"],
        "Invoice": about,
    }
