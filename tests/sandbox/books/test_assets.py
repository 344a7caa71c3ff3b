"""Fixed assets and their types, as the Assets API has them. Of its words only those of its examples are verified."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from sandbox.books.conftest import Answer, Xero

from atom_xero_plugin.sandbox.books.chart_of_accounts import add_account

SETTING = {"depreciationMethod": "StraightLine", "averagingMethod": "ActualDays", "depreciationRate": 20}


class AssetsApi:
    """The Assets API of the small books, with the accounts that a type needs."""

    def __init__(self, xero: Xero) -> None:
        self.xero = xero
        for path in [each for each in xero.routes if each.startswith("assets.xro")]:
            xero.routes[path.rpartition("/")[2]] = xero.routes[path]
        fixed, spent = (
            add_account(xero.books, Code=code, Name=code, Type=kind)["AccountID"]
            for code, kind in (("F1", "FIXED"), ("D1", "DEPRECIATN"))
        )
        self.accounts = {"fixedAssetAccountId": fixed, "accumulatedDepreciationAccountId": fixed,
                         "depreciationExpenseAccountId": spent}  # fmt: skip

    def post(self, path: str, **body: Any) -> Answer:
        return self.xero.post(path, body)

    def listed(self, **query: str) -> list[dict[str, Any]]:
        answer = self.xero.get("Assets", **query)
        assert answer.status == 200, answer.raw
        return list(answer.json["items"])

    def type(self, name: str = "Vehicles", **more: Any) -> Answer:
        return self.post("AssetTypes", **{"assetTypeName": name, "bookDepreciationSetting": SETTING,
                                          **self.accounts, **more})  # fmt: skip

    def asset(self, **more: Any) -> dict[str, Any]:
        answer = self.post("Assets", **{"assetName": "Van", **more})
        assert answer.status == 200, answer.raw
        made: dict[str, Any] = answer.json
        return made


@pytest.fixture
def api(xero: Xero) -> AssetsApi:
    """The Assets API."""
    return AssetsApi(xero)


def wrong(answer: Answer) -> dict[str, str]:
    """What a refusal says, by field."""
    assert answer.status in {400, 409}, answer.raw
    assert answer.json["title"] == "The resource update failed validation."
    return {each["fieldName"]: each["localisedMessage"] for each in answer.json["fieldValidationErrors"]}


def test_a_list_is_of_one_status_which_must_be_said(api: AssetsApi) -> None:
    """In pages of 10, by number; lists leave out the serial number."""
    for number in range(11):
        api.asset(assetNumber=f"FA-{number:04d}", serialNumber="S1")

    assert wrong(api.xero.get("Assets")) == {"status": "The status is required"}
    first = api.xero.get("Assets", status="DRAFT").json
    assert first["pagination"] == {"page": 1, "pageSize": 10, "pageCount": 2, "itemCount": 11}
    assert [each["assetNumber"] for each in api.listed(status="draft", page="2")] == ["FA-0010"]
    assert api.listed(status="REGISTERED") == []
    assert "serialNumber" not in first["items"][0]
    assert api.xero.get(f"Assets/{first['items'][0]['assetId']}").json["serialNumber"] == "S1"


def test_a_list_is_filtered_by_name_number_and_type_and_ordered(api: AssetsApi) -> None:
    """Disposals order only what is disposed of."""
    kind = api.type().json["assetTypeId"]
    api.asset(assetName="Bus", assetNumber="B", purchasePrice=2, assetTypeId=kind)
    api.asset(assetName="Desk", assetNumber="A", purchasePrice=1)

    assert [each["assetName"] for each in api.listed(status="DRAFT", filterBy="vehic")] == ["Bus"]
    by_price = api.listed(status="DRAFT", orderBy="PurchasePrice", sortDirection="desc")
    assert [each["assetName"] for each in by_price] == ["Bus", "Desk"]
    assert "orderBy" in wrong(api.xero.get("Assets", status="DRAFT", orderBy="DisposalDate"))


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({}, {"AssetName"}),
        ({"assetName": "Van", "assetStatus": "Disposed"}, {"AssetStatus"}),
        ({"assetName": "Van", "purchasePrice": -1}, {"PurchasePrice"}),
        ({"assetName": "Van", "purchaseDate": "soon"}, {"PurchaseDate"}),
        ({"assetName": "Van", "assetTypeId": "4d1c9b3e-1111-4222-8333-123456789abc"}, {"AssetTypeId"}),
        ({"assetName": "Van", "assetId": "4d1c9b3e-1111-4222-8333-123456789abc"}, {"AssetId"}),
        ({"assetName": "Van", "bookDepreciationSetting": {"depreciationMethod": "Magic", "averagingMethod":
          "ActualDays"}}, {"BookDepreciationSetting.DepreciationMethod"}),
    ],
)  # fmt: skip
def test_an_asset_is_refused_by_field_and_not_made(api: AssetsApi, body: dict[str, Any], fields: set[str]) -> None:
    """In the shape of this API."""
    assert set(wrong(api.post("Assets", **body))) == fields
    assert api.listed(status="DRAFT") == []


def test_a_rate_and_a_life_are_refused_in_xeros_words(api: AssetsApi) -> None:
    """Its description has them."""
    both = {**SETTING, "effectiveLifeYears": 5}

    assert wrong(api.post("Assets", assetName="Van", bookDepreciationSetting=both)) == {
        "BookDepreciationSetting.DepreciationRate": "Can't have both Depreciation Rate and Effective Life"
    }


def test_a_number_is_unique_and_the_next_one_is_given(api: AssetsApi) -> None:
    """Letter case aside."""
    api.asset(assetNumber="FA-0007")

    assert wrong(api.post("Assets", assetName="Bus", assetNumber="fa-0007")) == {
        "AssetNumber": "Asset Number must be unique"
    }
    assert api.xero.get("Settings").json["assetNumberSequence"] == "0008"
    assert api.asset()["assetNumber"] == "FA-0008"


def test_to_be_registered_an_asset_needs_a_type_a_day_and_a_price(api: AssetsApi) -> None:
    """It loses its value as its type says, and is changed no more."""
    assert set(wrong(api.post("Assets", assetName="Van", assetStatus="Registered"))) == {
        "AssetTypeId", "PurchaseDate", "PurchasePrice", "BookDepreciationSetting",
    }  # fmt: skip
    whole = {"assetTypeId": api.type().json["assetTypeId"], "purchaseDate": "2026-06-01", "purchasePrice": 900}
    made = api.asset(assetStatus="Registered", **whole)

    assert made["purchaseDate"] == "2026-06-01T00:00:00"
    assert made["bookDepreciationSetting"]["depreciationMethod"] == "StraightLine"
    assert made["accountingBookValue"] == 900
    refused = api.post("Assets", assetId=made["assetId"], assetName="Bus")
    assert refused.status == 400
    assert refused.json["resourceValidationErrors"][0]["localisedMessage"] == "Only a draft asset can be changed"


def test_a_draft_is_changed_by_its_id(api: AssetsApi) -> None:
    """What is not sent stays."""
    made = api.asset(serialNumber="S1")
    changed = api.asset(assetId=made["assetId"], assetName="Bus")

    assert (changed["assetName"], changed["serialNumber"]) == ("Bus", "S1")
    assert changed["assetNumber"] == made["assetNumber"]
    assert len(api.listed(status="DRAFT")) == 1


def test_types_are_a_list_without_a_name_and_their_names_are_unique(api: AssetsApi) -> None:
    """A second one answers 409."""
    assert api.type().status == 200
    assert api.type("VEHICLES").status == 409

    (only,) = msgspec.json.decode(api.xero.get("AssetTypes").raw)
    assert only["assetTypeName"] == "Vehicles"
    assert only["bookDepreciationSetting"]["depreciableObjectType"] == "AssetType"
    assert api.xero.get(f"AssetTypes/{only['assetTypeId']}").status == 404


def test_a_type_needs_valid_accounts_and_a_setting(api: AssetsApi) -> None:
    """The words of its examples."""
    spent = api.accounts["depreciationExpenseAccountId"]
    swapped = {"fixedAssetAccountId": spent, "depreciationExpenseAccountId": "none"}

    assert wrong(api.type(**swapped)) == {
        "FixedAssetAccountId": "Fixed Asset Account Id is invalid",
        "DepreciationExpenseAccountId": "Depreciation Expense Account Id is invalid",
    }
    assert set(wrong(api.type(bookDepreciationSetting=None))) == {"BookDepreciationSetting"}
    assert msgspec.json.decode(api.xero.get("AssetTypes").raw) == []
