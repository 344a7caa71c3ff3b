"""Take allocations off a prepayment."""

from __future__ import annotations

from msgspec import Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.kinds.bank_credits import bank_credit_view
from atom_xero_plugin.accounting.kinds.credit_plans import plan_unallocation
from atom_xero_plugin.accounting.kinds.credits import AllocatedInvoices
from atom_xero_plugin.accounting.kinds.prepayments import CREDIT, PrepaymentName, PrepaymentResult
from atom_xero_plugin.accounting.resolve.credits import one_bank_credit
from atom_xero_plugin.plans.proposal import Proposal
from atom_xero_plugin.xero.records.prepayments import Prepayment


class Input(Struct, forbid_unknown_fields=True):
    """What unallocate_prepayment takes."""

    prepayment: PrepaymentName
    invoices: AllocatedInvoices | None = None


@skill(
    effect="destructive",
    scopes=["accounting.payments"],
    undo="allocate_prepayment",
    examples=[Example("Take the prepayment DEP-001 off the invoice again", {"prepayment": "DEP-001"})],
)
async def unallocate_prepayment(ctx: Context, input: Input) -> Proposal:
    """Take a Xero prepayment off the invoices or bills that it is allocated to, which are due again then.

    A person approves first. It moves no money and sends nothing. allocate_prepayment undoes it.
    """
    return await plan_unallocation(await one_bank_credit(ctx, CREDIT, input.prepayment), input.invoices)


@unallocate_prepayment.verified
def unallocated(ctx: Context, *records: Prepayment) -> PrepaymentResult:
    """The prepayment as Xero has it now."""
    return PrepaymentResult(bank_credit_view(ctx, records[-1]))
