"""`/Quotes`: what a customer may accept. They post nothing, and a change of one must say more than that of an invoice.

Source: developer.xero.com, Quotes; answers recorded of a demo company (dates without offset, `SummarizeErrors`, a new
number and no terms after a change that names none). What is not verified of it: docs/sandbox.md.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from random import Random
from typing import Any, Final

from atom_xero_plugin.sandbox.api import listing
from atom_xero_plugin.sandbox.api import request_body as read
from atom_xero_plugin.sandbox.api.call import Call, Result
from atom_xero_plugin.sandbox.api.kind import Kind, ListRules, Query, Test
from atom_xero_plugin.sandbox.api.request_body import Fields, Invalid, number, text, too_long
from atom_xero_plugin.sandbox.api.resource import Handler
from atom_xero_plugin.sandbox.api.where_fields import record_type
from atom_xero_plugin.sandbox.books import projections
from atom_xero_plugin.sandbox.books.books import Books, File
from atom_xero_plugin.sandbox.books.document_lines import fill_lines
from atom_xero_plugin.sandbox.books.pdf import pdf
from atom_xero_plugin.sandbox.books.table import Row, fold, text_key
from atom_xero_plugin.sandbox.books.totals import EXCLUSIVE, LINE_AMOUNT_TYPES, PAR, ZERO
from atom_xero_plugin.sandbox.resources import lines as document
from atom_xero_plugin.sandbox.resources.contacts_rules import FIELDS as CONTACT
from atom_xero_plugin.sandbox.resources.contacts_rules import TYPE as CONTACT_TYPE
from atom_xero_plugin.sandbox.resources.contacts_rules import one_named_contact
from atom_xero_plugin.sandbox.resources.outcomes import Saved, without_offsets
from atom_xero_plugin.sandbox.resources.records import Records

MOVES: Final = {
    "DRAFT": frozenset({"DRAFT", "SENT", "DELETED"}),
    "SENT": frozenset({"SENT", "ACCEPTED", "DECLINED", "DELETED"}),
    "DECLINED": frozenset({"DECLINED", "SENT", "DELETED"}),
    "ACCEPTED": frozenset({"ACCEPTED", "INVOICED", "SENT", "DELETED"}),
    "INVOICED": frozenset({"INVOICED", "SENT", "DELETED"}),
    "DELETED": frozenset[str](),
}
"""Which status a quote may be moved to. INVOICED makes no invoice; DELETED is final."""
NOT_MODIFIABLE: Final = "Quote not of valid status for modification"
_OPEN: Final = frozenset({"DRAFT", "SENT"})
"""What a new quote may be; of one in another status, what it offers can not be changed."""
_OFFER: Final = ("Date", "ExpiryDate", "LineAmountTypes", "CurrencyCode", "CurrencyRate")
_OFFERED: Final = ("Description", "Quantity", "UnitAmount", "DiscountRate", "DiscountAmount", "AccountCode", "TaxType")
_LIMITS: Final = {"QuoteNumber": 255, "Reference": 4000, "Title": 100, "Summary": 3000, "Terms": 4000}
_CLEARED: Final[Row] = {"Terms": "", "LineAmountTypes": EXCLUSIVE, "Reference": None, "Title": None, "Summary": None,
                   "ExpiryDate": None}  # fmt: skip
"""What a change that does not name it sets a field to."""
_TAIL: Final = ("Status", "CurrencyRate", "CurrencyCode", "SubTotal", "TotalTax", "Total", "TotalDiscount", "Title",
                "Summary", "BrandingThemeID", "UpdatedDateUTC")  # fmt: skip
_SIGNED: Final = "5c8f1e0d-7a43-4b6e-9d21-3f0a6b7c8d9e"
"""The id of the demo's one attachment."""
_PLACES: Final = 4
"""Unit prices have four decimals here, without `unitdp`."""


def _amounts(value: Any, path: str) -> str:
    """`EXCLUSIVE`, or as invoices spell it."""
    word = text(value, path)
    known = {kind.upper(): kind for kind in LINE_AMOUNT_TYPES}
    return str(read.choice(*LINE_AMOUNT_TYPES)(known.get(word.upper(), word), path))


