"""Types of fixed assets: how they appear in answers, how one is named, and the plan that creates one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, Final

from msgspec import Meta, Struct

from atom_xero_plugin.accounting.inputs import AFTER_READING, invalid_argument, one_line
from atom_xero_plugin.accounting.kind import RecordKind
from atom_xero_plugin.accounting.kinds.depreciation import (
    Depreciation,
    DepreciationView,
    depreciation_body,
    depreciation_view,
    expected,
)
from atom_xero_plugin.accounting.kinds.projects import FINAL
from atom_xero_plugin.accounting.resolve.chart import chart
from atom_xero_plugin.accounting.resolve.resolver import Resolver, casefolded
from atom_xero_plugin.catalogue.context import Context
from atom_xero_plugin.catalogue.skill import also
from atom_xero_plugin.core.errors import Candidate, Conflict, FieldError
from atom_xero_plugin.core.quoting import in_sentence
from atom_xero_plugin.plans.proposal import Proposal, Step
from atom_xero_plugin.xero.client import XeroClient
from atom_xero_plugin.xero.lists import list_of
from atom_xero_plugin.xero.records.accounts import Account
from atom_xero_plugin.xero.records.asset_types import ASSET_TYPES, AssetType
from atom_xero_plugin.xero.write import create

_KIND: Final = "asset_type"
_NO_NAMES: Final[dict[str, str]] = {}


class AssetTypeView(Struct, omit_defaults=True):
    """What assets of one sort have in common."""

    id: Annotated[str, Meta(description="Xero's id.")]
    name: Annotated[str, Meta(description="Its name.")]
    depreciation: Annotated[DepreciationView | None, Meta(description="How its assets lose their value.")] = None
    asset_account: Annotated[str | None, Meta(description="Account of what they cost: its code, or its id.")] = None
    expense_account: Annotated[str | None, Meta(description="Account of the depreciation that is spent.")] = None
    accumulated_account: Annotated[str | None, Meta(description="Account of the depreciation until now.")] = None
    locked: Annotated[bool, Meta(description="True once its assets have lost value: it cannot be removed then.")] = (
        False
    )


AssetTypeName = Annotated[
    str,
    Meta(
        description="Asset type: its name or id; find_asset_types lists them.",
        min_length=1,
        max_length=100,
        extra=also("asset_type asset_type_id asset_type_name type category class"),
    ),
]


def asset_type_view(_: Context, kind: AssetType, codes: dict[str, str] = _NO_NAMES) -> AssetTypeView:
    """A type of asset. `codes` are those of accounts by their ids, for those who read them."""

    def account(account_id: str | None) -> str | None:
        return None if account_id is None else codes.get(account_id, account_id)

    return AssetTypeView(
        id=kind.asset_type_id,
        name=kind.asset_type_name or "",
        depreciation=depreciation_view(kind.book_depreciation_setting),
        asset_account=account(kind.fixed_asset_account_id),
        expense_account=account(kind.depreciation_expense_account_id),
        accumulated_account=account(kind.accumulated_depreciation_account_id),
        locked=bool(kind.locks),
    )


ASSET_TYPE_NAMES: Final[Resolver[AssetType]] = Resolver(
    kind="asset type",
    keys=((lambda each: each.asset_type_name, lambda each: each.asset_type_id),),
    also=(),
    identity=lambda each: Candidate(
        _KIND,
        each.asset_type_id,
        each.asset_type_name or "",
        f"{in_sentence(each.asset_type_name)} ({each.asset_type_id})",
    ),
    in_use=lambda _: True,
    finder="find_asset_types",
)


async def asset_types(xero: XeroClient) -> list[AssetType]:
    """All of them."""
    return (await list_of(xero, ASSET_TYPES)).items


async def propose_asset_type(
    ctx: Context,
    name: str,
    depreciation: Depreciation,
    *,
    asset_account: str,
    expense_account: str,
    accumulated_account: str,
) -> Proposal:
    """The plan that creates a type of asset.

    Raises Conflict for a name that is used, and InvalidArguments for an account of a kind that Xero does not take.
    """
    bare = one_line(name, "/name")
    if bare is None:
        raise invalid_argument("/name", "must not be blank")
    setting = depreciation_body(depreciation)
    there = await asset_types(ctx.xero)
    if any(casefolded(each.asset_type_name) == casefolded(bare) for each in there):
        raise Conflict(
            f"There is an asset type {in_sentence(bare)} already.",
            fields=[FieldError("/name", "is used by another asset type")],
            hint="Use that one, or choose another name.",
        )
    accounts = await chart(ctx.xero)
    chosen = {
        field: _active(accounts.one(named, path=path, only=fits, kind=kind), path, fits, kind)
        for field, (named, path, fits, kind) in {
            "fixedAssetAccountId": (asset_account, "/asset_account", _is_fixed, "fixed asset account"),
            "depreciationExpenseAccountId": (expense_account, "/expense_account", _is_expense, "expense account"),
            "accumulatedDepreciationAccountId": (
                accumulated_account, "/accumulated_account", _is_fixed, "fixed asset account",
            ),
        }.items()
    }  # fmt: skip
    ids = {field: account.account_id for field, account in chosen.items()}
    body: dict[str, Any] = {"assetTypeName": bare, **ids, "bookDepreciationSetting": setting}
    return Proposal(
        summary=f"Create the asset type {in_sentence(bare)}.",
        steps=[
            Step(
                create(ASSET_TYPES, body),
                _KIND,
                expects={"assetTypeName": bare, **ids, **expected(setting)},
                find={},
                besides=[each.asset_type_id for each in there],
            )
        ],
        after={
            "name": bare,
            "depreciation": depreciation,
            **{name: f"{account.code or ''} {account.name or ''}".strip()
               for name, account in zip(("asset_account", "expense_account", "accumulated_account"), chosen.values(),
                                        strict=True)},
        },
        party=bare,
        warnings=[FINAL],
    )  # fmt: skip


def _active(account: Account, path: str, fits: Callable[[Account], bool], kind: str) -> Account:
    if not fits(account) or account.status == "ARCHIVED":
        raise invalid_argument(
            path, f"names {account.code or account.name}, which is no {kind} in use", hint=AFTER_READING
        )
    return account


def _is_fixed(account: Account) -> bool:
    return account.type == "FIXED"


def _is_expense(account: Account) -> bool:
    return account.class_ == "EXPENSE"


ASSET_TYPE: Final = RecordKind[AssetType](
    name=_KIND,
    endpoint=ASSET_TYPES,
    view=asset_type_view,
    shape=AssetTypeView,
    sample={
        "assetTypeId": "710255c6-d2ed-4463-b992-06c8685add5e",
        "assetTypeName": "Computer Equipment",
        "fixedAssetAccountId": "37c35de7-8df0-44bf-8e7c-f1f67cf6a278",
        "depreciationExpenseAccountId": "0fbd1820-9dd0-454a-9515-6ec076a84cf7",
        "accumulatedDepreciationAccountId": "512eac06-6894-47cd-b421-673b4ca2693a",
        "bookDepreciationSetting": {
            "depreciationMethod": "StraightLine",
            "averagingMethod": "FullMonth",
            "depreciationRate": 25,
            "depreciationCalculationMethod": "None",
        },
        "locks": 0,
    },
)
