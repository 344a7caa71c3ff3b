"""Find expense claims."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting import aliases
from atom_xero_plugin.accounting.inputs import Cursor, Limit
from atom_xero_plugin.accounting.kinds.expense_claims import ExpenseClaimView, expense_claim_view
from atom_xero_plugin.accounting.listing import part_of
from atom_xero_plugin.xero.lists import list_of
from atom_xero_plugin.xero.records.expense_claims import EXPENSE_CLAIMS, ExpenseClaim


class Input(Struct, forbid_unknown_fields=True):
    """What find_expense_claims takes."""

    status: Annotated[
        Literal["submitted", "authorised", "paid", "voided", "deleted"] | None,
        Meta(description="Only those.", extra=aliases.STATE),
    ] = None
    limit: Limit = 50
    cursor: Cursor = None


class Output(Struct):
    """What find_expense_claims answers."""

    items: Annotated[list[ExpenseClaimView], Meta(description="What fits.")]
    total: Annotated[int, Meta(description="How many fit in all.")]
    has_more: Annotated[bool, Meta(description="Whether there are more.")]
    next_cursor: Annotated[str | None, Meta(description="What to give as cursor for what follows.")]


@skill(
    effect="read",
    scopes=["accounting.classicexpenses.read"],
    examples=[Example("Which expense claims wait for approval?", {"status": "submitted"})],
)
async def find_expense_claims(ctx: Context, input: Input) -> Output:
    """Find the expense claims in Xero (classic expense claims): what people want back, and what is still due to them.

    Only read: Xero closed them to new apps.
    """

    async def read() -> list[ExpenseClaim]:
        return [each for each in (await list_of(ctx.xero, EXPENSE_CLAIMS)).items if _is(each, input.status)]

    found, cursor, total = await part_of(ctx, input, read)
    return Output([expense_claim_view(ctx, each) for each in found], total, cursor is not None, cursor)


def _is(record: ExpenseClaim, status: str | None) -> bool:
    return status is None or (record.status or "").lower() == status
