"""Allocate a prepayment."""

from __future__ import annotations

from msgspec import Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.kinds.bank_credits import bank_credit_view
from atom_xero_plugin.accounting.kinds.credit_plans import check_allocation_alone, plan_allocation
from atom_xero_plugin.accounting.kinds.credits import AllocationDay, NewAllocations
from atom_xero_plugin.accounting.kinds.prepayments import CREDIT, PrepaymentName, PrepaymentResult
from atom_xero_plugin.accounting.resolve.credits import one_bank_credit
from atom_xero_plugin.plans.proposal import Proposal
from atom_xero_plugin.xero.records.prepayments import Prepayment


class Input(Struct, forbid_unknown_fields=True):
    """What allocate_prepayment takes."""

    prepayment: PrepaymentName
    allocations: NewAllocations
    date: AllocationDay = None


@skill(
    effect="write",
    scopes=["accounting.payments", "accounting.invoices.read"],
    undo="unallocate_prepayment",
    examples=[
        Example(
            "Set 20 of the prepayment DEP-001 against their invoice INV-0065",
            {"prepayment": "DEP-001", "allocations": [{"invoice": "INV-0065", "amount": "20.00"}]},
        )
    ],
)
async def allocate_prepayment(ctx: Context, input: Input) -> Proposal:
    """Set a Xero prepayment against open invoices, or bills, of the same contact, never above what is due.

    A person approves first. It moves no money and sends nothing. unallocate_prepayment undoes it.
    """
    check_allocation_alone(input.allocations, input.date)
    credit = await one_bank_credit(ctx, CREDIT, input.prepayment)
    return await plan_allocation(credit, input.allocations, input.date)


@allocate_prepayment.verified
def allocated(ctx: Context, *records: Prepayment) -> PrepaymentResult:
    """The prepayment as Xero has it now."""
    return PrepaymentResult(bank_credit_view(ctx, records[-1]))
