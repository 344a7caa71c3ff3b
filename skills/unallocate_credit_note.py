"""Take allocations off a credit note."""

from __future__ import annotations

from msgspec import Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.kinds.credit_notes import (
    CreditNoteName,
    CreditNoteResult,
    credit_note_view,
    credit_of,
)
from atom_xero_plugin.accounting.kinds.credit_plans import plan_unallocation
from atom_xero_plugin.accounting.kinds.credits import AllocatedInvoices
from atom_xero_plugin.accounting.resolve.credits import one_credit_note
from atom_xero_plugin.plans.proposal import Proposal
from atom_xero_plugin.xero.records.credit_notes import CreditNote


class Input(Struct, forbid_unknown_fields=True):
    """What unallocate_credit_note takes."""

    credit_note: CreditNoteName
    invoices: AllocatedInvoices | None = None


@skill(
    effect="destructive",
    scopes=["accounting.invoices"],
    undo="allocate_credit_note",
    examples=[Example("Take credit note CN-0001 off the invoice again", {"credit_note": "CN-0001"})],
)
async def unallocate_credit_note(ctx: Context, input: Input) -> Proposal:
    """Take a Xero credit note off the invoices or bills that it is allocated to, which are due again then.

    A person approves first. It moves no money and sends nothing. allocate_credit_note undoes it.
    """
    stored = await one_credit_note(ctx, input.credit_note)
    return await plan_unallocation(credit_of(stored), input.invoices)


@unallocate_credit_note.verified
def unallocated(ctx: Context, *notes: CreditNote) -> CreditNoteResult:
    """The credit note as Xero has it now."""
    return CreditNoteResult(credit_note_view(ctx, notes[-1]))
