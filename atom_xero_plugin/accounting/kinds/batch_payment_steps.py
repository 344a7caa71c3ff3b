"""The steps that record and delete a batch payment, and what must still be due on its invoices before one is sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final

from atom_xero_plugin.core.money import ZERO
from atom_xero_plugin.plans.preconditions import ConditionalStep
from atom_xero_plugin.plans.proposal import Precondition, Step
from atom_xero_plugin.xero.client import XeroClient
from atom_xero_plugin.xero.lists import every
from atom_xero_plugin.xero.records.accounts import Account
from atom_xero_plugin.xero.records.batch_payments import (
    BATCH_PAYMENTS,
    TYPE_OF,
    BatchPayment,
    BatchPaymentFilter,
    delete_batch,
)
from atom_xero_plugin.xero.records.invoices import INVOICES, Invoice, InvoiceFilter, Kind
from atom_xero_plugin.xero.write import create

AMOUNTS_DUE: Final = "amounts_due"
"""Precondition: on each invoice of `due`, by its id, is due so much."""


def batch_step(
    parts: Sequence[tuple[Invoice, Decimal]],
    *,
    kind: Kind,
    account: Account,
    day: date,
    words: Mapping[str, str],
    besides: Sequence[str] | None,
) -> Step:
    """The step that records a batch.

    Args:
        parts: Each invoice or bill as it stands, and how much of it is paid.
        kind: What they all are.
        account: The bank account.
        day: The day.
        words: What the bank shows, by Xero's name of the field.
        besides: Ids of batches of this day and total that are there; None where Xero did not say.
    """
    total = sum((amount for _, amount in parts), ZERO)
    body: dict[str, Any] = {
        "Account": {"AccountID": account.account_id},
        "Date": day,
        "Payments": [{"Invoice": {"InvoiceID": each.invoice_id}, "Amount": amount} for each, amount in parts],
        **words,
    }
    expects = {"Status": "AUTHORISED", "Type": TYPE_OF[kind], "Account.AccountID": account.account_id}
    expects |= {"TotalAmount": f"{total:f}", "DateString": f"{day}T00:00:00", **words}
    expects |= {f"Payments.Amount+Invoice/InvoiceID={each.invoice_id}": f"{amount:f}" for each, amount in parts}
    search = BatchPaymentFilter(kind=kind, date_from=day, date_to=day)
    return Step(
        create(BATCH_PAYMENTS, body),
        "batch_payment",
        expects=expects,
        find=None if besides is None else search.params(),
        besides=list(besides or ()),
        precondition=Precondition(AMOUNTS_DUE, {"due": {each.invoice_id: f"{each.amount_due:f}" for each, _ in parts}}),
    )


def deleting(record: BatchPayment) -> Step:
    """The step that deletes a batch; that is idempotent by itself, so no key goes along."""
    return Step(
        delete_batch(record.batch_payment_id),
        "batch_payment",
        expects={"Status": "DELETED"},
        record_id=record.batch_payment_id,
        unchanged_since=record.updated_date_utc,
        keyed=False,
    )


async def still_due_together(xero: XeroClient, steps: Sequence[ConditionalStep]) -> dict[int, str]:
    """Steps of which an invoice owes something else than the plan reckoned with; all invoices are read at once."""
    waiting = [each for each in steps if each.state == "proposed"]
    ids = sorted({identity for each in waiting for identity in each.arguments["due"]})
    asked = InvoiceFilter(ids=ids, summary_only=True)
    known = {each.invoice_id: each async for each in every(xero, INVOICES, asked)}
    found = {each.number: _against(each.arguments["due"], known) for each in waiting}
    return {number: reason for number, reason in found.items() if reason is not None}


def _against(due: Mapping[str, str], known: Mapping[str, Invoice]) -> str | None:
    for identity, amount in due.items():
        invoice = known.get(identity)
        if invoice is None:
            return "an invoice of it is no longer in Xero"
        name = invoice.invoice_number or identity
        if invoice.status != "AUTHORISED":
            return f"{name} changed in Xero after the plan was made: it is {(invoice.status or 'gone').lower()}"
        if invoice.amount_due != Decimal(amount):
            return f"{name} changed in Xero after the plan was made: {invoice.amount_due} is due on it, not {amount}"
    return None
