"""What Xero does with invoices and bills. Scopes: accounting.invoices.read to read, accounting.invoices to write."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from datetime import datetime
from typing import Any

from atom_xero_plugin.xero.client import XeroClient
from atom_xero_plugin.xero.filters import InvoiceFilter
from atom_xero_plugin.xero.lists import all_pages, one_page
from atom_xero_plugin.xero.pages import Page, one_by_id
from atom_xero_plugin.xero.records.bodies import InvoiceBody, checked
from atom_xero_plugin.xero.records.invoices import Invoice
from atom_xero_plugin.xero.where_clause import checked_guid
from atom_xero_plugin.xero.write import Write


async def list_invoices(
    client: XeroClient,
    requested: InvoiceFilter | None = None,
    *,
    page: int = 1,
    page_size: int = 100,
    order: str | None = None,
    modified_since: datetime | None = None,
) -> Page[Invoice]:
    """A page of invoices and bills, with lines (Xero: getInvoices). Scope accounting.invoices.read."""
    return await one_page(
        client,
        Invoice,
        requested or InvoiceFilter(),
        page=page,
        page_size=page_size,
        order=order,
        modified_since=modified_since,
    )


def every_invoice(
    client: XeroClient, requested: InvoiceFilter | None = None, *, modified_since: datetime | None = None
) -> AsyncIterator[Invoice]:
    """All invoices that fit, page by page (Xero: getInvoices). Scope accounting.invoices.read."""
    return all_pages(client, Invoice, requested or InvoiceFilter(), modified_since=modified_since)


async def get_invoice(client: XeroClient, invoice_id: str) -> Invoice:
    """One invoice or bill by its id (Xero: getInvoice). Scope accounting.invoices.read. Raises NotFound."""
    return await one_by_id(client, Invoice, checked_guid(invoice_id, "/invoice_id"))


def create_invoice_write(body: Mapping[str, Any]) -> Write:
    """A new invoice or bill, an InvoiceBody (Xero: createInvoices). Scope accounting.invoices."""
    return Write.of("PUT", "Invoices", {"Invoices": [checked(body, InvoiceBody)]})


def update_invoice_write(invoice_id: str, body: Mapping[str, Any]) -> Write:
    """Changes to an invoice, an InvoiceBody (Xero: updateInvoice). Scope accounting.invoices.

    LineItems replace all lines: one without its LineItemID is deleted and made anew.
    """
    known = checked_guid(invoice_id, "/invoice_id")
    return Write.of("POST", f"Invoices/{known}", {"Invoices": [{"InvoiceID": known, **checked(body, InvoiceBody)}]})


def approve_invoice_write(invoice_id: str) -> Write:
    """DRAFT or SUBMITTED to AUTHORISED (Xero: updateInvoice). Scope accounting.invoices."""
    return update_invoice_write(invoice_id, {"Status": "AUTHORISED"})


def void_invoice_write(invoice_id: str) -> Write:
    """AUTHORISED to VOIDED, if nothing is paid or credited (Xero: updateInvoice). Scope accounting.invoices."""
    return update_invoice_write(invoice_id, {"Status": "VOIDED"})


def delete_invoice_write(invoice_id: str) -> Write:
    """DRAFT or SUBMITTED to DELETED (Xero: updateInvoice). Scope accounting.invoices."""
    return update_invoice_write(invoice_id, {"Status": "DELETED"})
