"""E-mails of sales invoices, and their online address. Source: OpenAPI 16.1.0, /Invoices/{InvoiceID}/Email."""

from __future__ import annotations

from typing import Any, Final

import msgspec

from atom_xero_plugin.core.errors import UnexpectedAnswer
from atom_xero_plugin.xero.client import XeroClient
from atom_xero_plugin.xero.records.invoices import INVOICES
from atom_xero_plugin.xero.where_clause import checked_guid
from atom_xero_plugin.xero.write import Write

EMAILED: Final = frozenset({"SUBMITTED", "AUTHORISED", "PAID"})
"""Statuses in which Xero sends a sales invoice."""
DAILY: Final = 1_000
"""E-mails a day of an organisation that pays for Xero; 20 in a trial, and none in a demo company."""


def email_invoice(invoice_id: str) -> Write:
    """Send a sales invoice to its contact, with the organisation's own template; the body is empty."""
    return Write("POST", f"{INVOICES.path}/{checked_guid(invoice_id, '/invoice')}/Email", "")


def email_below() -> Write:
    """The same, below the address of an invoice that an earlier step of its plan writes."""
    return Write("POST", "Email", "")


async def online_address(client: XeroClient, invoice_id: str) -> str | None:
    """The address where its customer sees a sales invoice; None if Xero gives none."""
    reply = await client.get(f"{INVOICES.path}/{checked_guid(invoice_id, '/invoice')}/OnlineInvoice")
    try:
        found: list[dict[str, Any]] = msgspec.json.decode(reply.body)["OnlineInvoices"]
        return str(found[0]["OnlineInvoiceUrl"]) if found else None
    except (msgspec.MsgspecError, ValueError, KeyError, TypeError):
        raise UnexpectedAnswer("Xero's answer holds no address of the online invoice.") from None
