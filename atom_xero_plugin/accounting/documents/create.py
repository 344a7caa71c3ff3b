"""From what a person asks for to the exact invoice or bill that would be sent, with all that speaks against it.

What Xero certainly would refuse is refused here, as text that say what to do, before anybody is asked to approve it.
"""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from atom_xero_plugin.accounting import resolve
from atom_xero_plugin.accounting import warnings as warning_checks
from atom_xero_plugin.accounting.documents.inputs import DocumentInput, PlannedDocument, snapshot
from atom_xero_plugin.accounting.documents.lines import DraftLine, document_lines, line_view
from atom_xero_plugin.accounting.inputs import AFTER_READING, invalid_argument, one_line, paragraph, sane_day
from atom_xero_plugin.accounting.kinds.contacts import contact_ref
from atom_xero_plugin.accounting.pricing import XERO_WORDS, totals_of
from atom_xero_plugin.catalogue.context import Context
from atom_xero_plugin.core.errors import FieldError, InvalidArguments
from atom_xero_plugin.core.quoting import in_sentence
from atom_xero_plugin.plans.proposal import RECORD, PlanWarning, Proposal, Step, Totals, Undo
from atom_xero_plugin.xero.client import XeroClient
from atom_xero_plugin.xero.lists import only
from atom_xero_plugin.xero.records.contacts import Contact
from atom_xero_plugin.xero.records.invoices import INVOICES, TYPE_OF, Invoice, InvoiceFilter, Kind
from atom_xero_plugin.xero.records.organisation import ORGANISATIONS
from atom_xero_plugin.xero.records.parts import PaymentTerms, Term
from atom_xero_plugin.xero.write import create

LONGEST_TERM: Final = 3650
"""Days; what is longer is no payment term."""


@dataclass(frozen=True)
class Document:
    """A sales invoice or bill, worked out but not sent."""

    kind: Kind
    requested: DocumentInput
    contact: Contact
    day: date
    due: date | None
    currency: str
    number: str | None
    reference: str | None
    lines: Sequence[DraftLine]
    totals: Totals

    @property
    def words(self) -> str:
        """What a sentence calls it."""
        return "sales invoice" if self.kind == "sales" else "bill"


async def propose_document(
    ctx: Context, kind: Kind, requested: DocumentInput, *, number: str | None = None, reference: str | None = None
) -> Proposal:
    """The plan that creates a sales invoice or bill.

    Raises InvalidArguments, NotFound, Ambiguous or Conflict for what Xero would refuse.
    """
    number = one_line(number, "/invoice_number" if kind == "sales" else "/bill_number")
    reference = one_line(reference, "/reference")
    _check_alone(requested)
    day = sane_day(requested.date, "/date") or ctx.today
    if requested.approve:
        warning_checks.refuse_closed(ctx.organisation, day, what="The document", path="/date")
    contact = await live_contact(ctx.xero, requested.contact)
    due = await _due(ctx.xero, requested, contact, kind, day)
    lines = await document_lines(ctx.xero, kind, requested)
    currency = requested.currency or contact.default_currency or ctx.organisation.base_currency
    if requested.currency != contact.default_currency:
        await resolve.refuse_unused_currency(ctx.xero, requested.currency, base=ctx.organisation.base_currency)
    totals = totals_of([line.priced for line in lines], requested.amounts_are, currency)
    document = Document(kind, requested, contact, day, due, currency, number, reference, lines, totals)
    if requested.approve and totals.total.amount < 0:
        words = "come to less than zero, which cannot be approved; that would be a credit note"
        raise invalid_argument("/lines", words, hint=AFTER_READING)
    others = await warning_checks.like_documents(ctx.xero, kind, contact.contact_id, day)
    if number and kind == "sales":
        await resolve.refuse_taken_number(ctx.xero, number, path="/invoice_number")
    return _proposal(document, _warnings(ctx, document, others), others)


