"""The steps that record and reverse a payment, and what must still be due on its document before one is sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Final

from atom_xero_plugin.accounting.currency_rates import rate_expected
from atom_xero_plugin.accounting.kinds.batch_payment_steps import AMOUNTS_DUE, still_due_together
from atom_xero_plugin.plans.preconditions import Check, ConditionalStep
from atom_xero_plugin.plans.proposal import GUARD, Precondition, Step
from atom_xero_plugin.plans.step_rows import IN_AIR
from atom_xero_plugin.xero.client import XeroClient
from atom_xero_plugin.xero.lists import every
from atom_xero_plugin.xero.records.invoices import INVOICES, Invoice, InvoiceFilter
from atom_xero_plugin.xero.records.payments import PAYMENTS, Payment, PaymentFilter, delete_payment
from atom_xero_plugin.xero.write import create

AMOUNT_DUE: Final = "amount_due"
"""Precondition: on `invoice_id` is due `amount_due`, less what this plan has paid since; the step pays `takes`."""
_CHANGED: Final = "the invoice changed in Xero after the plan was made"


def payment_step(
    invoice: Invoice,
    *,
    account_id: str,
    amount: Decimal,
    due: Decimal | None,
    day: date,
    reference: str | None,
    label: str | None = None,
    rate: Decimal | None = None,
) -> Step:
    """The step that pays an invoice or bill; `due` is what is due on it as the plan is made, `rate` the payment's."""
    expects = {
        "Status": "AUTHORISED",
        "Amount": f"{amount:f}",
        "Invoice.InvoiceID": invoice.invoice_id,
        "Account.AccountID": account_id,
        **rate_expected(rate),
    }
    if reference is not None:
        expects["Reference"] = reference
    return Step(
        create(
            PAYMENTS,
            {
                "Invoice": {"InvoiceID": invoice.invoice_id},
                "Account": {"AccountID": account_id},
                "Date": day,
                "Amount": amount,
                "Reference": reference,
                "CurrencyRate": rate,
            },
        ),
        "payment",
        expects=expects,
        find=PaymentFilter(invoice_id=invoice.invoice_id, date_from=day, date_to=day).params(),
        besides=_payments_like(invoice, amount, day),
        label=label,
        precondition=Precondition(
            AMOUNT_DUE, {"invoice_id": invoice.invoice_id, "amount_due": f"{due:f}", "takes": f"{amount:f}"}
        ),
    )


def reversing(payment: Payment, *, label: str | None = None) -> Step:
    """The step that reverses a payment; its deletion is idempotent by itself, so no key goes along."""
    return Step(
        delete_payment(payment.payment_id),
        "payment",
        expects={"Status": "DELETED"},
        record_id=payment.payment_id,
        unchanged_since=payment.updated_date_utc,
        keyed=False,
        label=label,
    )


def _payments_like(invoice: Invoice, amount: Decimal, day: date) -> list[str]:
    """Ids of payments that are on a document already and agree in day and amount."""
    there = (each for each in invoice.payments or () if each.date == day and each.amount == amount)
    return [each.payment_id for each in there if each.payment_id]


async def _still_due(xero: XeroClient, steps: Sequence[ConditionalStep]) -> dict[int, str]:
    """Steps whose invoice owes something else than the plan reckoned with; all invoices are read at once."""
    waiting = [each for each in steps if each.state == "proposed"]
    ids = sorted({each.arguments["invoice_id"] for each in waiting})
    asked = InvoiceFilter(ids=ids, summary_only=True)
    known = {each.invoice_id: each async for each in every(xero, INVOICES, asked)}
    found = {
        each.number: _against(each, known.get(each.arguments["invoice_id"]), _paid(steps, each)) for each in waiting
    }
    return {number: reason for number, reason in found.items() if reason is not None}


def _paid(steps: Sequence[ConditionalStep], mine: ConditionalStep) -> Decimal | None:
    """What this plan has paid on the step's invoice so far; None if that is not known."""
    paid = Decimal(0)
    for each in steps:
        if each.arguments["invoice_id"] != mine.arguments["invoice_id"]:
            continue
        if each.state in IN_AIR:
            return None
        if each.state == "verified":
            paid += Decimal(each.arguments["takes"])
    return paid


def _against(step: ConditionalStep, invoice: Invoice | None, paid: Decimal | None) -> str | None:
    if invoice is None:
        return "the invoice is no longer in Xero"
    if paid is None:
        return "it is not known whether another payment of this plan was recorded on the invoice"
    expected = Decimal(step.arguments["amount_due"]) - paid
    if invoice.status != "AUTHORISED" and expected != 0:
        return f"{_CHANGED}: it is {(invoice.status or 'gone').lower()}"
    if invoice.amount_due != expected:
        return f"{_CHANGED}: {invoice.amount_due} is due on it, not {expected}"
    return None


PRECONDITIONS: Final[Mapping[str, Check]] = {
    AMOUNT_DUE: _still_due,
    AMOUNTS_DUE: still_due_together,
    GUARD: _still_due,
}
"""The checks by the names that plans store; GUARD is that of plans which an earlier version stored."""
