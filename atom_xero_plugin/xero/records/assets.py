"""Fixed assets. Source: Xero's OpenAPI description of the Assets API 3.0.0.

That API gives one record by itself, in no list, and lists the assets of one status at a time. Its lists leave out
serial numbers and warranties (XeroAPI/xero-python issue 123).
"""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar, Final, TypedDict

from atom_xero_plugin.xero.decoding.base import Day, Word, XeroPart, XeroRecord
from atom_xero_plugin.xero.decoding.names import camel_name
from atom_xero_plugin.xero.endpoint import Endpoint
from atom_xero_plugin.xero.filters import Filter
from atom_xero_plugin.xero.records.asset_types import API, SCOPE, DepreciationBody, DepreciationSetting
from atom_xero_plugin.xero.where_clause import checked_text

PAGE: Final = 100
"""Records of a page that are asked for. Xero does not say how many it gives at most; 10 is what it gives unasked."""


class DepreciationDetail(XeroPart, rename=camel_name):
    """What an asset has lost of its value, and what was gained or lost when it was disposed of."""

    depreciation_start_date: Day | None = None
    cost_limit: Decimal | None = None
    residual_value: Decimal | None = None
    prior_accum_depreciation_amount: Decimal | None = None
    """Before the current financial year."""
    current_accum_depreciation_amount: Decimal | None = None
    """In the current financial year."""
    current_capital_gain: Decimal | None = None
    current_gain_loss: Decimal | None = None


class Asset(XeroRecord, rename=camel_name):
    """Something that is used for years, with what it cost and what it is worth in the books."""

    PLURAL: ClassVar[str] = "Assets"
    LISTED_AS: ClassVar[str] = "items"
    ID: ClassVar[str] = "asset_id"
    STATUS: ClassVar[str] = "asset_status"
    NUMBER: ClassVar[str] = "asset_number"

    asset_id: str = ""
    asset_name: str | None = None
    asset_number: str | None = None
    asset_type_id: Word | None = None
    asset_status: Word | None = None
    """Draft, Registered or Disposed."""
    purchase_date: Day | None = None
    purchase_price: Decimal | None = None
    disposal_date: Day | None = None
    disposal_price: Decimal | None = None
    warranty_expiry_date: Day | None = None
    serial_number: str | None = None
    book_depreciation_setting: DepreciationSetting | None = None
    book_depreciation_detail: DepreciationDetail | None = None
    accounting_book_value: Decimal | None = None
    can_rollback: bool | None = None
    is_delete_enabled_for_date: bool | None = None


class AssetBody(TypedDict, total=False):
    """An asset to create."""

    assetName: str
    assetNumber: str
    assetTypeId: str
    assetStatus: str
    purchaseDate: str
    purchasePrice: Decimal
    warrantyExpiryDate: str
    serialNumber: str
    bookDepreciationSetting: DepreciationBody


class AssetFilter(Filter, frozen=True, kw_only=True):
    """Which assets."""

    status: str
    """DRAFT, REGISTERED or DISPOSED: Xero lists those of one status at a time."""
    text: str | None = None
    """Part of a name, a number, a description or the name of an asset type."""

    def _parameters(self) -> dict[str, str]:
        text = {} if self.text is None else {"filterBy": checked_text(self.text, "/text")}
        return {"status": self.status, "orderBy": "AssetNumber", "sortDirection": "asc"} | text


class AssetSettings(XeroRecord, rename=camel_name):
    """What an organisation has set for all its assets: there is one such record, without an id."""

    PLURAL: ClassVar[str] = "AssetSettings"
    ID: ClassVar[str] = "asset_number_prefix"

    asset_number_prefix: str = ""
    asset_number_sequence: str | None = None
    """The next number, as text with its leading zeros."""
    asset_start_date: Day | None = None
    last_depreciation_date: Day | None = None


ASSETS: Final = Endpoint(
    Asset, AssetBody, path=f"{API}/Assets", scope=SCOPE, page_size=PAGE, changes=False, bare=True, posted=True,
    statuses=("Draft", "Registered", "Disposed"),
    reads=(("status", "DRAFT"),),  # Xero answers no list without one; a draft is what is created here
)  # fmt: skip
ASSET_SETTINGS: Final = Endpoint(
    AssetSettings, None, path=f"{API}/Settings", scope=SCOPE, page_size=None, changes=False,
)  # fmt: skip
