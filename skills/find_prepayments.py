"""Find prepayments."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.assumed import Assumptions
from atom_xero_plugin.accounting.kinds.bank_credit_lists import BankCreditQuestion, bank_credit_list
from atom_xero_plugin.accounting.kinds.bank_credits import BankCreditRow
from atom_xero_plugin.accounting.kinds.prepayments import CREDIT


class Input(BankCreditQuestion, forbid_unknown_fields=True):
    """What find_prepayments takes."""


class Output(Struct, omit_defaults=True):
    """What find_prepayments answers."""

    items: Annotated[list[BankCreditRow], Meta(description="The prepayments.")]
    has_more: Annotated[bool, Meta(description="Whether there may be more.")]
    next_cursor: Annotated[str | None, Meta(description="What to give as cursor for what follows.")]
    assumed: Assumptions = []


@skill(
    effect="read",
    scopes=["accounting.payments.read", "accounting.contacts.read"],
    examples=[Example("Which customers have paid in advance?", {"kind": "customer", "status": "approved"})],
)
async def find_prepayments(ctx: Context, input: Input) -> Output:
    """Find each Xero prepayment, by status, contact or day: money paid in advance, and what is left of it.

    Overpayments and credit notes are others.
    """
    return Output(*await bank_credit_list(ctx, CREDIT, input))