FIELDS: Final[Fields] = {
    "QuoteID": read.guid, "Contact": read.record(CONTACT), "Date": read.day, "ExpiryDate": read.day,
    "LineAmountTypes": _amounts, "Status": text, "BrandingThemeID": read.guid,
    "LineItems": read.records({name: document.LINE[name] for name in {*document.LINE} - {"TaxAmount", "AccountID"}}),
    "CurrencyCode": text, "CurrencyRate": number, **dict.fromkeys(_LIMITS, text),
}  # fmt: skip


def _moved(now: str | None, requested: str | None) -> list[str]:
    """Why a quote in status `now` (None: a new one) may not become `requested` (None: as it is); empty when it may."""
    unknown = document.unknown_status(requested, MOVES)
    if unknown:
        return unknown
    if now is None:
        return [] if (requested or "DRAFT") in _OPEN else ["Quote not of valid status for creation"]
    return [] if (requested or now) in MOVES[now] else [NOT_MODIFIABLE]


def _check(books: Books, sent: Row, existing: Row | None) -> list[str]:
    """What is wrong with a quote as it was sent; a change too must name the contact and the date."""
    stored: list[Row] = [] if existing is None else existing["LineItems"]
    lines: list[Row] | None = sent.get("LineItems", None if stored else [])
    problems = too_long(sent, _LIMITS)
    problems += [] if "Date" in sent else ["The Date field is mandatory"]
    taken = books["Quotes"].find("number", fold(sent["QuoteNumber"])) if sent.get("QuoteNumber") else None
    problems += [] if taken is None or taken is existing else ["Quote # must be unique."]
    problems += document.check_currency(books, sent, existing)
    if lines is None:
        return problems
    before = {line["LineItemID"]: line for line in stored}
    if not all(document.has_description(books, line, before.get(line.get("LineItemID", ""), {})) for line in lines):
        problems.append("Description must be specified")
    amounts = sent.get("LineAmountTypes", EXCLUSIVE)
    problems += document.check_lines(books, lines, stored=stored, complete=False, line_amount_types=amounts, sale=True)
    return problems if lines else [*problems, "One or more line items must be specified"]


def _save(books: Books, sent: Row, existing: Row | None, _places: int) -> Saved:
    """Add a quote, or change `existing`. Raises Invalid with everything that is wrong."""
    before: Row = existing or {}
    problems = _moved(before.get("Status"), sent.get("Status")) + _check(books, sent, existing)
    contact = one_named_contact(
        books, sent.get("Contact"), existing=before.get("Contact") if sent.get("Contact") else None
    )
    problems += contact.problems
    if problems or contact.nested or contact.row is None:
        raise Invalid(problems, contact=contact.nested, existing=existing)
    row = _row(books, {**sent, "Contact": contact.row}, existing)
    if before.get("Status", "DRAFT") not in _OPEN and _offers_otherwise(sent, row, before):
        raise Invalid([NOT_MODIFIABLE], existing=existing)
    if contact.changed:
        row["Contact"] = books["Contacts"].put(contact.row)
    return Saved(books["Quotes"].put(row), document.warnings_of(books, sent, row))


def _row(books: Books, sent: Row, existing: Row | None = None) -> Row:
    """A quote, new or changed, with its totals; not yet in the books."""
    new = {"QuoteID": books.new_id(), "Status": "DRAFT", "CurrencyCode": books.organisation["BaseCurrency"],
           "CurrencyRate": PAR}  # fmt: skip
    said = {name: value for name, value in sent.items() if name not in {"QuoteID", "LineItems"}}
    row: Row = {**(new if existing is None else existing), **_CLEARED, **said}
    row["QuoteNumber"] = sent.get("QuoteNumber") or books.next_number(
        "QU", lambda name: name in books["Quotes"].indexes["number"]
    )
    fill_lines(books, row, sent.get("LineItems"), sale=True, places=_PLACES, default_tax=False)
    return row


def _offers_otherwise(sent: Row, row: Row, existing: Row) -> bool:
    offers = [[[line.get(name) for name in _OFFERED] for line in each["LineItems"]] for each in (row, existing)]
    return offers[0] != offers[1] or any(name in sent and row.get(name) != existing.get(name) for name in _OFFER)


def _show(_books: Books, row: Row, form: str) -> Row:
    """A quote; a list leaves out what is empty and tells every discount, one asked for by id does the opposite."""
    single = form.startswith("single")
    shown = projections.some(row, ("QuoteID", "QuoteNumber", "Reference"))
    shown |= {"Terms": row["Terms"]} if single or row["Terms"] else {}
    shown["Contact"] = projections.some(row["Contact"], ("ContactID", "Name", "EmailAddress", "FirstName", "LastName"))
    shown["LineItems"] = [_line(line, single=single) for line in row["LineItems"]]
    projections.add_dates(row, shown, "Date", "ExpiryDate")
    shown |= ({} if single else {"TotalDiscount": ZERO}) | projections.some(row, _TAIL)
    return shown | {"LineAmountTypes": row["LineAmountTypes"].upper()}


