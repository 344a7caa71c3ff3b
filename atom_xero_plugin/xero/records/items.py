"""Items: what is sold and bought. Source: OpenAPI 16.1.0, /Items; developer.xero.com, Items."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar, TypedDict

from atom_xero_plugin.xero.decoding.base import Word, XeroPart, XeroRecord
from atom_xero_plugin.xero.endpoint import Endpoint
from atom_xero_plugin.xero.filters import Filter
from atom_xero_plugin.xero.records.parts import XeroMessage


class ItemPrice(XeroPart):
    """What an item costs or sells for, and where it is booked."""

    unit_price: Decimal | None = None
    account_code: Word | None = None
    cogs_account_code: Word | None = None
    tax_type: Word | None = None


class Item(XeroRecord):
    """A product or service; `code` is its name on lines."""

    PLURAL: ClassVar[str] = "Items"
    ID: ClassVar[str] = "item_id"

    item_id: str = ""
    code: Word | None = None
    name: str | None = None
    description: str | None = None
    purchase_description: str | None = None
    is_sold: bool | None = None
    is_purchased: bool | None = None
    sales_details: ItemPrice | None = None
    purchase_details: ItemPrice | None = None
    is_tracked_as_inventory: bool | None = None
    inventory_asset_account_code: Word | None = None
    total_cost_pool: Decimal | None = None
    quantity_on_hand: Decimal | None = None
    status_attribute_string: Word | None = None
    validation_errors: list[XeroMessage] | None = None


class ItemPriceBody(TypedDict, total=False):
    """What an item costs or sells for."""

    UnitPrice: Decimal
    AccountCode: str
    COGSAccountCode: str
    TaxType: str


class ItemBody(TypedDict, total=False):
    """An item to create or change. A side that is not sold, or not bought, loses its words and details."""

    Code: str
    Name: str
    Description: str
    PurchaseDescription: str
    IsSold: bool
    IsPurchased: bool
    SalesDetails: ItemPriceBody
    PurchaseDetails: ItemPriceBody
    InventoryAssetAccountCode: str


class ItemFilter(Filter, frozen=True, kw_only=True):
    """Which items. The code must be the whole text."""

    TEXTS: ClassVar[dict[str, tuple[str, str]]] = {"code": ("Code", "code")}

    code: str | None = None


ITEMS = Endpoint(
    Item, ItemBody, path="Items", scope="accounting.settings", page_size=None, four_decimals=True, history=True
)
