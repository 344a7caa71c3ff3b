"""Show one credit note."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.assumed import Assumptions, assumed
from atom_xero_plugin.accounting.kinds.credit_notes import CreditNoteName, CreditNoteView, credit_note_view
from atom_xero_plugin.accounting.resolve.credits import likely_credit_note


class Input(Struct, forbid_unknown_fields=True):
    """What show_credit_note takes."""

    credit_note: CreditNoteName


class Output(Struct, omit_defaults=True):
    """What show_credit_note answers."""

    credit_note: Annotated[CreditNoteView, Meta(description="The credit note.")]
    assumed: Assumptions = []


@skill(
    effect="read",
    scopes=["accounting.invoices.read"],
    examples=[Example("How much of credit note CN-0001 is left?", {"credit_note": "CN-0001"})],
)
async def show_credit_note(ctx: Context, input: Input) -> Output:
    """Show one Xero credit note: lines with ids, tax, status, what is left, allocations, refunds, its page."""
    stored, exact = await likely_credit_note(ctx, input.credit_note)
    taken = assumed("credit_note", input.credit_note, stored.id, stored.number, exact=exact)
    return Output(credit_note_view(ctx, stored.record), taken)