def _line(row: Row, *, single: bool) -> Row:
    shown = projections.line({name: value for name, value in row.items() if name not in {"AccountID", "Item"}}, "4")
    usual: Row = {"ItemCode": ""} if single else {} if shown.get("DiscountRate") else {"DiscountAmount": ZERO}
    return {**usual, **shown}


def _filters(query: Query) -> Iterable[Test]:
    """The list's own parameters; a number is found by a part of it."""
    yield from listing.in_period(query, "Date", "DateFrom", "DateTo")
    yield from listing.in_period(query, "ExpiryDate", "ExpiryDateFrom", "ExpiryDateTo")
    if query.get("contactid"):
        contacts = listing.guids_of("ContactID", query["contactid"])
        yield lambda row: row["Contact"]["ContactID"] in contacts
    if query.get("status"):
        yield listing.is_one_of("Status", query["status"])
    if query.get("quotenumber"):
        yield listing.contains(("QuoteNumber",), query["quotenumber"])


def _as_quotes(handler: Handler) -> Handler:
    """Quotes alone print dates without `+0000`, say `SummarizeErrors`, and name no charset."""
    plain = without_offsets(handler)

    def handle(books: Books, call: Call) -> Result:
        result = plain(books, call)
        if call.rest:
            return result
        head = b'{"SummarizeErrors":%b,' % (b"true" if call.summarize_errors else b"false")
        return replace(result, body=head + result.body[1:], content_type="application/json")

    return handle


def _demo(books: Books, random: Random) -> None:
    """Six weeks of offers, one in each status that a customer brings about."""
    contacts = list(books["Contacts"].rows.values())
    customers = [row for row in contacts if row["IsCustomer"]] or contacts
    for weeks, status in ((6, "DECLINED"), (5, "ACCEPTED"), (3, "SENT"), (1, "SENT"), (0, "DRAFT")):
        on = books.today() - timedelta(days=7 * weeks)
        item = random.choice(list(books["Items"].rows.values()))
        line = {"ItemCode": item["Code"], "Quantity": Decimal(random.randint(1, 6)),
                "TaxType": item["SalesDetails"]["TaxType"]}  # fmt: skip
        sent = {"Contact": random.choice(customers), "Date": on, "ExpiryDate": on + timedelta(days=30),
                "Title": item["Name"], "Status": status, "Terms": "Valid 30 days.", "LineItems": [line]}  # fmt: skip
        at = datetime.combine(on, time(0), UTC) - timedelta(minutes=random.randint(5, 240))
        quote = books["Quotes"].put(_row(books, sent), at=at)
        if status == "ACCEPTED":
            _sign(books, quote)


def _sign(books: Books, quote: Row) -> None:
    """The offer as the customer signed it."""
    name = "signed offer.pdf"
    address = f"https://api.xero.com/api.xro/2.0/Quotes/{quote['QuoteID']}/Attachments/"
    content = pdf([f"Quote {quote['QuoteNumber']}", "Accepted and signed."])
    books.files[quote["QuoteID"]] = {name: File(_SIGNED, name, "application/pdf", content, address, online=False)}


KIND: Final = Kind(
    plural="Quotes",
    id_field="QuoteID",
    type=record_type(
        "Quote",
        FIELDS,
        {"Contact": CONTACT_TYPE},
        String="LineAmountTypes",
        DateTime="UpdatedDateUTC",
        Decimal="SubTotal TotalTax Total TotalDiscount",
    ),
    fields=FIELDS,
    show=_show,
    shows=lambda row: (row["Contact"]["ContactID"],),
    indexes={"number": text_key("QuoteNumber")},
    lists=ListRules(paged=True, always_paged=True, page_size=False, pagination=False, where=False, filters=_filters),
    blank={"LineItems": []},
    demo=_demo,
)
ROUTES: Final = [
    Records(KIND, _save, wrap=_as_quotes).resource(
        read_scopes=("accounting.invoices.read", "accounting.transactions.read"),
        write_scopes=("accounting.invoices", "accounting.transactions"),
    )
]
