"""`/assets.xro/1.0/AssetTypes`. Source: Xero's OpenAPI description of the Assets API 3.0.0.

Not verified: which accounts are valid, and the words of a name that is used already (it answers 409).
"""

from __future__ import annotations

from random import Random
from typing import Any, Final

from atom_xero_plugin.sandbox.api.call import Call, Result
from atom_xero_plugin.sandbox.api.error_responses import not_allowed
from atom_xero_plugin.sandbox.api.kind import Kind, ListRules
from atom_xero_plugin.sandbox.api.request_body import NoSuchRecord
from atom_xero_plugin.sandbox.api.resource import Resource
from atom_xero_plugin.sandbox.api.where_fields import record_type
from atom_xero_plugin.sandbox.books.books import Books
from atom_xero_plugin.sandbox.books.table import Row, fold, text_key
from atom_xero_plugin.sandbox.resources.asset_answers import API, SCOPES, answered, depreciation, refusal, words

LONGEST_NAME: Final = 50
"""Not verified."""
_ACCOUNTS: Final = {
    "fixedAssetAccountId": ("Fixed Asset Account Id", {"FIXED"}),
    "depreciationExpenseAccountId": ("Depreciation Expense Account Id", {"DEPRECIATN", "EXPENSE", "OVERHEADS"}),
    "accumulatedDepreciationAccountId": ("Accumulated Depreciation Account Id", {"FIXED"}),
}


def depreciating(identity: str, kind: str, setting: Row, books: Books) -> Row:
    """How something loses its value, with what it is that does."""
    return {
        "depreciableObjectId": identity,
        "depreciableObjectType": kind,
        "bookEffectiveDateOfChangeId": books.new_id(),
        **setting,
    }


def add_asset_type(books: Books, name: str, accounts: Row, setting: Row) -> Row:
    """A type of asset; nothing is checked."""
    identity = books.new_id()
    return books["AssetTypes"].put(
        {
            "assetTypeId": identity,
            "assetTypeName": name,
            **accounts,
            "bookDepreciationSetting": depreciating(identity, "AssetType", setting, books),
            "taxDepreciationSettings": [],
            "locks": 0,
            "lockPrivateUseAccount": False,
        }
    )


def _get(books: Books, call: Call) -> Result:
    if call.identity is not None:
        raise NoSuchRecord(call.identity)
    return answered(list(books["AssetTypes"].rows.values()))


def _post(books: Books, call: Call) -> Result:
    if call.identity is not None:
        raise not_allowed()
    sent = call.body if isinstance(call.body, dict) else {}
    wrong: dict[str, str] = {}
    name = words(sent, "assetTypeName", wrong, required=True, most=LONGEST_NAME) or ""
    accounts = {field: _account(books, sent, field, wrong) for field in _ACCOUNTS}
    setting = depreciation(sent, wrong, required=True)
    if wrong or setting is None:
        raise refusal(wrong)
    if books["AssetTypes"].find("name", fold(name)) is not None:
        raise refusal({"AssetTypeName": "Asset Type Name already exists"}, status=409)
    return answered(add_asset_type(books, name, accounts, setting))


def _account(books: Books, sent: Row, field: str, wrong: dict[str, str]) -> str | None:
    said, kinds = _ACCOUNTS[field]
    named = sent.get(field)
    account = books["Accounts"].get(named) if isinstance(named, str) else None
    if account is None or account["Type"] not in kinds or account["Status"] != "ACTIVE":
        wrong[field[:1].upper() + field[1:]] = f"{said} is invalid"
        return None
    return str(account["AccountID"])


def _demo(books: Books, _random: Random) -> None:
    by_code = {row["Code"]: row["AccountID"] for row in books["Accounts"].rows.values()}
    accounts = dict(zip(_ACCOUNTS, (by_code["710"], by_code["416"], by_code["711"]), strict=True))
    for name, method, rate in (("Computer Equipment", "DiminishingValue100", 50), ("Furniture", "StraightLine", 20)):
        setting: dict[str, Any] = {
            "depreciationMethod": method,
            "averagingMethod": "FullMonth",
            "depreciationCalculationMethod": "None",
            "depreciationRate": rate,
        }
        add_asset_type(books, name, accounts, setting)


KIND: Final = Kind(
    plural="AssetTypes",
    id_field="assetTypeId",
    type=record_type("AssetType", Guid="assetTypeId", String="assetTypeName"),
    lists=ListRules(where=False),
    indexes={"name": text_key("assetTypeName")},
    stamped=False,
    base=f"{API}/",
    demo=_demo,
)
ROUTES: Final = [
    Resource(path=f"{API}/AssetTypes", read_scopes=SCOPES[0], write_scopes=SCOPES[1], get=_get, post=_post)
]
