"""What create_asset_type promises."""

from __future__ import annotations

import pytest
from support.asking import change, done, paths, plan, refused, row, rows

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio
NEW = {
    "name": "Vehicles",
    "asset_account": "710",
    "expense_account": "Depreciation",
    "accumulated_account": "711",
    "depreciation": {"method": "diminishing_150", "percent": "30", "averaging": "actual_days"},
}


async def test_it_is_created_with_its_accounts_and_its_depreciation(house: House) -> None:
    """Accounts are named by code, name or id."""
    written = (await done(house, "create_asset_type", **NEW))["asset_type"]

    stored = row(house, "AssetTypes", assetTypeName="Vehicles")
    assert written["depreciation"] == {"method": "diminishing_150", "averaging": "actual_days", "percent": "30"}
    assert stored["depreciationExpenseAccountId"] == row(house, "Accounts", Code="416")["AccountID"]
    assert stored["accumulatedDepreciationAccountId"] == row(house, "Accounts", Code="711")["AccountID"]


async def test_a_lost_answer_makes_no_second_one(house: House) -> None:
    """It is found again in the list."""
    proposed = await plan(house, "create_asset_type", **NEW)
    house.sandbox.faults.add(kind="drop_after_write", match="/AssetTypes", method="POST", times=20)

    assert (await house.carry_out(proposed))["success"] is True
    assert len(rows(house, "AssetTypes", assetTypeName="Vehicles")) == 1


async def test_a_name_that_is_used_is_refused(house: House) -> None:
    """Xero has one of each name."""
    error = await refused(house, "create_asset_type", **NEW | {"name": "FURNITURE"})

    assert (error["code"], paths(error)) == ("conflict", ["/name"])


@pytest.mark.parametrize(
    ("field", "account"), [("asset_account", "416"), ("expense_account", "710"), ("accumulated_account", "200")]
)
async def test_an_account_of_another_kind_is_refused(house: House, field: str, account: str) -> None:
    """With the argument that named it."""
    assert paths(await refused(house, "create_asset_type", **NEW | {field: account})) == [f"/{field}"]


async def test_what_xero_refuses_is_said_in_its_words(house: House) -> None:
    """An account that was archived meanwhile."""
    proposed = await plan(house, "create_asset_type", **NEW)
    change(house, "Accounts", row(house, "Accounts", Code="710"), Status="ARCHIVED")

    answer = await house.carry_out(proposed)

    assert answer["error"]["code"] == "xero_refused"
    assert answer["error"]["fields"] == [
        {"path": "/FixedAssetAccountId", "message": "Fixed Asset Account Id is invalid"}
    ]
    assert rows(house, "AssetTypes", assetTypeName="Vehicles") == []
