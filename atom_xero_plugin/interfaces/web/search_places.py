"""What the search box opens next to records: pages, reports and actions, each if the service has it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from atom_xero_plugin.catalogue.context import Right
from atom_xero_plugin.core.words import words_of
from atom_xero_plugin.interfaces.web.links import link
from atom_xero_plugin.interfaces.web.page import WebPage
from atom_xero_plugin.interfaces.web.reports.kinds import KINDS


class SearchPlace(NamedTuple):
    """Something to open."""

    text: str
    href: str
    small: str = ""


class _Known(NamedTuple):
    name: str
    """Of the page."""
    text: str
    words: str = ""
    """Other words for it."""
    right: Right = "read"


PAGES: Final[Sequence[_Known]] = (
    _Known("overview", "Overview", "home dashboard health cash"),
    _Known("approvals", "Approvals", "plans waiting approve"),
    _Known("bank", "Bank", "reconcile statement accounts"),
    _Known("money", "All money", "transactions everything"),
    _Known("invoices", "Invoices", "sales receivables customers"),
    _Known("bills", "Bills", "purchases payables suppliers"),
    _Known("quotes", "Quotes and orders", "estimates purchase orders"),
    _Known("credit_notes", "Credit notes", "refunds"),
    _Known("payments", "Payments", "receipts"),
    _Known("items", "Items", "products services"),
    _Known("journals", "Journals", "manual"),
    _Known("bank_transfers", "Bank transfers", "between bank accounts"),
    _Known("contacts", "Contacts", "customers suppliers people"),
    _Known("reports", "Reports", "profit balance sheet"),
    _Known("automations", "Automations", "triggers events workflows"),
    _Known("activity", "Activity", "audit trail history"),
    _Known("usage", "Usage", "calls limits"),
    _Known("health", "Health", "sync status"),
    _Known("practice", "All organisations", "practice clients switch"),
    _Known("connect", "Connections", "connect organisation xero login", "admin"),
    _Known("settings", "Settings", "tokens agents policies sessions", "admin"),
)
ACTIONS: Final[Sequence[_Known]] = (
    _Known("invoice_new", "New invoice", "create invoice sale", "write"),
    _Known("bill_new", "New bill", "create bill purchase", "write"),
    _Known("quote_new", "New quote", "create quote estimate", "write"),
    _Known("contact_new", "New contact", "create contact customer supplier", "write"),
    _Known("bank_transfer_new", "New bank transfer", "move between accounts", "write"),
    _Known("bank_import", "Import a bank statement", "upload reconcile file", "write"),
    _Known("connect", "Connect another organisation", "add login xero", "admin"),
)


def pages_for(page: WebPage, query: str) -> list[SearchPlace]:
    """Pages whose words begin as the query's do; all of them for an empty one."""
    return _fitting(page, PAGES, query)


def actions_for(page: WebPage, query: str) -> list[SearchPlace]:
    """Actions that the person may take and that the query means."""
    return _fitting(page, ACTIONS, query) if query.strip() else []


def reports_for(page: WebPage, query: str) -> list[SearchPlace]:
    """Reports by their names."""
    if not query.strip() or not page.addresses.has("report"):
        return []
    fitting = [each for each in KINDS.values() if _fits(f"{each.title} {each.words}", query)]
    return [SearchPlace(each.title, page.url("report", name=each.name), each.words) for each in fitting]


def _fitting(page: WebPage, known: Sequence[_Known], query: str) -> list[SearchPlace]:
    found = []
    for each in known:
        href = link(page, each.name) if page.may(each.right) else None
        if href is not None and _fits(f"{each.text} {each.words}", query):
            found.append(SearchPlace(each.text, href))
    return found


def _fits(text: str, query: str) -> bool:
    """Whether each word of the query begins one of the text's."""
    words = words_of(text)
    return all(any(word.startswith(each) for word in words) for each in words_of(query))
