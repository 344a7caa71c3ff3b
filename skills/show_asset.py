"""Show a fixed asset."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.kinds.assets import AssetName, AssetView, asset_view, one_asset, type_names


class Input(Struct, forbid_unknown_fields=True):
    """What show_asset takes."""

    asset: AssetName


class Output(Struct):
    """What show_asset answers."""

    asset: Annotated[AssetView, Meta(description="The asset.")]


@skill(
    effect="read",
    scopes=["assets.read"],
    examples=[Example("What is the boardroom table worth in the books?", {"asset": "Boardroom table"})],
)
async def show_asset(ctx: Context, input: Input) -> Output:
    """Show one fixed asset of Xero: cost, book value, depreciation, serial number, warranty, disposal."""
    asset = await one_asset(ctx.xero, input.asset)
    return Output(asset_view(ctx, asset, await type_names(ctx.xero)))
