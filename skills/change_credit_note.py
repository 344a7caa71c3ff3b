"""Change a credit note."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.documents.change import propose_change
from atom_xero_plugin.accounting.documents.document import StoredDocument
from atom_xero_plugin.accounting.kinds import credit_notes
from atom_xero_plugin.accounting.resolve.credits import one_credit_note
from atom_xero_plugin.plans.proposal import Proposal
from atom_xero_plugin.xero.records.credit_notes import CreditNote


class Input(credit_notes.CreditNoteChanges, forbid_unknown_fields=True, kw_only=True):
    """What change_credit_note takes."""

    credit_note: credit_notes.CreditNoteName
    number: Annotated[credit_notes.Number, Meta(description="New number.")] | None = None
    reference: Annotated[credit_notes.Reference, Meta(description="New reference; empty empties it.")] | None = None


@skill(
    effect="write",
    scopes=["accounting.invoices", "accounting.contacts.read", "accounting.settings.read"],
    undo="change_credit_note",
    examples=[
        Example("Reference the credit note CN-0003 as RMA 12", {"credit_note": "CN-0003", "reference": "RMA 12"})
    ],
)
async def change_credit_note(ctx: Context, input: Input) -> Proposal:
    """Change a Xero credit note of which nothing is allocated or refunded: only the fields and lines given change.

    A person approves first; nothing is sent. show_credit_note lists lines with their ids. An approved one counts in
    the books, and so does its change.
    """

    async def unused() -> StoredDocument:
        stored = await one_credit_note(ctx, input.credit_note)
        credit_notes.refuse_used(stored, "changed")
        return stored

    return await propose_change(credit_notes.CUSTOMER_CREDIT, input, unused)


@change_credit_note.verified
def changed(ctx: Context, note: CreditNote) -> credit_notes.CreditNoteResult:
    """The credit note as Xero has it now."""
    return credit_notes.CreditNoteResult(credit_notes.credit_note_view(ctx, note))
