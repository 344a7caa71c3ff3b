"""What it takes to make or change an item."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from atom_xero_plugin.accounting.inputs import AccountName, Amount
from atom_xero_plugin.catalogue.skill import OBVIOUS, also

ItemName = Annotated[
    str,
    Meta(
        description="Its code, name or id. Xero items are listed by find_items.",
        min_length=1,
        max_length=50,
        extra=also("item_code item_id product product_code sku code service id"),
    ),
]
NewCode = Annotated[
    str,
    Meta(
        description="Its code, unique among items, which lines name.",
        min_length=1,
        max_length=30,
        extra=also("item_code sku product_code new_code") | OBVIOUS,
    ),
]
NewName = Annotated[
    str,
    Meta(description="Its name.", min_length=1, max_length=50, extra=also("item_name product_name title") | OBVIOUS),
]
Tax = Annotated[
    str,
    Meta(description="Tax rate, by name or type; left out, the account's.", min_length=1, max_length=50),
]


Text = Annotated[str, Meta(max_length=4000)]


class ItemFields(Struct, forbid_unknown_fields=True, kw_only=True):
    """What can be said of an item."""

    sale_price: Annotated[
        Amount | None,
        Meta(description='Price of one that is sold, decimal text such as "34.50".', extra=also("price unit_price")),
    ] = None
    sale_account: Annotated[
        AccountName | None,
        Meta(description="Account of its sales: code, name or id. Accounts in Xero are listed by find_accounts."),
    ] = None
    sale_tax: Annotated[Tax | None, Meta(description="Tax rate of its sales.", extra=OBVIOUS)] = None
    sale_description: Annotated[
        Text | None,
        Meta(description="Text of its lines on sales.", extra=also("description text") | OBVIOUS),
    ] = None
    purchase_price: Annotated[
        Amount | None,
        Meta(description="Price of one that is bought, decimal text.", extra=also("cost cost_price") | OBVIOUS),
    ] = None
    purchase_account: Annotated[
        AccountName | None, Meta(description="Account of its purchases; none for a tracked item.", extra=OBVIOUS)
    ] = None
    purchase_tax: Annotated[Tax | None, Meta(description="Tax rate of its purchases.", extra=OBVIOUS)] = None
    purchase_description: Annotated[Text | None, Meta(description="Text of its lines on purchases.", extra=OBVIOUS)] = (
        None
    )
    inventory_account: Annotated[
        AccountName | None,
        Meta(description="Account of its stock, of type INVENTORY, with cost_account: Xero then tracks the stock."),
    ] = None
    cost_account: Annotated[
        AccountName | None,
        Meta(description="Of a tracked item, the account of what sold ones cost.", extra=also("cogs_account")),
    ] = None


SALE = ("sale_price", "sale_account", "sale_tax", "sale_description")
"""The fields that only an item which is sold has."""
PURCHASE = ("purchase_price", "purchase_account", "purchase_tax", "purchase_description", "cost_account")
