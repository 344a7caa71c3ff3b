"""Allocate a credit note."""

from __future__ import annotations

from msgspec import Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.kinds.credit_notes import (
    CreditNoteName,
    CreditNoteResult,
    credit_note_view,
    credit_of,
)
from atom_xero_plugin.accounting.kinds.credit_plans import check_allocation_alone, plan_allocation
from atom_xero_plugin.accounting.kinds.credits import AllocationDay, NewAllocations
from atom_xero_plugin.accounting.resolve.credits import one_credit_note
from atom_xero_plugin.plans.proposal import Proposal
from atom_xero_plugin.xero.records.credit_notes import CreditNote


class Input(Struct, forbid_unknown_fields=True):
    """What allocate_credit_note takes."""

    credit_note: CreditNoteName
    allocations: NewAllocations
    date: AllocationDay = None


@skill(
    effect="write",
    scopes=["accounting.invoices"],
    undo="unallocate_credit_note",
    examples=[
        Example(
            "Set 50 of credit note CN-0001 against their invoice INV-0065",
            {"credit_note": "CN-0001", "allocations": [{"invoice": "INV-0065", "amount": "50.00"}]},
        )
    ],
)
async def allocate_credit_note(ctx: Context, input: Input) -> Proposal:
    """Set a Xero credit note against open invoices, or bills, of the same contact, never above what is due.

    A person approves first. It moves no money and sends nothing. unallocate_credit_note undoes it.
    """
    check_allocation_alone(input.allocations, input.date)
    stored = await one_credit_note(ctx, input.credit_note)
    return await plan_allocation(credit_of(stored), input.allocations, input.date)


@allocate_credit_note.verified
def allocated(ctx: Context, *notes: CreditNote) -> CreditNoteResult:
    """The credit note as Xero has it now."""
    return CreditNoteResult(credit_note_view(ctx, notes[-1]))
