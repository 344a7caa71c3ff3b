"""Void many invoices or bills."""

from __future__ import annotations

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.chosen_invoices import (
    ChosenInvoices,
    InvoicesResult,
    chosen_invoices,
    invoices_result,
)
from atom_xero_plugin.accounting.inputs import invalid_argument
from atom_xero_plugin.accounting.invoice_moves import plan_moves
from atom_xero_plugin.accounting.invoice_voids import VOIDING
from atom_xero_plugin.plans.proposal import AlreadyDone, Proposal
from atom_xero_plugin.xero.records.invoices import Invoice


class Input(ChosenInvoices, forbid_unknown_fields=True, kw_only=True):
    """What void_invoices takes."""


@skill(
    effect="destructive",
    scopes=["accounting.invoices", "accounting.contacts.read"],
    examples=[Example("Void these two invoices", {"invoices": ["INV-0151", "INV-0153"]})],
)
async def void_invoices(ctx: Context, input: Input) -> Proposal | AlreadyDone:
    """Void many Xero invoices or Xero bills in one plan, drafts are deleted: those named, or all that filters find.

    A person approves the list first. Each is voided by itself, and that cannot be undone. Those with payments or
    credits on them are left out, with the reason.
    """
    if input.status in {"paid", "voided", "deleted"}:
        raise invalid_argument("/status", "must be of those that can be voided, such as draft or unpaid")
    invoices = await chosen_invoices(ctx, input, statuses=["DRAFT", "SUBMITTED", "AUTHORISED"])
    return await plan_moves(ctx, invoices, VOIDING)


@void_invoices.verified
def voided(ctx: Context, *invoices: Invoice) -> InvoicesResult:
    """The invoices as Xero has them now."""
    return invoices_result(ctx, invoices)
