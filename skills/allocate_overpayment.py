"""Allocate an overpayment."""

from __future__ import annotations

from msgspec import Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.kinds.bank_credits import bank_credit_view
from atom_xero_plugin.accounting.kinds.credit_plans import check_allocation_alone, plan_allocation
from atom_xero_plugin.accounting.kinds.credits import AllocationDay, NewAllocations
from atom_xero_plugin.accounting.kinds.overpayments import CREDIT, OverpaymentName, OverpaymentResult
from atom_xero_plugin.accounting.resolve.credits import one_bank_credit
from atom_xero_plugin.plans.proposal import Proposal
from atom_xero_plugin.xero.records.overpayments import Overpayment


class Input(Struct, forbid_unknown_fields=True):
    """What allocate_overpayment takes."""

    overpayment: OverpaymentName
    allocations: NewAllocations
    date: AllocationDay = None


@skill(
    effect="write",
    scopes=["accounting.payments", "accounting.invoices.read"],
    undo="unallocate_overpayment",
    examples=[
        Example(
            "Set 20 of the overpayment OVER-001 against their invoice INV-0065",
            {"overpayment": "OVER-001", "allocations": [{"invoice": "INV-0065", "amount": "20.00"}]},
        )
    ],
)
async def allocate_overpayment(ctx: Context, input: Input) -> Proposal:
    """Set a Xero overpayment against open invoices, or bills, of the same contact, never above what is due.

    A person approves first. It moves no money and sends nothing. unallocate_overpayment undoes it.
    """
    check_allocation_alone(input.allocations, input.date)
    credit = await one_bank_credit(ctx, CREDIT, input.overpayment)
    return await plan_allocation(credit, input.allocations, input.date)


@allocate_overpayment.verified
def allocated(ctx: Context, *records: Overpayment) -> OverpaymentResult:
    """The overpayment as Xero has it now."""
    return OverpaymentResult(bank_credit_view(ctx, records[-1]))
