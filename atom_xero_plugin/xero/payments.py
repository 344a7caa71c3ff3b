"""What Xero does with payments. Scopes: accounting.payments.read to read, accounting.payments to write."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from datetime import datetime
from typing import Any

from atom_xero_plugin.xero.client import XeroClient
from atom_xero_plugin.xero.filters import PaymentFilter
from atom_xero_plugin.xero.lists import all_pages, one_page
from atom_xero_plugin.xero.pages import Page, one_by_id
from atom_xero_plugin.xero.records.bodies import PaymentBody, checked
from atom_xero_plugin.xero.records.payments import Payment
from atom_xero_plugin.xero.where_clause import checked_guid
from atom_xero_plugin.xero.write import Write


async def list_payments(
    client: XeroClient,
    requested: PaymentFilter | None = None,
    *,
    page: int = 1,
    page_size: int = 100,
    order: str | None = None,
    modified_since: datetime | None = None,
) -> Page[Payment]:
    """A page of payments (Xero: getPayments). Scope accounting.payments.read."""
    return await one_page(
        client,
        Payment,
        requested or PaymentFilter(),
        page=page,
        page_size=page_size,
        order=order,
        modified_since=modified_since,
    )


def every_payment(
    client: XeroClient, requested: PaymentFilter | None = None, *, modified_since: datetime | None = None
) -> AsyncIterator[Payment]:
    """All payments that fit, page by page (Xero: getPayments). Scope accounting.payments.read."""
    return all_pages(client, Payment, requested or PaymentFilter(), modified_since=modified_since)


async def get_payment(client: XeroClient, payment_id: str) -> Payment:
    """One payment by its id (Xero: getPayment). Scope accounting.payments.read. Raises NotFound."""
    return await one_by_id(client, Payment, checked_guid(payment_id, "/payment_id"))


def create_payment_write(body: Mapping[str, Any]) -> Write:
    """A new payment, a PaymentBody (Xero: createPayments). Scope accounting.payments."""
    return Write.of("PUT", "Payments", {"Payments": [checked(body, PaymentBody)]})


def delete_payment_write(payment_id: str) -> Write:
    """Delete a payment (Xero: deletePayment). Scope accounting.payments.

    Send it without an idempotency key: it is idempotent of itself, and a key may replay an old error.
    """
    return Write.of("POST", f"Payments/{checked_guid(payment_id, '/payment_id')}", {"Status": "DELETED"})
