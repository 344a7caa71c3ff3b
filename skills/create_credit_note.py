"""Create a credit note."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

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
    new_credit,
)
from atom_xero_plugin.accounting.kinds.credit_plans import check_allocation_alone, then_allocate
from atom_xero_plugin.accounting.kinds.credits import MOST_ALLOCATIONS, NewAllocation
from atom_xero_plugin.catalogue.skill import also
from atom_xero_plugin.plans.proposal import Proposal
from atom_xero_plugin.xero.records.credit_notes import CreditNote


class Input(CreditNoteFields, forbid_unknown_fields=True, kw_only=True):
    """What create_credit_note takes."""

    kind: KindField
    number: Number | None = None
    reference: Reference | None = None
    allocate_to: (
        Annotated[
            list[NewAllocation],
            Meta(
                description="Invoices of that customer, or bills of that supplier, that it is set against at once; "
                "needs approve.",
                min_length=1,
                max_length=MOST_ALLOCATIONS,
                extra=also("allocations invoices bills apply_to against_invoices"),
            ),
        ]
        | None
    ) = None


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
        Example(
            "Credit them 10 posters, off their invoice INV-0065",
            {
                "kind": "customer",
                "contact": "Vogeltown Community Trust",
                "lines": [REFUNDED],
                "approve": True,
                "allocate_to": [{"invoice": "INV-0065"}],
            },
        ),
    ],
)
async def create_credit_note(ctx: Context, input: Input) -> Proposal:
    """Create a Xero credit note for a customer or from a supplier, as a draft; with approve, ready to be allocated.

    A person approves the plan first: totals, tax, likely duplicates. Nothing is sent or refunded. void_credit_note
    undoes it. With allocate_to it is set against invoices or bills too, in the same plan.
    """
    document = DOCUMENTS[input.kind]
    texts = {each.name: getattr(input, each.name) for each in document.texts}
    if input.reference is not None and not texts:
        raise invalid_argument("/reference", document.no_reference, hint=AFTER_READING)
    if input.allocate_to is not None:
        check_allocation_alone(input.allocate_to, None, "/allocate_to")
        if not input.approve:
            raise invalid_argument("/allocate_to", "needs approve: only an approved credit note can be allocated")
    proposal = await propose_document(ctx, document, input, number=input.number, **texts)
    if input.allocate_to is None:
        return proposal
    return await then_allocate(proposal, new_credit(ctx, proposal, input.kind, input.date), input.allocate_to)


@create_credit_note.verified
def created(ctx: Context, *notes: CreditNote) -> CreditNoteResult:
    """The credit note as Xero has it now."""
    return CreditNoteResult(credit_note_view(ctx, notes[-1]))
