"""Show one item."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.assumed import Assumptions, assumed
from atom_xero_plugin.accounting.kinds.item_inputs import ItemName
from atom_xero_plugin.accounting.kinds.items import ItemView, item_view
from atom_xero_plugin.accounting.resolve.chart import items


class Input(Struct, forbid_unknown_fields=True):
    """What show_item takes."""

    item: ItemName


class Output(Struct, omit_defaults=True):
    """What show_item answers."""

    item: Annotated[ItemView, Meta(description="The item.")]
    assumed: Assumptions = []


@skill(
    effect="read",
    scopes=["accounting.settings.read"],
    examples=[Example("Show me the item HOSTING", {"item": "HOSTING"})],
)
async def show_item(ctx: Context, input: Input) -> Output:
    """Show one Xero item: its prices, accounts, tax rates and texts, and its stock where Xero tracks it."""
    item, exact = (await items(ctx.xero)).likely(input.item, path="/item")
    return Output(item_view(ctx, item), assumed("item", input.item, item.item_id, item.code, exact=exact))
