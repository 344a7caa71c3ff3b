"""`/Invoices`: sales invoices and bills."""

from __future__ import annotations

from functools import partial
from typing import Final

from atom_xero_plugin.sandbox.api import error_responses, listing, wire
from atom_xero_plugin.sandbox.api.call import Call, Result
from atom_xero_plugin.sandbox.api.request_body import Invalid, NoSuchRecord
from atom_xero_plugin.sandbox.api.resource import Resource
from atom_xero_plugin.sandbox.books.books import Books
from atom_xero_plugin.sandbox.books.statuses import NOT_MODIFIABLE
from atom_xero_plugin.sandbox.books.table import Row, fold
from atom_xero_plugin.sandbox.resources import attachments
from atom_xero_plugin.sandbox.resources import invoices_rules as saving
from atom_xero_plugin.sandbox.resources.outcomes import Saved, answer, refused, saved_all, saved_one


def _found(books: Books, call: Call) -> Row:
    """The invoice that the address names, by id or number."""
    named = call.identity or ""
    row = books.invoices.get(named) or books.invoices.find("number", fold(named))
    if row is None:
        raise NoSuchRecord(named)
    return row


def get(books: Books, call: Call) -> Result:
    """A list, one invoice, or the address where its customer may see it."""
    if call.identity is None:
        return listing.answer(books.invoices, call)
    row = _found(books, call)
    if call.rest and call.rest[0].lower() == "onlineinvoice":
        address = f"https://in.xero.com/{row['InvoiceID'].replace('-', '')}"
        return answer(call, "OnlineInvoices", [wire.encode({"OnlineInvoiceUrl": address})])
    return attachments.one_or_files(books, call, books.invoices, row)


def put(books: Books, call: Call) -> Result:
    """Create only."""
    if attachments.asked(call):
        return attachments.save(books, call, books.invoices, _found(books, call))
    if call.identity is not None:
        raise error_responses.not_allowed()
    return saved_all(call, books.invoices, saving.FIELDS, partial(saving.create, books, places=call.decimals))


def post(books: Books, call: Call) -> Result:
    """Create or change; `/Invoices/{id}` changes that one, `/Invoices/{id}/Email` sends it."""
    if call.identity is None:
        return saved_all(call, books.invoices, saving.FIELDS, partial(_create_or_change, books, places=call.decimals))
    if attachments.asked(call):
        return put(books, call)
    row = _found(books, call)
    if call.rest:
        return _email(books, call, row)
    return saved_one(
        call, books.invoices, saving.FIELDS, lambda sent: saving.change(books, sent, row, places=call.decimals)
    )


def _create_or_change(books: Books, sent: Row, *, places: int) -> Saved:
    existing = saving.existing_for(books, sent)
    if existing is None:
        return saving.create(books, sent, places=places)
    return saving.change(books, sent, existing, places=places)


def _email(books: Books, call: Call, row: Row) -> Result:
    """204: an approved sales invoice is sent to its contact, who must have an e-mail address."""
    if call.rest[0].lower() != "email":
        raise NoSuchRecord(call.rest[0])
    if row["Type"] != "ACCREC" or row["Status"] not in {"SUBMITTED", "AUTHORISED", "PAID"}:
        raise refused(call, books.invoices, Invalid([NOT_MODIFIABLE], existing=row))
    if not row["Contact"].get("EmailAddress"):
        raise refused(call, books.invoices, Invalid(["Email address must be valid."], existing=row))
    books.invoices.put({**row, "SentToContact": True})
    return Result(b"", 204)


ROUTES: Final = [
    Resource(
        path="Invoices",
        read_scopes=("accounting.invoices.read", "accounting.transactions.read"),
        write_scopes=("accounting.invoices", "accounting.transactions"),
        get=get,
        put=put,
        post=post,
        parts=("Attachments", "Email", "OnlineInvoice"),
    )
]
