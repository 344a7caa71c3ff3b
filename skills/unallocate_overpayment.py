"""Take allocations off an overpayment."""

from __future__ import annotations

from msgspec import Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.kinds.bank_credits import bank_credit_view
from atom_xero_plugin.accounting.kinds.credit_plans import plan_unallocation
from atom_xero_plugin.accounting.kinds.credits import AllocatedInvoices
from atom_xero_plugin.accounting.kinds.overpayments import CREDIT, OverpaymentName, OverpaymentResult
from atom_xero_plugin.accounting.resolve.credits import one_bank_credit
from atom_xero_plugin.plans.proposal import Proposal
from atom_xero_plugin.xero.records.overpayments import Overpayment


class Input(Struct, forbid_unknown_fields=True):
    """What unallocate_overpayment takes."""

    overpayment: OverpaymentName
    invoices: AllocatedInvoices | None = None


@skill(
    effect="destructive",
    scopes=["accounting.payments"],
    undo="allocate_overpayment",
    examples=[Example("Take the overpayment OVER-001 off the invoice again", {"overpayment": "OVER-001"})],
)
async def unallocate_overpayment(ctx: Context, input: Input) -> Proposal:
    """Take a Xero overpayment off the invoices or bills that it is allocated to, which are due again then.

    A person approves first. It moves no money and sends nothing. allocate_overpayment undoes it.
    """
    return await plan_unallocation(await one_bank_credit(ctx, CREDIT, input.overpayment), input.invoices)


@unallocate_overpayment.verified
def unallocated(ctx: Context, *records: Overpayment) -> OverpaymentResult:
    """The overpayment as Xero has it now."""
    return OverpaymentResult(bank_credit_view(ctx, records[-1]))
