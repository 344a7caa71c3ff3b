"""When a document is due: as it is asked for, else by payment terms, as Xero itself works it out."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from typing import Final

from atom_xero_plugin.accounting.documents.document import Document
from atom_xero_plugin.accounting.documents.inputs import DocumentRequest
from atom_xero_plugin.accounting.inputs import AFTER_READING, invalid_argument
from atom_xero_plugin.xero.client import XeroClient
from atom_xero_plugin.xero.lists import only
from atom_xero_plugin.xero.records.contacts import Contact
from atom_xero_plugin.xero.records.invoices import Kind
from atom_xero_plugin.xero.records.organisation import ORGANISATIONS
from atom_xero_plugin.xero.records.parts import PaymentTerms, Term

LONGEST_TERM: Final = 3650
"""Days; what is longer is no payment term."""


async def due_day(
    xero: XeroClient, document: Document, requested: DocumentRequest, contact: Contact, day: date
) -> date | None:
    """As it is asked for, else by the contact's payment terms, else by the organisation's, as Xero itself does.

    What nobody pays has no terms. Raises InvalidArguments if an approved one would have none.
    """
    if requested.due_date is not None or not document.in_ledger or document.due is None:
        return requested.due_date
    if requested.due_in_days is not None:
        return day + timedelta(days=requested.due_in_days)
    due = _by_terms(contact.payment_terms, document.side, day)
    if due is None:
        due = _by_terms((await only(xero, ORGANISATIONS)).payment_terms, document.side, day)
    if due is None and requested.approve:
        words = "is required to approve, since no payment terms are set; or give due_in_days"
        raise invalid_argument("/due_date", words, hint=AFTER_READING)
    return due


def _by_terms(terms: PaymentTerms | None, side: Kind, day: date) -> date | None:
    term = (terms.sales if side == "sales" else terms.bills) if terms else None
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
