"""Tracking categories, their options, and what of the tracking of a line is kept."""

from __future__ import annotations

from typing import Any

import pytest
from sandbox.books.conftest import Xero

from atom_xero_plugin.sandbox.resources.tracking_categories import add_category


@pytest.fixture
def region(xero: Xero) -> dict[str, Any]:
    """A category with two options in use and one that is archived."""
    return add_category(xero.books, "Region", ("North", "South"), archived=("West",))


def address(region: dict[str, Any], option: int | None = None) -> str:
    """Of the category, or of one of its options."""
    category = f"TrackingCategories/{region['TrackingCategoryID']}"
    return category if option is None else f"{category}/Options/{region['Options'][option]['TrackingOptionID']}"


def names(record: dict[str, Any]) -> list[str]:
    return [each["Name"] for each in record["Options"]]


def test_two_are_in_use_at_most_and_four_there_are(xero: Xero, region: dict[str, Any]) -> None:
    """An archived one counts among the four, and comes back only where there is room."""
    refusal = ["The maximum number of tracking categories has been reached"]
    xero.put("TrackingCategories", {"Name": "Team"}).only()
    assert xero.put("TrackingCategories", {"Name": "Third"}).messages() == refusal
    for name in ("Third", "Fourth"):
        last = list(xero.books["TrackingCategories"].rows.values())[-1]
        xero.post(f"TrackingCategories/{last['TrackingCategoryID']}", {"Status": "ARCHIVED"}).only()
        xero.put("TrackingCategories", {"Name": name}).only()
    xero.post(address(region), {"Status": "ARCHIVED"}).only()
    assert xero.put("TrackingCategories", {"Name": "Fifth"}).messages() == refusal
    assert xero.post(address(region), {"Status": "ACTIVE"}).only()["Status"] == "ACTIVE"


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        ({"Name": " "}, "Tracking category name must be specified"),
        ({"Name": "region"}, "A tracking category with this name already exists"),
        ({"Name": "x" * 101}, "Name is too long. Maximum of 100 characters allowed"),
    ],
)
def test_a_name_is_needed_once_and_not_too_long(
    xero: Xero, region: dict[str, Any], sent: dict[str, str], message: str
) -> None:
    """With one message."""
    assert region["Name"] == "Region"
    assert xero.put("TrackingCategories", sent).messages() == [message]


def test_a_name_and_a_status_go_apart(xero: Xero, region: dict[str, Any]) -> None:
    """Of a category and of an option."""
    both = {"Name": "Area", "Status": "ARCHIVED"}
    words = ["Name and Status cannot be updated in the same request"]
    assert xero.post(address(region), both).messages() == words
    assert xero.post(address(region, 0), both).messages() == words
    assert xero.post(address(region), {"Name": "Area"}).only()["Name"] == "Area"


def test_archived_ones_are_listed_for_who_asks(xero: Xero, region: dict[str, Any]) -> None:
    """Categories and options; one that is read by its id has all of its options."""
    assert names(xero.get("TrackingCategories").only()) == ["North", "South"]
    assert names(xero.get("TrackingCategories", includeArchived="true").only()) == ["North", "South", "West"]
    assert names(xero.get(address(region)).only()) == ["North", "South", "West"]
    xero.post(address(region), {"Status": "ARCHIVED"}).only()
    assert xero.get("TrackingCategories").records() == []
    assert len(xero.get("TrackingCategories", includeArchived="true").records()) == 1


def test_an_option_is_added_renamed_and_archived_with_its_flags(xero: Xero, region: dict[str, Any]) -> None:
    """Xero answers the option alone."""
    made = xero.put(f"{address(region)}/Options", {"Name": "East"}).only()
    assert (made["Status"], made["IsActive"], made["IsArchived"]) == ("ACTIVE", True, False)
    assert xero.post(address(region, 0), {"Name": "Far North"}).only()["Name"] == "Far North"
    archived = xero.post(address(region, 1), {"Status": "ARCHIVED"}).only()
    assert (archived["Status"], archived["IsActive"], archived["IsArchived"]) == ("ARCHIVED", False, True)
    assert names(xero.get("TrackingCategories").only()) == ["Far North", "East"]


def test_a_bad_option_is_answered_without_an_id_and_is_not_made(xero: Xero, region: dict[str, Any]) -> None:
    """With status 200, so that only who looks learns it."""
    answered = xero.put(f"{address(region)}/Options", {"Name": "north"}).only()
    assert ("TrackingOptionID" in answered, answered["HasValidationErrors"]) == (False, True)
    assert len(xero.get(address(region)).only()["Options"]) == 3


def test_only_what_no_line_names_is_deleted(xero: Xero, region: dict[str, Any]) -> None:
    """A draft is use enough."""
    xero.invoice(Status="DRAFT", LineItems=[line(Tracking=[{"Name": "Region", "Option": "North"}])])
    words = "cannot be deleted as it is used; archive it instead"
    assert xero.call("DELETE", address(region)).messages() == [f"Tracking category {words}"]
    assert xero.call("DELETE", address(region, 0)).messages() == [f"Tracking option {words}"]
    gone = xero.call("DELETE", address(region, 1)).only()
    assert (gone["Status"], gone["IsDeleted"], gone["IsActive"]) == ("DELETED", True, False)
    assert names(xero.get(address(region)).only()) == ["North", "West"]


def test_an_unused_category_is_gone(xero: Xero, region: dict[str, Any]) -> None:
    """Its answer says DELETED, and nothing is found under its id."""
    assert xero.call("DELETE", address(region)).only()["Status"] == "DELETED"
    assert xero.get(address(region)).status == 404


def line(**fields: Any) -> dict[str, Any]:
    return {"Description": "Books", "Quantity": 1, "UnitAmount": 100, "AccountCode": "200", **fields}


def test_a_line_names_its_option_by_id_or_by_names(xero: Xero, region: dict[str, Any]) -> None:
    """A wrong category id beside the right names is ignored."""
    north = region["Options"][0]["TrackingOptionID"]
    ways = (
        {"TrackingOptionID": north},
        {"Name": "Region", "Option": "North"},
        {"Name": "Region", "Option": "North", "TrackingCategoryID": north},
    )
    for way in ways:
        (kept,) = xero.invoice(LineItems=[line(Tracking=[way])])["LineItems"][0]["Tracking"]
        assert kept == {"TrackingCategoryID": region["TrackingCategoryID"], "TrackingOptionID": north,
                        "Name": "Region", "Option": "North"}  # fmt: skip


@pytest.mark.parametrize("option", ["north", "West", "Nowhere"])
def test_a_line_loses_an_option_that_is_not_known_or_not_in_use(
    xero: Xero, region: dict[str, Any], option: str
) -> None:
    """Names count to the letter; nothing is said of it."""
    made = xero.invoice(LineItems=[line(Tracking=[{"Name": region["Name"], "Option": option}])])
    assert made["LineItems"][0]["Tracking"] == []


def test_a_line_keeps_an_option_that_is_archived_later(xero: Xero, region: dict[str, Any]) -> None:
    """Sent again with it."""
    made = xero.invoice(Status="DRAFT", LineItems=[line(Tracking=[{"Name": "Region", "Option": "North"}])])
    xero.post(address(region, 0), {"Status": "ARCHIVED"}).only()
    (stored,) = made["LineItems"]
    again = xero.post(f"Invoices/{made['InvoiceID']}", {"LineItems": [{**stored, "Description": "More books"}]}).only()
    assert again["LineItems"][0]["Tracking"] == stored["Tracking"]
