"""Change an item."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.kinds import item_inputs as inputs
from atom_xero_plugin.accounting.kinds import item_plans as plans
from atom_xero_plugin.accounting.kinds.items import ItemResult, item_view
from atom_xero_plugin.catalogue.skill import OBVIOUS
from atom_xero_plugin.plans.proposal import Proposal
from atom_xero_plugin.xero.records.items import Item


class Input(inputs.ItemFields, forbid_unknown_fields=True, kw_only=True):
    """What change_item takes."""

    item: inputs.ItemName
    code: Annotated[inputs.NewCode, Meta(description="New code.")] | None = None
    name: Annotated[inputs.NewName, Meta(description="New name.")] | None = None
    sold: Annotated[bool | None, Meta(description="False: it is sold no more, and its sale fields go.")] = None
    purchased: Annotated[bool | None, Meta(description="False: it is bought no more.", extra=OBVIOUS)] = None


@skill(
    effect="write",
    scopes=["accounting.settings"],
    undo="change_item",
    examples=[Example("Support costs 140 an hour from now on", {"item": "SUPPORT", "sale_price": "140.00"})],
)
async def change_item(ctx: Context, input: Input) -> Proposal:
    """Change a Xero item: its code, name, price, account, tax rate or text. Only the fields given change.

    A person approves first. Documents that are there keep their lines. Asking with the old values undoes it.
    """
    texts = plans.texts_given(input, code=input.code, name=input.name)
    plans.refuse_ended(input, sold=input.sold, purchased=input.purchased)
    books = await plans.item_books(ctx.xero)
    item = books.items.one(input.item, path="/item")
    after = plans.values_after(books, input, plans.values_of(item), texts)
    after = plans.with_sides(input, after, sold=input.sold, purchased=input.purchased)
    warnings = plans.name_warnings(books, input.name, besides=item.item_id)
    return plans.propose_values(item, after, warnings)


@change_item.verified
def changed(ctx: Context, item: Item) -> ItemResult:
    """The item as Xero has it now."""
    return ItemResult(item_view(ctx, item))
