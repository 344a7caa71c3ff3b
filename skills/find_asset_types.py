"""Find types of fixed assets."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.kinds.asset_types import AssetTypeView, asset_type_view, asset_types
from atom_xero_plugin.accounting.resolve.chart import chart
from atom_xero_plugin.accounting.resolve.resolver import casefolded
from atom_xero_plugin.catalogue.skill import also


class Input(Struct, forbid_unknown_fields=True):
    """What find_asset_types takes."""

    text: (
        Annotated[
            str, Meta(description="Part of the name.", max_length=100, extra=also("query search name asset_type"))
        ]
        | None
    ) = None


class Output(Struct):
    """What find_asset_types answers."""

    items: Annotated[list[AssetTypeView], Meta(description="The asset types.")]


@skill(
    effect="read",
    scopes=["assets.read", "accounting.settings.read"],
    examples=[Example("Which types of fixed assets are there?", {})],
)
async def find_asset_types(ctx: Context, input: Input) -> Output:
    """Find the types of fixed assets in Xero: accounts, depreciation method and rate of each."""
    text = casefolded(input.text)
    found = [each for each in await asset_types(ctx.xero) if text in casefolded(each.asset_type_name)]
    codes = {each.account_id: each.code for each in (await chart(ctx.xero)).accounts if each.code} if found else {}
    return Output([asset_type_view(ctx, each, codes) for each in found])
