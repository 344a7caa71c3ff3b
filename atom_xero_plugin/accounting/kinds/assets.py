"""Fixed assets: how they appear in answers, how one is named, and the plan that creates one as a draft."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Annotated, Any, Final, Literal

from msgspec import Meta, Struct

from atom_xero_plugin.accounting.inputs import AFTER_READING, invalid_argument, one_line, sane_day
from atom_xero_plugin.accounting.kind import RecordKind
from atom_xero_plugin.accounting.kinds.asset_types import ASSET_TYPE_NAMES, asset_types
from atom_xero_plugin.accounting.kinds.depreciation import (
    Depreciation,
    DepreciationView,
    depreciation_body,
    depreciation_view,
    expected,
)
from atom_xero_plugin.accounting.kinds.projects import FINAL
from atom_xero_plugin.accounting.resolve.by_id import by_id
from atom_xero_plugin.accounting.resolve.optional_reads import if_answered
from atom_xero_plugin.accounting.resolve.resolver import Resolver, casefolded
from atom_xero_plugin.catalogue.context import Context
from atom_xero_plugin.catalogue.skill import also
from atom_xero_plugin.core.errors import Candidate, Conflict, FieldError
from atom_xero_plugin.core.money import Money, amount_or
from atom_xero_plugin.core.quoting import in_sentence
from atom_xero_plugin.plans.proposal import PlanWarning, Proposal, Step
from atom_xero_plugin.xero.client import XeroClient
from atom_xero_plugin.xero.lists import every, get, only
from atom_xero_plugin.xero.records.assets import ASSET_SETTINGS, ASSETS, Asset, AssetFilter
from atom_xero_plugin.xero.where_clause import is_guid
from atom_xero_plugin.xero.write import create

State = Literal["registered", "draft", "disposed"]
STATES: Final[dict[State, str]] = {"registered": "REGISTERED", "draft": "DRAFT", "disposed": "DISPOSED"}
_KIND: Final = "asset"
_NO_NAMES: Final[dict[str, str]] = {}


class AssetView(Struct, omit_defaults=True):
    """A fixed asset: what it cost, what it is worth in the books, and how it loses its value."""

    id: Annotated[str, Meta(description="Xero's id of the asset.")]
    name: Annotated[str, Meta(description="Its name.")]
    state: Annotated[str, Meta(description="draft, registered or disposed.")]
    book_value: Annotated[Money, Meta(description="What it is worth in the books.")]
    number: Annotated[str | None, Meta(description="Its number, such as FA-0012.")] = None
    type: Annotated[str | None, Meta(description="Its asset type: the name, or the id.")] = None
    purchased: Annotated[dt.date | None, Meta(description="Day of the purchase.")] = None
    price: Annotated[Money | None, Meta(description="What it cost.")] = None
    depreciated_before: Annotated[Money | None, Meta(description="Value lost before this financial year.")] = None
    depreciated_this_year: Annotated[Money | None, Meta(description="Value lost in this financial year.")] = None
    depreciation: Annotated[DepreciationView | None, Meta(description="How it loses its value.")] = None
    disposed: Annotated[dt.date | None, Meta(description="Day on which it was sold or given up.")] = None
    disposal_price: Annotated[Money | None, Meta(description="What it was sold for.")] = None
    serial_number: Annotated[str | None, Meta(description="Serial number; show_asset has it, lists do not.")] = None
    warranty_until: Annotated[dt.date | None, Meta(description="Last day of the warranty; not in lists.")] = None


class AssetResult(Struct):
    """What an operation on an asset answers, made from the record that was read back."""

    asset: Annotated[AssetView, Meta(description="The asset as Xero has it now.")]


AssetName = Annotated[
    str,
    Meta(
        description="Asset: its number, name or id; find_assets lists them.",
        min_length=1,
        max_length=255,
        extra=also("asset_number asset_name asset_id fixed_asset number"),
    ),
]


class NewAsset(Struct, frozen=True, kw_only=True):
    """What was asked for."""

    name: str
    number: str | None
    type: str | None
    purchased: dt.date | None
    price: Decimal | None
    serial_number: str | None
    warranty_until: dt.date | None
    depreciation: Depreciation | None


def asset_view(ctx: Context, asset: Asset, types: dict[str, str] = _NO_NAMES) -> AssetView:
    """An asset. `types` are names of asset types by their ids, for those who read them."""
    currency = ctx.organisation.base_currency
    detail = asset.book_depreciation_detail
    disposed = asset.asset_status == "Disposed"

    def money(amount: Decimal | None) -> Money | None:
        return None if amount is None else Money.of(amount, currency)

    return AssetView(
        id=asset.asset_id,
        name=asset.asset_name or "",
        state=(asset.asset_status or "Draft").lower(),
        book_value=Money.of(amount_or(asset.accounting_book_value), currency),
        number=asset.asset_number or None,
        type=types.get(asset.asset_type_id, asset.asset_type_id) if asset.asset_type_id else None,
        purchased=asset.purchase_date,
        price=money(asset.purchase_price),
        depreciated_before=money(detail.prior_accum_depreciation_amount) if detail else None,
        depreciated_this_year=money(detail.current_accum_depreciation_amount) if detail else None,
        depreciation=depreciation_view(asset.book_depreciation_setting),
        disposed=asset.disposal_date if disposed else None,
        disposal_price=money(asset.disposal_price) if disposed else None,
        serial_number=asset.serial_number or None,
        warranty_until=asset.warranty_expiry_date,
    )


def _candidate(asset: Asset) -> Candidate:
    label = f"{asset.asset_number or 'no number'} {in_sentence(asset.asset_name)} ({asset.asset_id})"
    return Candidate(_KIND, asset.asset_id, asset.asset_name or asset.asset_number or "", label)


ASSET_NAMES: Final[Resolver[Asset]] = Resolver(
    kind="asset",
    keys=((lambda each: each.asset_number, lambda each: each.asset_id), (lambda each: each.asset_name,)),
    also=(),
    identity=_candidate,
    in_use=lambda each: each.asset_status != "Disposed",
    finder="find_assets",
)


async def every_asset(xero: XeroClient, text: str | None = None) -> list[Asset]:
    """Those of every status that a text fits; all without one."""
    return [
        each for state in STATES.values() async for each in every(xero, ASSETS, AssetFilter(status=state, text=text))
    ]


async def one_asset(xero: XeroClient, named: str, *, path: str = "/asset") -> Asset:
    """The asset with exactly this number, name or id, whole. Raises NotFound, or Ambiguous."""
    asset_id = named.strip()
    if not is_guid(asset_id):
        asset_id = ASSET_NAMES.one(named, await every_asset(xero), path=path).asset_id
    return await by_id(get(xero, ASSETS, asset_id), f"asset {named.strip()}", path)


async def type_names(xero: XeroClient) -> dict[str, str]:
    """The names of asset types by their ids."""
    return {each.asset_type_id: each.asset_type_name or "" for each in await asset_types(xero)}


async def propose_asset(ctx: Context, new: NewAsset) -> Proposal:
    """The plan that creates an asset as a draft. Raises Conflict for a number that is used."""
    name = one_line(new.name, "/name")
    if name is None:
        raise invalid_argument("/name", "must not be blank")
    given, serial = one_line(new.number, "/number"), one_line(new.serial_number, "/serial_number")
    days = {"purchaseDate": sane_day(new.purchased, "/purchased"),
            "warrantyExpiryDate": sane_day(new.warranty_until, "/warranty_until")}  # fmt: skip
    setting = None if new.depreciation is None else depreciation_body(new.depreciation)
    kind = None if new.type is None else ASSET_TYPE_NAMES.one(new.type, await asset_types(ctx.xero), path="/type")
    there = await every_asset(ctx.xero)
    number = given or await _next_number(ctx.xero)
    if any(casefolded(each.asset_number) == casefolded(number) for each in there):
        raise Conflict(
            f"There is an asset with the number {in_sentence(number)} already.",
            fields=[FieldError("/number", "is used by another asset")],
            hint="Give another number.",
        )
    requested = AssetFilter(status="DRAFT", text=number)
    known: dict[str, Any] = {
        "assetName": name,
        "assetNumber": number,
        "assetTypeId": kind.asset_type_id if kind else None,
        "assetStatus": "Draft",
        "purchaseDate": days["purchaseDate"].isoformat() if days["purchaseDate"] else None,
        "purchasePrice": new.price,
    }
    known = {field: value for field, value in known.items() if value is not None}
    unlisted = {
        "serialNumber": serial,
        "warrantyExpiryDate": days["warrantyExpiryDate"].isoformat() if days["warrantyExpiryDate"] else None,
    }  # a lost write is found again in a list, which has neither: so neither is expected of the record
    expects = {field: f"{value}T00:00:00" if field == "purchaseDate" else str(value) for field, value in known.items()}
    return Proposal(
        summary=f"Create the fixed asset {number} {in_sentence(name)} as a draft.",
        steps=[
            Step(
                create(ASSETS, {**known, **unlisted, "bookDepreciationSetting": setting}),
                _KIND,
                expects=expects | (expected(setting) if setting else {}),
                find=requested.params(),
                besides=[each.asset_id async for each in every(ctx.xero, ASSETS, requested)],
            )
        ],
        after=_after(new, name, number, kind.asset_type_name if kind else None),
        party=name,
        amount=None if new.price is None else Money.of(new.price, ctx.organisation.base_currency),
        warnings=[*_same_name(name, there), FINAL],
    )


def _after(new: NewAsset, name: str, number: str, kind: str | None) -> dict[str, Any]:
    shown = {
        "number": number,
        "name": name,
        "state": "draft",
        "type": kind,
        "purchased": new.purchased,
        "price": new.price,
        "serial_number": new.serial_number,
        "warranty_until": new.warranty_until,
        "depreciation": new.depreciation,
    }
    return {field: value for field, value in shown.items() if value is not None}


async def _next_number(xero: XeroClient) -> str:
    """The number that the organisation's assets have reached. Raises InvalidArguments where Xero does not say it."""
    settings = await if_answered(only(xero, ASSET_SETTINGS))
    if settings is None or not settings.asset_number_sequence:
        raise invalid_argument("/number", "must be given: Xero does not say which number is next", hint=AFTER_READING)
    return f"{settings.asset_number_prefix}{settings.asset_number_sequence}"


def _same_name(name: str, there: list[Asset]) -> list[PlanWarning]:
    if not any(casefolded(each.asset_name) == casefolded(name) for each in there):
        return []
    return [PlanWarning("possible_duplicate", "There is an asset of this name already.")]


ASSET: Final = RecordKind[Asset](
    name=_KIND,
    endpoint=ASSETS,
    view=asset_view,
    shape=AssetView,
    sample={
        "assetId": "68f17094-af97-4f1b-b36b-013b45b6ad3c",
        "assetName": "Laptop, design desk",
        "assetNumber": "FA-0001",
        "assetTypeId": "710255c6-d2ed-4463-b992-06c8685add5e",
        "purchaseDate": "2025-05-12T00:00:00",
        "purchasePrice": 3200,
        "assetStatus": "Registered",
        "bookDepreciationSetting": {
            "depreciationMethod": "DiminishingValue100",
            "averagingMethod": "FullMonth",
            "depreciationRate": 50,
            "depreciationCalculationMethod": "None",
        },
        "bookDepreciationDetail": {
            "priorAccumDepreciationAmount": 1066,
            "currentAccumDepreciationAmount": 178,
        },
        "accountingBookValue": 1956,
    },
)
