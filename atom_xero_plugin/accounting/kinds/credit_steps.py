"""The steps that allocate, unallocate and refund a credit, and what must be true of the books before one is sent.

An allocation that is sent twice is made twice, so of all steps that use one credit only one is under way at a time,
each is sent alone, and what is read back is the credit: the sum of its allocations to that invoice.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final

from atom_xero_plugin.accounting.currency_rates import rate_expected
from atom_xero_plugin.accounting.kinds.credits import StoredCredit, live
from atom_xero_plugin.core.errors import NotFound
from atom_xero_plugin.core.money import ZERO, amount_or
from atom_xero_plugin.plans.preconditions import Check, ConditionalStep
from atom_xero_plugin.plans.proposal import PartOf, Precondition, Step
from atom_xero_plugin.plans.step_rows import IN_AIR
from atom_xero_plugin.xero.client import XeroClient
from atom_xero_plugin.xero.endpoint import Endpoint
from atom_xero_plugin.xero.lists import every, get
from atom_xero_plugin.xero.records.allocations import Allocation, allocate, allocate_below, unallocate
from atom_xero_plugin.xero.records.credit_notes import CREDIT_NOTES
from atom_xero_plugin.xero.records.invoices import INVOICES, Invoice, InvoiceFilter
from atom_xero_plugin.xero.records.overpayments import OVERPAYMENTS
from atom_xero_plugin.xero.records.payments import PAYMENTS, PaymentFilter
from atom_xero_plugin.xero.records.prepayments import PREPAYMENTS
from atom_xero_plugin.xero.write import create

CREDIT_LEFT: Final = "credit_left"
"""Precondition: of `credit_id` in `list` is left `remaining`, less what this plan has used since, of which the step
`takes` some; on `invoice_id`, if it names one, is due `amount_due`, less the same."""
ALLOCATED: Final = "allocated"
"""Precondition: `credit_id` in `list` still has the allocation `allocation_id` of `amount`."""
INVOICES_DUE: Final = "invoices_due"
"""Precondition: on each invoice or bill in `due`, by its id, is due the amount that stands there."""
_ENDPOINTS: Final[Mapping[str, Endpoint[Any]]] = {each.name: each for each in (CREDIT_NOTES, PREPAYMENTS, OVERPAYMENTS)}


def allocating(credit: StoredCredit, invoice: Invoice, amount: Decimal, day: date, *, first: bool, only: bool) -> Step:
    """The step that sets part of a credit against an invoice or bill.

    Args:
        credit: As it stands.
        invoice: As it stands.
        amount: How much.
        day: The day of the allocation.
        first: Whether it is the first of its plan: the later ones find a credit that the plan itself changed.
        only: Whether it is the only one.
    """
    there = [each for each in credit.allocations if _is_of(each, invoice.invoice_id)]
    settled = sum((amount_or(each.amount) for each in there), ZERO) + amount
    expects = {f"Allocations.Amount+Invoice/InvoiceID={invoice.invoice_id}": f"{settled:f}"}
    if only:
        expects["RemainingCredit"] = f"{credit.remaining - amount:f}"
    arguments = {"invoice_id": invoice.invoice_id, "amount_due": f"{amount_or(invoice.amount_due):f}"}
    return Step(
        allocate(credit.credit.endpoint, credit.id, invoice_id=invoice.invoice_id, amount=amount, day=day),
        credit.credit.record_kind,
        expects=expects,
        record_id=credit.id,
        unchanged_since=credit.record.updated_date_utc if first else None,
        label=f"{credit.money(amount)} on {invoice.invoice_number or 'a bill'}",
        precondition=_left(credit, amount, arguments),
        answers_part=True,
        alone=_alone(credit),
    )


def allocating_new(new: StoredCredit, made: Step, invoice: Invoice, amount: Decimal, day: date, *, only: bool) -> Step:
    """The step that sets part of a credit that the first step of its plan creates against an invoice or bill.

    Args:
        new: The credit as it would be.
        made: The step that creates it.
        invoice: As it stands.
        amount: How much.
        day: The day of the allocation.
        only: Whether it is the only one.
    """
    expects = {f"Allocations.Amount+Invoice/InvoiceID={invoice.invoice_id}": f"{amount:f}"}
    if only:
        expects["RemainingCredit"] = f"{new.remaining - amount:f}"
    return Step(
        allocate_below(invoice_id=invoice.invoice_id, amount=amount, day=day),
        new.credit.record_kind,
        expects=expects,
        label=f"{new.money(amount)} on {invoice.invoice_number or 'a bill'}",
        precondition=still_due([invoice]),
        answers_part=True,
        alone=f"new {new.credit.record_kind} {made.write.body_hash}",
        part_of=PartOf(new.credit.endpoint.path, step=0),
    )


def still_due(invoices: Sequence[Invoice]) -> Precondition:
    """That on invoices or bills is due what the plan reckons with."""
    return Precondition(
        INVOICES_DUE, {"due": {each.invoice_id: f"{amount_or(each.amount_due):f}" for each in invoices}}
    )


def unallocating(credit: StoredCredit, allocation: Allocation, *, first: bool) -> Step:
    """The step that takes an allocation off; deleting is idempotent by itself, so no key goes along."""
    gone = allocation.allocation_id or ""
    amount = f"{amount_or(allocation.amount):f}"
    invoice = allocation.invoice
    return Step(
        unallocate(credit.credit.endpoint, credit.id, gone),
        credit.credit.record_kind,
        expects={f"Allocations.Amount+AllocationID={gone}": "0"},
        record_id=credit.id,
        unchanged_since=credit.record.updated_date_utc if first else None,
        keyed=False,
        label=f"{credit.money(allocation.amount)} off {(invoice.invoice_number if invoice else '') or 'a bill'}",
        precondition=Precondition(ALLOCATED, {**_which(credit), "allocation_id": gone, "amount": amount}),
        answers_part=True,
        alone=_alone(credit),
    )


def refunding(
    credit: StoredCredit,
    *,
    account_id: str,
    amount: Decimal,
    day: date,
    reference: str | None,
    rate: Decimal | None = None,
) -> Step:
    """The step that records a refund. Xero shows the credit of a refund as an invoice of its id."""
    expects = {
        "Status": "AUTHORISED",
        "Amount": f"{amount:f}",
        "Account.AccountID": account_id,
        f"{credit.credit.element}.{credit.credit.id_field}|Invoice.InvoiceID": credit.id,
        **rate_expected(rate),
    }
    if reference is not None:
        expects["Reference"] = reference
    element = {credit.credit.id_field: credit.id}
    account = {"AccountID": account_id}
    body = {credit.credit.element: element, "Account": account, "Date": day, "Amount": amount, "Reference": reference,
            "CurrencyRate": rate}  # fmt: skip
    refunds = credit.record.payments or ()
    return Step(
        create(PAYMENTS, body),
        "payment",
        expects=expects,
        find=PaymentFilter(payment_type=credit.refund_type, date_from=day, date_to=day).params(),
        besides=[each.payment_id for each in refunds if each.payment_id],
        precondition=_left(credit, amount, {}),
        alone=_alone(credit),
    )


def _alone(credit: StoredCredit) -> str:
    return f"{credit.credit.record_kind} {credit.id}"


def _which(credit: StoredCredit) -> dict[str, str]:
    return {"list": credit.credit.endpoint.name, "credit_id": credit.id}


def _left(credit: StoredCredit, takes: Decimal, invoice: Mapping[str, str]) -> Precondition:
    amounts = {"remaining": f"{credit.remaining:f}", "takes": f"{takes:f}"}
    return Precondition(CREDIT_LEFT, {**_which(credit), **amounts, **invoice})


def _is_of(allocation: Allocation, invoice_id: str) -> bool:
    return allocation.invoice is not None and allocation.invoice.invoice_id == invoice_id


async def _credit(xero: XeroClient, step: ConditionalStep) -> Any:
    """The credit of a step; None if it is no longer there. Raises KeyError for a list that is none of credits."""
    try:
        return await get(xero, _ENDPOINTS[step.arguments["list"]], step.arguments["credit_id"])
    except NotFound:
        return None


async def _credit_left(xero: XeroClient, steps: Sequence[ConditionalStep]) -> dict[int, str]:
    """Steps whose credit or invoice is no longer as the plan reckoned with; all of a plan use one credit."""
    waiting = [each for each in steps if each.state == "proposed"]
    record = await _credit(xero, steps[0])
    ids = sorted({each.arguments["invoice_id"] for each in waiting if "invoice_id" in each.arguments})
    invoices: dict[str, Invoice] = {}
    if ids:
        asked = InvoiceFilter(ids=ids, summary_only=True)
        invoices = {each.invoice_id: each async for each in every(xero, INVOICES, asked)}
    found = {each.number: _against(each, steps, record, invoices) for each in waiting}
    return {number: reason for number, reason in found.items() if reason is not None}


def _against(
    step: ConditionalStep, steps: Sequence[ConditionalStep], record: Any, invoices: Mapping[str, Invoice]
) -> str | None:
    if any(each.state in IN_AIR for each in steps):
        return "it is not known whether another part of this plan was done"
    if record is None:
        return "the credit is no longer in Xero"
    done = [each for each in steps if each.state == "verified"]
    left = Decimal(step.arguments["remaining"]) - _taken(done)
    if record.status != "AUTHORISED" or record.remaining_credit != left:
        return f"the credit changed in Xero after the plan was made: {record.remaining_credit} is left, not {left}"
    invoice_id = step.arguments.get("invoice_id")
    if invoice_id is None:
        return None
    return _unlike(invoices.get(invoice_id), Decimal(step.arguments["amount_due"]))


def _unlike(invoice: Invoice | None, due: Decimal) -> str | None:
    if invoice is None or invoice.status != "AUTHORISED" or invoice.amount_due != due:
        shown = f"{invoice.amount_due} is due on it, not {due}" if invoice is not None else "it is gone"
        return f"the invoice changed in Xero after the plan was made: {shown}"
    return None


def _taken(steps: Sequence[ConditionalStep]) -> Decimal:
    return sum((Decimal(each.arguments["takes"]) for each in steps), ZERO)


async def _still_allocated(xero: XeroClient, steps: Sequence[ConditionalStep]) -> dict[int, str]:
    """Steps whose allocation is no longer on the credit, or is of another amount."""
    record = await _credit(xero, steps[0])
    there = {each.allocation_id: each.amount for each in live(record.allocations)} if record is not None else {}
    return {
        each.number: "the allocation is no longer in Xero as it was when the plan was made"
        for each in steps
        if each.state == "proposed" and there.get(each.arguments["allocation_id"]) != Decimal(each.arguments["amount"])
    }


async def _still_due(xero: XeroClient, steps: Sequence[ConditionalStep]) -> dict[int, str]:
    """Steps of which an invoice is no longer as the plan reckoned with; all are read by one list."""
    waiting = [each for each in steps if each.state == "proposed"]
    ids = sorted({each for step in waiting for each in step.arguments["due"]})
    asked = InvoiceFilter(ids=ids, summary_only=True)
    invoices = {each.invoice_id: each async for each in every(xero, INVOICES, asked)} if ids else {}
    found = {}
    for step in waiting:
        unlike = (_unlike(invoices.get(key), Decimal(due)) for key, due in step.arguments["due"].items())
        reason = next((each for each in unlike if each is not None), None)
        if reason is not None:
            found[step.number] = reason
    return found


PRECONDITIONS: Final[Mapping[str, Check]] = {
    CREDIT_LEFT: _credit_left,
    ALLOCATED: _still_allocated,
    INVOICES_DUE: _still_due,
}
"""The checks by the names that plans store."""
