"""Create a credit note."""

from __future__ import annotations

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.documents.create import propose_document
from atom_xero_plugin.accounting.inputs import AFTER_READING, invalid_argument
from atom_xero_plugin.accounting.kinds.credit_notes import (
    DOCUMENTS,
    CreditNoteFields,
    CreditNoteResult,
    KindField,
    Number,
    Reference,
    credit_note_view,
)
from atom_xero_plugin.plans.proposal import Proposal
from atom_xero_plugin.xero.records.credit_notes import CreditNote


class Input(CreditNoteFields, forbid_unknown_fields=True, kw_only=True):
    """What create_credit_note takes."""

    kind: KindField
    number: Number | None = None
    reference: Reference | None = None


REFUNDED = {"description": "Posters sent back", "quantity": "10", "unit_amount": "4.20", "account": "200"}


@skill(
    effect="write",
    scopes=["accounting.invoices", "accounting.contacts.read", "accounting.settings.read"],
    undo="void_credit_note",
    examples=[
        Example(
            "Credit Kauri Grove Cafe for 10 posters at 4.20",
            {"kind": "customer", "contact": "Kauri Grove Cafe", "lines": [REFUNDED]},
        ),
    ],
)
async def create_credit_note(ctx: Context, input: Input) -> Proposal:
    """Create a Xero credit note for a customer or from a supplier, as a draft; with approve, ready to be allocated.

    A person approves the plan first: totals, tax, likely duplicates. Nothing is sent or refunded. void_credit_note
    undoes it.
    """
    document = DOCUMENTS[input.kind]
    texts = {each.name: getattr(input, each.name) for each in document.texts}
    if input.reference is not None and not texts:
        raise invalid_argument("/reference", document.no_reference, hint=AFTER_READING)
    return await propose_document(ctx, document, input, number=input.number, **texts)


@create_credit_note.verified
def created(ctx: Context, note: CreditNote) -> CreditNoteResult:
    """The credit note as Xero has it now."""
    return CreditNoteResult(credit_note_view(ctx, note))
