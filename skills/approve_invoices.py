"""Approve many invoices or bills."""

from __future__ import annotations

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.chosen_invoices import (
    ChosenInvoices,
    InvoicesResult,
    chosen_invoices,
    invoices_result,
)
from atom_xero_plugin.accounting.inputs import invalid_argument
from atom_xero_plugin.accounting.invoice_approvals import APPROVAL, DRAFTS
from atom_xero_plugin.accounting.invoice_moves import plan_moves
from atom_xero_plugin.plans.proposal import AlreadyDone, Proposal
from atom_xero_plugin.xero.records.invoices import Invoice


class Input(ChosenInvoices, forbid_unknown_fields=True, kw_only=True):
    """What approve_invoices takes."""


@skill(
    effect="write",
    scopes=["accounting.invoices", "accounting.contacts.read"],
    undo="void_invoices",
    examples=[
        Example(
            "Approve all drafts and all that await approval, sales invoices and bills",
            {"kind": "both", "period": "this_month"},
        ),
        Example("Approve these 3", {"invoices": ["INV-0154", "INV-0156", "TT-2277"]}),
    ],
)
async def approve_invoices(ctx: Context, input: Input) -> Proposal | AlreadyDone:
    """Approve many draft Xero invoices or Xero bills in one plan, up to 500: those named, or all that filters find.

    A person approves the list first. Each is approved by itself: one that Xero refuses keeps no other back. Those that
    cannot be approved are left out, with the reason. void_invoices undoes it while nothing is paid on it.
    """
    if input.status not in {None, "draft", "awaiting_approval"}:
        raise invalid_argument("/status", "must be draft or awaiting_approval: nothing else can be approved")
    for name in ("due_within_days", "overdue_by_days"):
        if getattr(input, name) is not None:
            raise invalid_argument(f"/{name}", "is about approved ones; use dates with date_field due")
    return await plan_moves(ctx, await chosen_invoices(ctx, input, statuses=DRAFTS), APPROVAL)


@approve_invoices.verified
def approved(ctx: Context, *invoices: Invoice) -> InvoicesResult:
    """The invoices as Xero has them now."""
    return invoices_result(ctx, invoices)
