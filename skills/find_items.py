"""Find items."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.inputs import Cursor, Limit
from atom_xero_plugin.accounting.kinds.items import ItemRow, is_tracked, item_row
from atom_xero_plugin.accounting.listing import part_of
from atom_xero_plugin.accounting.resolve.resolver import casefolded
from atom_xero_plugin.catalogue.skill import also
from atom_xero_plugin.core.money import amount_or
from atom_xero_plugin.xero.lists import list_of
from atom_xero_plugin.xero.records.items import ITEMS, Item


class Input(Struct, forbid_unknown_fields=True):
    """What find_items takes."""

    text: (
        Annotated[
            str,
            Meta(
                description="Part of a code, name or description.",
                max_length=150,
                extra=also("query search q keyword name code item product sku"),
            ),
        ]
        | None
    ) = None
    kind: Annotated[
        Literal["sold", "purchased", "tracked", "out_of_stock"] | None,
        Meta(description="Only those; out_of_stock are tracked with none on hand.", extra=also("type filter status")),
    ] = None
    limit: Limit = 50
    cursor: Cursor = None


class Output(Struct):
    """What find_items answers."""

    items: Annotated[list[ItemRow], Meta(description="The items, by code.")]
    total: Annotated[int, Meta(description="How many fit in all.")]
    has_more: Annotated[bool, Meta(description="Whether there are more.")]
    next_cursor: Annotated[str | None, Meta(description="What to give as cursor for what follows.")]


@skill(
    effect="read",
    scopes=["accounting.settings.read"],
    examples=[Example("What do we charge for website design?", {"text": "website design"})],
)
async def find_items(ctx: Context, input: Input) -> Output:
    """Find Xero items: products and services with prices, and the stock on hand of those that are tracked."""
    text = casefolded(input.text)

    async def read() -> list[Item]:
        fitting = (each for each in (await list_of(ctx.xero, ITEMS)).items if _fits(each, input.kind, text))
        return sorted(fitting, key=lambda each: each.code or "")

    found, cursor, total = await part_of(ctx, input, read)
    return Output([item_row(ctx, each) for each in found], total, cursor is not None, cursor)


def _fits(item: Item, kind: str | None, text: str) -> bool:
    words = " ".join(casefolded(each) for each in (item.code, item.name, item.description, item.purchase_description))
    kinds = {
        None: True,
        "sold": item.is_sold,
        "purchased": item.is_purchased,
        "tracked": is_tracked(item),
        "out_of_stock": is_tracked(item) and amount_or(item.quantity_on_hand) <= 0,
    }
    return text in words and bool(kinds[kind])
