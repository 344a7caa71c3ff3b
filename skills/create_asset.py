"""Create a fixed asset as a draft."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from msgspec import Meta, Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.inputs import PositiveAmount
from atom_xero_plugin.accounting.kinds.asset_types import AssetTypeName
from atom_xero_plugin.accounting.kinds.assets import AssetResult, NewAsset, asset_view, propose_asset
from atom_xero_plugin.accounting.kinds.depreciation import ALSO, Depreciation
from atom_xero_plugin.catalogue.skill import OBVIOUS, also
from atom_xero_plugin.plans.proposal import Proposal
from atom_xero_plugin.xero.records.assets import Asset


class Input(Struct, forbid_unknown_fields=True, kw_only=True):
    """What create_asset takes."""

    name: Annotated[
        str, Meta(description="Its name.", min_length=1, max_length=150, extra=also("asset asset_name title item"))
    ]
    number: (
        Annotated[
            str,
            Meta(
                description="A number that no asset has; Xero's next one if left out.",
                min_length=1,
                max_length=150,
                extra=also("asset_number code"),
            ),
        ]
        | None
    ) = None
    type: AssetTypeName | None = None
    purchased: Annotated[
        dt.date | None,
        Meta(description="Day of the purchase, YYYY-MM-DD.", extra=also("purchase_date date bought date_of_purchase")),
    ] = None
    price: Annotated[
        PositiveAmount | None,
        Meta(
            description='What it cost, decimal text as "120.50".',
            extra=also("purchase_price cost amount value"),
        ),
    ] = None
    serial_number: (
        Annotated[str, Meta(description="Serial number.", min_length=1, max_length=150, extra=also("serial"))] | None
    ) = None
    warranty_until: Annotated[
        dt.date | None,
        Meta(
            description="Last day of the warranty.",
            extra=also("warranty warranty_expiry warranty_expiry_date") | OBVIOUS,
        ),
    ] = None
    depreciation: Annotated[
        Depreciation | None,
        Meta(description="How it loses its value, where not as its type.", extra=ALSO),
    ] = None


@skill(
    effect="write",
    scopes=["assets"],
    examples=[
        Example(
            "Add the new camera to our assets: 2,450, bought on 1 June",
            {
                "name": "Camera",
                "type": "Computer Equipment",
                "purchased": "2026-06-01",
                "price": "2450.00",
                "serial_number": "CN-88231",
            },
        )
    ],
)
async def create_asset(ctx: Context, input: Input) -> Proposal:
    """Create a fixed asset in Xero as a draft; a person registers it in Xero, and depreciation begins then.

    A person approves first. It can be deleted in Xero alone.
    """
    return await propose_asset(
        ctx,
        NewAsset(
            name=input.name,
            number=input.number,
            type=input.type,
            purchased=input.purchased,
            price=input.price,
            serial_number=input.serial_number,
            warranty_until=input.warranty_until,
            depreciation=input.depreciation,
        ),
    )


@create_asset.verified
def created(ctx: Context, asset: Asset) -> AssetResult:
    """The asset as Xero has it now."""
    return AssetResult(asset_view(ctx, asset))
