"""Void a credit note."""

from __future__ import annotations

from msgspec import Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.documents.transitions import move, refuse_unless
from atom_xero_plugin.accounting.kinds.credit_notes import (
    CreditNoteName,
    CreditNoteResult,
    credit_note_view,
    refuse_used,
)
from atom_xero_plugin.accounting.resolve.credits import one_credit_note
from atom_xero_plugin.accounting.warnings import day_warnings, refuse_closed
from atom_xero_plugin.plans.proposal import Proposal
from atom_xero_plugin.xero.records.credit_notes import CreditNote


class Input(Struct, forbid_unknown_fields=True):
    """What void_credit_note takes."""

    credit_note: CreditNoteName


@skill(
    effect="destructive",
    scopes=["accounting.invoices"],
    examples=[Example("Void credit note CN-0002", {"credit_note": "CN-0002"})],
)
async def void_credit_note(ctx: Context, input: Input) -> Proposal:
    """Void an approved Xero credit note, or delete a draft. This cannot be undone.

    A person approves first; nothing is sent. Refused while it is allocated or refunded: unallocate_credit_note first.
    """
    stored = await one_credit_note(ctx, input.credit_note)
    refuse_used(stored, "voided")
    refuse_unless(stored, "voided")
    day, label = stored.record.date or ctx.today, f"The {stored.label}"
    if stored.status != "AUTHORISED":
        how, warnings = "Delete (it was never approved)", []
    else:
        refuse_closed(ctx.organisation, day, what=label)
        how, warnings = "Void", day_warnings(ctx.organisation, day, ctx.today, what=label)
    summary = f"{how} the {stored.label} over {stored.totals.total}. This is final."
    return move(stored, "voided", summary=summary, warnings=warnings)


@void_credit_note.verified
def voided(ctx: Context, note: CreditNote) -> CreditNoteResult:
    """The credit note as Xero has it now."""
    return CreditNoteResult(credit_note_view(ctx, note))
