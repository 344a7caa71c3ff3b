"""`/Invoices`: sales invoices and bills."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Final

from atom_xero_plugin.sandbox.api import listing
from atom_xero_plugin.sandbox.api.call import Call, Result
from atom_xero_plugin.sandbox.api.kind import Kind, ListRules, Query, Test
from atom_xero_plugin.sandbox.api.request_body import Invalid
from atom_xero_plugin.sandbox.books import json_values
from atom_xero_plugin.sandbox.books.books import Books, Email
from atom_xero_plugin.sandbox.books.table import Row, text_key
from atom_xero_plugin.sandbox.resources import invoices_rows
from atom_xero_plugin.sandbox.resources import invoices_rules as saving
from atom_xero_plugin.sandbox.resources.outcomes import Saved, answer, refused
from atom_xero_plugin.sandbox.resources.records import Records

MOST_EMAILS: Final = 1_000
"""Invoices sent by e-mail in 24 hours by an organisation that pays. Source: developer.xero.com, Invoices."""


def _save(books: Books, sent: Row, existing: Row | None, places: int) -> Saved:
    if existing is None:
        return saving.create(books, sent, places=places)
    return saving.change(books, sent, existing, places=places)


def _online(_books: Books, call: Call, row: Row) -> Result:
    """The address where its customer may see it."""
    address = f"https://in.xero.com/{row['InvoiceID'].replace('-', '')}"
    return answer(call, "OnlineInvoices", [json_values.encode({"OnlineInvoiceUrl": address})])


def _email(books: Books, call: Call, row: Row) -> Result:
    """204: an approved sales invoice is sent to its contact, who must have an e-mail address.

    The words of these refusals are not verified. A demo company of Xero's sends none; here each is as one that pays.
    """
    if row["Type"] != "ACCREC" or row["Status"] not in {"SUBMITTED", "AUTHORISED", "PAID"}:
        raise refused(books, call, KIND, Invalid([saving.NOT_MODIFIABLE], existing=row))
    if not row["Contact"].get("EmailAddress"):
        raise refused(books, call, KIND, Invalid(["Email address must be valid."], existing=row))
    day_ago = call.now - timedelta(days=1)
    if sum(each.at > day_ago for each in books.emails) >= MOST_EMAILS:
        raise refused(
            books, call, KIND, Invalid(["The daily limit of invoice e-mails has been reached."], existing=row)
        )
    persons = [each["EmailAddress"] for each in row["Contact"].get("ContactPersons", ()) if each.get("IncludeInEmails")]
    to = (row["Contact"]["EmailAddress"], *persons)
    books.emails.append(Email(row["InvoiceID"], to, call.now))
    books.note(row["InvoiceID"], "Invoice sent", f"This invoice has been sent to {', '.join(to)}.")
    books["Invoices"].put({**row, "SentToContact": True})
    return Result(b"", 204)


def _filters(query: Query) -> Iterable[Test]:
    if query.get("contactids"):
        contacts = listing.guids_of("ContactIds", query["contactids"])
        yield lambda row: row["Contact"]["ContactID"] in contacts
    for name, field in (("statuses", "Status"), ("invoicenumbers", "InvoiceNumber")):
        if query.get(name):
            yield listing.is_one_of(field, query[name])


KIND: Final = Kind(
    plural="Invoices",
    id_field="InvoiceID",
    type=saving.TYPE,
    fields=saving.FIELDS,
    show=invoices_rows.show,
    shows=invoices_rows.shows,
    indexes={"sales_number": invoices_rows.sales_number, "number": text_key("InvoiceNumber"),
             "contact": invoices_rows.contact_id},
    postings=invoices_rows.postings,
    lists=ListRules(paged=True, ids=True, searched=("InvoiceNumber", "Reference"), filters=_filters),
    blank={"Payments": [], "CreditNotes": [], "Prepayments": [], "Overpayments": [], "IsDiscounted": False,
           "HasAttachments": False, "LineItems": []},
    error_flag="HasErrors",
)  # fmt: skip
RECORDS: Final = Records(
    KIND,
    _save,
    saving.existing_for,
    second_key="number",
    parts={("POST", "Email"): _email, ("GET", "OnlineInvoice"): _online},
)
ROUTES: Final = [
    RECORDS.resource(
        read_scopes=("accounting.invoices.read", "accounting.transactions.read"),
        write_scopes=("accounting.invoices", "accounting.transactions"),
    )
]
