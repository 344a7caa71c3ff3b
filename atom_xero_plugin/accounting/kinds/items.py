"""What an item means: how answers show it, at what it is sold and bought, and what of it is on hand."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Annotated, Final

from msgspec import Meta, Struct

from atom_xero_plugin.accounting.documents.line_view import plain
from atom_xero_plugin.accounting.kind import RecordKind
from atom_xero_plugin.catalogue.context import Context
from atom_xero_plugin.core.money import Money, amount_or
from atom_xero_plugin.core.quoting import in_sentence
from atom_xero_plugin.xero.records.items import ITEMS, Item, ItemPrice


class ItemRow(Struct, omit_defaults=True):
    """An item in a list."""

    id: Annotated[str, Meta(description="Xero's id.")]
    code: Annotated[str, Meta(description="Its code, which lines name.")]
    name: Annotated[str | None, Meta(description="Its name.")] = None
    sold: Annotated[bool, Meta(description="Whether it is sold.")] = False
    purchased: Annotated[bool, Meta(description="Whether it is bought.")] = False
    sale_price: Annotated[Money | None, Meta(description="Price of one that is sold.")] = None
    purchase_price: Annotated[Money | None, Meta(description="Price of one that is bought.")] = None
    tracked: Annotated[bool, Meta(description="Whether Xero counts its stock.")] = False
    quantity_on_hand: Annotated[Decimal | None, Meta(description="How many of a tracked one there are.")] = None
    stock_value: Annotated[Money | None, Meta(description="What those cost, on average.")] = None


class ItemView(ItemRow, omit_defaults=True):
    """An item in full."""

    sale_account: Annotated[str | None, Meta(description="Code of the account of its sales.")] = None
    sale_tax: Annotated[str | None, Meta(description="Tax type of its sales.")] = None
    sale_description: Annotated[str | None, Meta(description="Text of its lines on sales.")] = None
    purchase_account: Annotated[str | None, Meta(description="Code of the account of its purchases.")] = None
    purchase_tax: Annotated[str | None, Meta(description="Tax type of its purchases.")] = None
    purchase_description: Annotated[str | None, Meta(description="Text of its lines on purchases.")] = None
    inventory_account: Annotated[str | None, Meta(description="Of a tracked one, the account of its stock.")] = None
    cost_account: Annotated[str | None, Meta(description="Of a tracked one, the account of what sold ones cost.")] = (
        None
    )
    updated_at: Annotated[dt.datetime | None, Meta(description="Last change in Xero, UTC.")] = None


class ItemResult(Struct):
    """What a write of an item answers, from the record that was read back."""

    item: Annotated[ItemView, Meta(description="The item as Xero has it now.")]


def item_row(ctx: Context, item: Item) -> ItemRow:
    """An item in a list; its prices are in the organisation's currency."""
    tracked = is_tracked(item)
    return ItemRow(
        id=item.item_id,
        code=item.code or "",
        name=item.name or None,
        sold=bool(item.is_sold),
        purchased=bool(item.is_purchased),
        sale_price=_price(ctx, item.sales_details),
        purchase_price=_price(ctx, item.purchase_details),
        tracked=tracked,
        quantity_on_hand=plain(amount_or(item.quantity_on_hand)) if tracked else None,
        stock_value=Money.of(item.total_cost_pool, ctx.organisation.base_currency) if tracked else None,
    )


def item_view(ctx: Context, item: Item) -> ItemView:
    """An item in full."""
    row, sale, purchase = item_row(ctx, item), item.sales_details, item.purchase_details
    return ItemView(
        **{name: getattr(row, name) for name in ItemRow.__struct_fields__},
        sale_account=_text(sale, "account_code"),
        sale_tax=_text(sale, "tax_type"),
        sale_description=item.description or None,
        purchase_account=_text(purchase, "account_code"),
        purchase_tax=_text(purchase, "tax_type"),
        purchase_description=item.purchase_description or None,
        inventory_account=item.inventory_asset_account_code or None,
        cost_account=_text(purchase, "cogs_account_code"),
        updated_at=item.updated_date_utc,
    )


def is_tracked(item: Item) -> bool:
    """Whether Xero counts its stock."""
    return bool(item.is_tracked_as_inventory or item.inventory_asset_account_code)


def item_label(item: Item) -> str:
    """What a sentence calls it, for example `item POSTER-A2 Poster A2`."""
    name = item.name if item.name != item.code else None
    return " ".join(["item", *(in_sentence(part) for part in (item.code, name) if part)])


def _price(ctx: Context, side: ItemPrice | None) -> Money | None:
    if side is None or side.unit_price is None:
        return None
    return Money.of(side.unit_price, ctx.organisation.base_currency)


def _text(side: ItemPrice | None, name: str) -> str | None:
    return (getattr(side, name) or None) if side is not None else None


ITEM: Final = RecordKind[Item](
    name="item",
    endpoint=ITEMS,
    view=item_view,
    shape=ItemView,
    sample={
        "ItemID": "1f0a9c7e-5d34-4b8a-9c12-7e6d5c4b3a21",
        "Code": "POSTER-A2",
        "Name": "Poster A2",
        "Description": "Poster, A2, matt",
        "IsSold": True,
        "IsPurchased": False,
        "SalesDetails": {"UnitPrice": "34.50", "AccountCode": "200", "TaxType": "OUTPUT2"},
    },
)
