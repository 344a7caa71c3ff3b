"""Delete an item."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.kinds.item_inputs import ItemName
from atom_xero_plugin.accounting.kinds.item_plans import propose_deletion
from atom_xero_plugin.accounting.resolve.chart import items
from atom_xero_plugin.plans.proposal import Proposal
from atom_xero_plugin.xero.records.items import Item


class Input(Struct, forbid_unknown_fields=True):
    """What delete_item takes."""

    item: ItemName


class Output(Struct):
    """What delete_item answers."""

    id: Annotated[str, Meta(description="Xero's id of the item that is gone.")]
    code: Annotated[str | None, Meta(description="The code that it had.")]
    deleted: Annotated[bool, Meta(description="True: Xero has it no more.")]


@skill(
    effect="destructive",
    scopes=["accounting.settings"],
    examples=[Example("Delete the item COPY", {"item": "COPY"})],
)
async def delete_item(ctx: Context, input: Input) -> Proposal:
    """Delete a Xero item for good. Xero keeps a tracked one that was used; change_item can end its sale instead.

    A person approves first. This cannot be undone; documents that name its code keep their lines.
    """
    return propose_deletion((await items(ctx.xero)).one(input.item, path="/item"))


@delete_item.verified
def deleted(ctx: Context, item: Item) -> Output:
    """What is gone."""
    del ctx
    return Output(item.item_id, item.code, deleted=True)