def _check_alone(requested: DocumentInput) -> None:
    """What is wrong with the arguments by themselves; nothing is asked of Xero for it."""
    problems = []
    if requested.due_date is not None and requested.due_in_days is not None:
        problems.append(FieldError("/due_in_days", "cannot be given together with due_date; give one of them"))
    for number, line in enumerate(requested.lines):
        paragraph(line.description, f"/lines/{number}/description")
        if line.item is None and not (line.description or "").strip():
            problems.append(FieldError(f"/lines/{number}/description", "is required on a line without an item"))
        if line.description_only:
            continue
        if line.item is None and line.unit_amount is None:
            words = "is required on a line without an item, unless it is only words"
            problems.append(FieldError(f"/lines/{number}/unit_amount", words))
        if requested.approve and line.item is None and line.account is None:
            problems.append(FieldError(f"/lines/{number}/account", "is required to approve; find_accounts lists them"))
    if problems:
        reported = "; ".join(f"{each.path} {each.message}" for each in problems[:3])
        raise InvalidArguments(f"The document cannot be made like this: {reported}.", fields=problems)
    sane_day(requested.due_date, "/due_date")


async def live_contact(xero: XeroClient, named: str) -> Contact:
    """The contact of that name, for a document. Raises Conflict for an archived one, NotFound, or Ambiguous."""
    contact = await resolve.one_contact(xero, named)
    await resolve.refuse_archived(xero, contact, "Xero takes no new documents for it")
    return contact


async def _due(xero: XeroClient, requested: DocumentInput, contact: Contact, kind: Kind, day: date) -> date | None:
    """As it is asked for, else by the contact's payment terms, else by the organisation's, as Xero itself does."""
    if requested.due_date is not None:
        return requested.due_date
    if requested.due_in_days is not None:
        return day + timedelta(days=requested.due_in_days)
    due = _by_terms(contact.payment_terms, kind, day)
    if due is None:
        due = _by_terms((await only(xero, ORGANISATIONS)).payment_terms, kind, day)
    if due is None and requested.approve:
        words = "is required to approve, since no payment terms are set; or give due_in_days"
        raise invalid_argument("/due_date", words, hint=AFTER_READING)
    return due


def _by_terms(terms: PaymentTerms | None, kind: Kind, day: date) -> date | None:
    term = (terms.sales if kind == "sales" else terms.bills) if terms else None
    return due_by(term, day) if term else None


def due_by(term: Term, day: date) -> date | None:
    """When something of a day is due by a contact's payment terms, never before that day; None for terms unknown.

    A day of the current month that is past is that of the next month: nothing is due before it exists. Day 0 is a
    number of days, but no day of a month. Source: developer.xero.com, "Payment terms" in types and codes, Contacts.
    """
    if term.day is None or not 0 <= term.day <= LONGEST_TERM:
        return None
    end = day.replace(day=calendar.monthrange(day.year, day.month)[1])
    match term.type:
        case "DAYSAFTERBILLDATE" | "DAYSAFTERINVOICEDATE":
            return day + timedelta(days=term.day)
        case "DAYSAFTERBILLMONTH" | "DAYSAFTERINVOICEMONTH":
            return end + timedelta(days=term.day)
        case "OFCURRENTMONTH" if term.day > 0:
            due = _day_of_month(day, term.day)
            return due if due >= day else _day_of_month(end + timedelta(days=1), term.day)
        case "OFFOLLOWINGMONTH" if term.day > 0:
            return _day_of_month(end + timedelta(days=1), term.day)
    return None


def _day_of_month(month: date, day: int) -> date:
    """That day of a date's month, or its last where it is shorter."""
    return month.replace(day=min(day, calendar.monthrange(month.year, month.month)[1]))


def _warnings(ctx: Context, document: Document, others: Sequence[Invoice] | None) -> list[PlanWarning]:
    total = document.totals.total.amount
    found = warning_checks.duplicate_warnings(
        others, number=document.number, reference=document.reference, total=total, day=document.day
    )
    found += warning_checks.day_warnings(ctx.organisation, document.day, ctx.today, what=f"The {document.words}")
    found += warning_checks.due_warnings(document.day, document.due, ctx.today)
    found += warning_checks.currency_warnings(document.currency, document.contact, ctx.organisation)
    found += warning_checks.total_warnings(total)
    if any(line.description_only for line in document.lines):
        found.append(warning_checks.DESCRIPTION_ONLY)
    if any(line.priced.amount == 0 and line.account is not None for line in document.lines):
        found.append(warning_checks.LINE_OF_ZERO)
    if any(line.account is None and not line.description_only for line in document.lines):
        found.append(PlanWarning("no_account", "A line has no account yet; it is needed to approve."))
    if not all(line.taxed for line in document.lines):
        found.append(PlanWarning("tax_unknown", "The tax of a line without an account is not counted here."))
    return found


