"""Types of fixed assets, and how an asset loses its value. Source: Xero's OpenAPI description of the Assets API 3.0.0.

Its list has no name and no pages, and no type has an address of its own.
"""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar, Final, TypedDict

from atom_xero_plugin.xero.decoding.base import Word, XeroPart, XeroRecord
from atom_xero_plugin.xero.decoding.names import camel_name
from atom_xero_plugin.xero.endpoint import Endpoint

API: Final = "assets.xro/1.0"
SCOPE: Final = "assets"


class DepreciationSetting(XeroPart, rename=camel_name):
    """How an asset loses its value in the books."""

    depreciation_method: Word | None = None
    """NoDepreciation, StraightLine, DiminishingValue100, …150 or …200, FullDepreciation."""
    averaging_method: Word | None = None
    """FullMonth or ActualDays."""
    depreciation_rate: Decimal | None = None
    """Per cent a year."""
    effective_life_years: Decimal | None = None
    depreciation_calculation_method: Word | None = None


class DepreciationBody(TypedDict, total=False):
    """How an asset is to lose its value."""

    depreciationMethod: str
    averagingMethod: str
    depreciationRate: Decimal
    effectiveLifeYears: int


class AssetType(XeroRecord, rename=camel_name):
    """What assets of one sort have in common: their accounts, and how they lose their value."""

    PLURAL: ClassVar[str] = "AssetTypes"
    LISTED_AS: ClassVar[str] = "items"
    ID: ClassVar[str] = "asset_type_id"

    asset_type_id: str = ""
    asset_type_name: str | None = None
    fixed_asset_account_id: Word | None = None
    depreciation_expense_account_id: Word | None = None
    accumulated_depreciation_account_id: Word | None = None
    book_depreciation_setting: DepreciationSetting | None = None
    locks: int | None = None


class AssetTypeBody(TypedDict, total=False):
    """A type of asset to create."""

    assetTypeName: str
    fixedAssetAccountId: str
    depreciationExpenseAccountId: str
    accumulatedDepreciationAccountId: str
    bookDepreciationSetting: DepreciationBody


ASSET_TYPES: Final = Endpoint(
    AssetType, AssetTypeBody, path=f"{API}/AssetTypes", scope=SCOPE, page_size=None, changes=False, bare=True,
    posted=True, listed_only=True,
)  # fmt: skip
