"""Create a type of fixed assets."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.inputs import AccountName
from atom_xero_plugin.accounting.kinds.asset_types import AssetTypeView, asset_type_view, propose_asset_type
from atom_xero_plugin.accounting.kinds.depreciation import ALSO, Depreciation
from atom_xero_plugin.catalogue.skill import also
from atom_xero_plugin.plans.proposal import Proposal
from atom_xero_plugin.xero.records.asset_types import AssetType


class Input(Struct, forbid_unknown_fields=True, kw_only=True):
    """What create_asset_type takes."""

    name: Annotated[
        str,
        Meta(
            description="A name that no asset type has.",
            min_length=1,
            max_length=50,
            extra=also("asset_type asset_type_name title type"),
        ),
    ]
    asset_account: Annotated[
        AccountName,
        Meta(description="Fixed asset account of what they cost: code, name or id.", extra=also("fixed_asset_account")),
    ]
    expense_account: Annotated[
        AccountName,
        Meta(
            description="Expense account of their depreciation.",
            extra=also("depreciation_account depreciation_expense_account"),
        ),
    ]
    accumulated_account: Annotated[
        AccountName,
        Meta(
            description="Fixed asset account of what they have lost until now.",
            extra=also("accumulated_depreciation_account"),
        ),
    ]
    depreciation: Annotated[
        Depreciation,
        Meta(description="How its assets lose their value.", extra=ALSO),
    ]


class Output(Struct):
    """What create_asset_type answers."""

    asset_type: Annotated[AssetTypeView, Meta(description="The asset type as Xero has it now.")]


@skill(
    effect="write",
    scopes=["assets", "accounting.settings.read"],
    examples=[
        Example(
            "A type for vehicles: straight line over five years",
            {
                "name": "Vehicles",
                "asset_account": "710",
                "expense_account": "416",
                "accumulated_account": "711",
                "depreciation": {"method": "straight_line", "years": 5},
            },
        )
    ],
)
async def create_asset_type(ctx: Context, input: Input) -> Proposal:
    """Create a type of fixed assets in Xero: its accounts, and how its assets lose their value.

    A person approves first. It can be removed in Xero alone.
    """
    return await propose_asset_type(
        ctx,
        input.name,
        input.depreciation,
        asset_account=input.asset_account,
        expense_account=input.expense_account,
        accumulated_account=input.accumulated_account,
    )


@create_asset_type.verified
def created(ctx: Context, kind: AssetType) -> Output:
    """The asset type as Xero has it now."""
    return Output(asset_type_view(ctx, kind))