def _proposal(document: Document, warnings: list[PlanWarning], others: Sequence[Invoice] | None) -> Proposal:
    expects = _expects(document)
    state = "Create and approve" if document.requested.approve else "Create as a draft"
    whose = "to" if document.kind == "sales" else "from"
    due = f", due {document.due}" if document.due else ""
    undo = "void it" if document.requested.approve else "delete it"
    party = in_sentence(document.contact.name)
    return Proposal(
        summary=f"{state} the {document.words} {whose} {party} over {document.totals.total}{due}.",
        steps=[
            Step(
                create(INVOICES, _body(document)),
                "invoice",
                expects=expects,
                find=None if others is None else _find(document),  # one that is there already could be taken for it
                besides=_duplicates(document, others or ()),
            ),
        ],
        after=snapshot(_planned(document)),
        totals=document.totals,
        party=document.contact.name,
        warnings=warnings,
        undo=Undo("void_invoice", {"invoice": RECORD}, f"void_invoice can {undo} as long as nothing is paid on it."),
    )


def _body(document: Document) -> dict[str, Any]:
    return {
        "Type": TYPE_OF[document.kind],
        "Status": "AUTHORISED" if document.requested.approve else "DRAFT",
        "Contact": {"ContactID": document.contact.contact_id},
        "Date": document.day,
        "DueDate": document.due,
        "LineAmountTypes": XERO_WORDS[document.requested.amounts_are],
        "LineItems": [line.body for line in document.lines],
        "InvoiceNumber": document.number,
        "Reference": document.reference,
        "CurrencyCode": document.currency,
    }


def _expects(document: Document) -> dict[str, str]:
    """What the record must show. An approved one with nothing to pay is paid at once."""
    totals = document.totals
    status = ("AUTHORISED" if totals.total.amount != 0 else "PAID") if document.requested.approve else "DRAFT"
    expects = {
        "Type": TYPE_OF[document.kind],
        "Status": status,
        "Contact.ContactID": document.contact.contact_id,
        "CurrencyCode": document.currency,
        "DateString": f"{document.day}T00:00:00",
        "LineAmountTypes": XERO_WORDS[document.requested.amounts_are],
    }
    if document.due is not None:
        expects["DueDateString"] = f"{document.due}T00:00:00"
    if document.number is not None:
        expects["InvoiceNumber"] = document.number
    if document.reference is not None:
        expects["Reference"] = document.reference
    if all(line.taxed for line in document.lines):
        amounts = {"SubTotal": totals.net, "TotalTax": totals.tax, "Total": totals.total}
        expects |= {name: f"{money.amount:f}" for name, money in amounts.items()}
    return expects


def _duplicates(document: Document, others: Sequence[Invoice]) -> list[str]:
    """Ids of those that are there already and look the same: none of them is the one that is made."""
    total = document.totals.total.amount
    return [
        each.invoice_id
        for each in others
        if each.date == document.day
        and each.total == total
        and (document.number is None or each.invoice_number == document.number)
        and (document.reference is None or each.reference == document.reference)
    ]


def _find(document: Document) -> dict[str, str]:
    """How to find it again."""
    return InvoiceFilter(
        kind=document.kind,
        contact_ids=(document.contact.contact_id,),
        invoice_numbers=(document.number,) if document.number else (),
        reference=document.reference,
        date_from=document.day,
        date_to=document.day,
    ).params()


def _planned(document: Document) -> PlannedDocument:
    return PlannedDocument(
        kind=document.kind,
        status="awaiting_payment" if document.requested.approve else "draft",
        contact=contact_ref(document.contact),
        date=document.day,
        due_date=document.due,
        currency=document.currency,
        amounts_are=document.requested.amounts_are,
        lines=[line_view(line, document.currency) for line in document.lines],
        total=document.totals.total,
        number=document.number,
        reference=document.reference,
    )
