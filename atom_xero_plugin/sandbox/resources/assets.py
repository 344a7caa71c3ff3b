"""`/assets.xro/1.0/Assets` and its settings. Source: Xero's OpenAPI description of the Assets API 3.0.0.

A list is of one status, which must be said; lists leave out serial numbers and warranties (xero-python issue 123).
Drafts are made and changed, and made registered at once; disposing, running depreciation and deleting are Xero's
pages alone. Not verified: what an asset needs to be registered, that a missing number is given, that a registered
asset is changed by nobody here, and the words of all these refusals.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
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
from atom_xero_plugin.sandbox.resources.asset_answers import (
    API,
    SCOPES,
    amount,
    answered,
    day,
    depreciation,
    page,
    refusal,
    words,
)
from atom_xero_plugin.sandbox.resources.asset_types import depreciating

LONGEST: Final = 150
"""Of a name, a number and a serial number; not verified."""
STATUSES: Final = ("Draft", "Registered", "Disposed")
PREFIX: Final = "FA-"
_ORDERS: Final = {
    "AssetType": "assetTypeName", "AssetName": "assetName", "AssetNumber": "assetNumber",
    "PurchaseDate": "purchaseDate", "PurchasePrice": "purchasePrice",
}  # fmt: skip
_WHEN_DISPOSED: Final = {"DisposalDate": "disposalDate", "DisposalPrice": "disposalPrice"}
_NOT_LISTED: Final = frozenset({"serialNumber", "warrantyExpiryDate"})
_DAYS: Final = ("purchaseDate", "warrantyExpiryDate")
_ZERO: Final = Decimal(0)


def shown(asset: Row) -> Row:
    """An asset with what it is worth in the books: what it cost, less what it lost and what it was sold for."""
    detail = asset["bookDepreciationDetail"]
    lost = detail["priorAccumDepreciationAmount"] + detail["currentAccumDepreciationAmount"]
    price, sold = (asset[name] if asset[name] is not None else _ZERO for name in ("purchasePrice", "disposalPrice"))
    return {
        **asset,
        "trackingItems": [],
        "taxDepreciationSettings": [],
        "taxDepreciationDetails": [],
        "taxValues": [],
        "accountingBookValue": price - sold - lost,
        "canRollback": True,
        "isDeleteEnabledForDate": asset["assetStatus"] == "Draft",
    }


def _get(books: Books, call: Call) -> Result:
    table = books["Assets"]
    if call.identity is None:
        return page(call, _listed(books, call.query))
    found = None if call.rest else table.get(call.identity)
    if found is None:
        raise NoSuchRecord(call.identity)
    return answered(shown(found))


def _listed(books: Books, query: Mapping[str, str]) -> list[Row]:
    """The assets of the status that was asked for. Raises Refused without one, and for an order that there is not."""
    status = query.get("status", "").capitalize()
    if status not in STATUSES:
        raise refusal({"status": "The status is required"})
    orders = _ORDERS | (_WHEN_DISPOSED if status == "Disposed" else {})
    by = query.get("orderby", "AssetNumber")
    direction = query.get("sortdirection", "asc").lower()
    if by not in orders or direction not in {"asc", "desc"}:
        raise refusal({"orderBy": "The order is invalid"})
    types = {row["assetTypeId"]: row["assetTypeName"] for row in books["AssetTypes"].rows.values()}
    text = fold(query.get("filterby", ""))
    rows = [
        (row, {**row, "assetTypeName": types.get(row["assetTypeId"], "")})
        for row in books["Assets"].rows.values()
        if row["assetStatus"] == status
    ]
    searched = ("assetName", "assetNumber", "assetTypeName")
    fitting = [(row, keys) for row, keys in rows if any(text in fold(keys[name] or "") for name in searched)]
    fitting.sort(key=lambda each: _key(each[1][orders[by]]), reverse=direction == "desc")
    return [{name: value for name, value in shown(row).items() if name not in _NOT_LISTED} for row, _ in fitting]


def _key(value: Any) -> tuple[bool, Any]:
    return (value is not None, value if value is not None else "")


def _post(books: Books, call: Call) -> Result:
    if call.identity is not None:
        raise not_allowed()
    sent = call.body if isinstance(call.body, dict) else {}
    table = books["Assets"]
    existing = table.get(str(sent["assetId"])) if "assetId" in sent else None
    if "assetId" in sent and existing is None:
        raise refusal({"AssetId": "Asset Id is invalid"})
    if existing is not None and existing["assetStatus"] != "Draft":
        raise refusal({}, resource="Only a draft asset can be changed")
    made = _checked(books, {**(existing or {}), **sent}, existing)
    return answered(shown(add_asset(books, made)))


def _checked(books: Books, sent: Row, existing: Row | None) -> Row:
    wrong: dict[str, str] = {}
    made: Row = {
        "assetId": existing["assetId"] if existing else books.new_id(),
        "assetName": words(sent, "assetName", wrong, required=True, most=LONGEST),
        "assetNumber": words(sent, "assetNumber", wrong, most=LONGEST) or next_number(books),
        "assetTypeId": _type(books, sent, wrong),
        "assetStatus": sent.get("assetStatus", "Draft"),
        **{name: day(sent, name, wrong) for name in _DAYS},
        "purchasePrice": amount(sent, "purchasePrice", wrong),
        "disposalPrice": amount(sent, "disposalPrice", wrong),
        "serialNumber": words(sent, "serialNumber", wrong, most=LONGEST),
        "bookDepreciationSetting": depreciation(sent, wrong),
    }
    same = books["Assets"].find("number", fold(made["assetNumber"]))
    if same is not None and same is not existing:
        wrong["AssetNumber"] = "Asset Number must be unique"
    if made["assetStatus"] not in {"Draft", "Registered"}:
        wrong["AssetStatus"] = "Asset Status is invalid"
    elif made["assetStatus"] == "Registered":
        wrong |= _missing(books, made)
    if wrong:
        raise refusal(wrong)
    return made


def _missing(books: Books, made: Row) -> dict[str, str]:
    """What an asset lacks to be registered."""
    kind = books["AssetTypes"].get(made["assetTypeId"] or "")
    if made["bookDepreciationSetting"] is None and kind is not None:
        made["bookDepreciationSetting"] = _of_type(kind)
    needed = {
        "assetTypeId": "Asset Type Id", "purchaseDate": "Purchase Date", "purchasePrice": "Purchase Price",
        "bookDepreciationSetting": "Book Depreciation Setting",
    }  # fmt: skip
    return {name[:1].upper() + name[1:]: f"{said} is required" for name, said in needed.items() if made[name] is None}


def _of_type(kind: Row) -> Row:
    setting: Row = kind["bookDepreciationSetting"]
    return {name: value for name, value in setting.items() if name.startswith(("depreciation", "averaging"))}


def _type(books: Books, sent: Row, wrong: dict[str, str]) -> str | None:
    named = sent.get("assetTypeId")
    if named is None:
        return None
    kind = books["AssetTypes"].get(named) if isinstance(named, str) else None
    if kind is None:
        wrong["AssetTypeId"] = "Asset Type Id is invalid"
        return None
    return str(kind["assetTypeId"])


def add_asset(books: Books, made: Row, *, prior: Decimal = _ZERO, current: Decimal = _ZERO) -> Row:
    """An asset that has lost so much of its value before this financial year and in it; nothing is checked."""
    setting = made.get("bookDepreciationSetting")
    identity = made["assetId"]
    return books["Assets"].put(
        {
            "disposalPrice": None,
            "serialNumber": None,
            "warrantyExpiryDate": None,
            **made,
            "bookDepreciationSetting": None if setting is None else depreciating(identity, "Asset", setting, books),
            "bookDepreciationDetail": {
                "priorAccumDepreciationAmount": prior,
                "currentAccumDepreciationAmount": current,
                "currentCapitalGain": _ZERO,
                "currentGainLoss": _ZERO,
            },
        }
    )


def next_number(books: Books) -> str:
    """The number that the next asset is given."""
    return f"{PREFIX}{_sequence(books)}"


def _sequence(books: Books) -> str:
    numbers = [row["assetNumber"].removeprefix(PREFIX) for row in books["Assets"].rows.values()]
    return f"{max((int(each) for each in numbers if each.isdecimal()), default=0) + 1:04d}"


def _settings(books: Books, call: Call) -> Result:
    if call.identity is not None:
        raise NoSuchRecord(call.identity)
    return answered(
        {
            "assetNumberPrefix": PREFIX,
            "assetNumberSequence": _sequence(books),
            "assetStartDate": "2016-01-01T00:00:00",
            "optInForTax": False,
        }
    )


def _demo(books: Books, _random: Random) -> None:
    types = {row["assetTypeName"]: row for row in books["AssetTypes"].rows.values()}
    for name, of, status, price, prior, current in (
        ("Laptop, design desk", "Computer Equipment", "Registered", "3200.00", "1066.67", "177.78"),
        ("Boardroom table", "Furniture", "Registered", "4800.00", "960.00", "160.00"),
        ("Large format printer", "Computer Equipment", "Draft", "6900.00", "0", "0"),
        ("Old server", "Computer Equipment", "Disposed", "2500.00", "2300.00", "0"),
    ):
        kind = types[of]
        made: Row = {
            "assetId": books.new_id(),
            "assetName": name,
            "assetNumber": next_number(books),
            "assetTypeId": kind["assetTypeId"],
            "assetStatus": status,
            "purchaseDate": "2025-05-12T00:00:00",
            "purchasePrice": Decimal(price),
            "disposalPrice": Decimal("200.00") if status == "Disposed" else None,
            "disposalDate": "2026-04-30T00:00:00" if status == "Disposed" else None,
            "serialNumber": f"SN-{price.replace('.', '')}",
            "bookDepreciationSetting": _of_type(kind),
        }
        add_asset(books, made, prior=Decimal(prior), current=Decimal(current))


def _show(_books: Books, row: Row, _form: str) -> Row:
    return shown(row)


KIND: Final = Kind(
    plural="Assets",
    id_field="assetId",
    type=record_type("Asset", Guid="assetId assetTypeId", String="assetName assetNumber assetStatus"),
    lists=ListRules(where=False),
    show=_show,
    indexes={"number": text_key("assetNumber")},
    stamped=False,
    base=f"{API}/",
    demo=_demo,
)
_READ: Final[dict[str, Any]] = {"read_scopes": SCOPES[0], "write_scopes": SCOPES[1]}
ROUTES: Final = [
    Resource(path=f"{API}/Assets", get=_get, post=_post, **_READ),
    Resource(path=f"{API}/Settings", get=_settings, **_READ),
]
