"""What every skill with lines promises of tracking: it is found by name, and verified, or refused."""

from __future__ import annotations

from typing import Any

import pytest
from support.asking import LINE, change, done, paths, plan, refused, row, rows

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio
CAFE = {"contact": "Kauri Grove Cafe"}


def tracked(house: House, plural: str, **record: str) -> list[list[str]]:
    """The options of each line of a document in the books."""
    return [[each["Option"] for each in line["Tracking"]] for line in row(house, plural, **record)["LineItems"]]


@pytest.mark.parametrize(
    ("skill", "plural", "key", "id_field"),
    [
        ("create_invoice", "Invoices", "invoice", "InvoiceID"),
        ("create_bill", "Invoices", "invoice", "InvoiceID"),
        ("create_quote", "Quotes", "quote", "QuoteID"),
        ("create_purchase_order", "PurchaseOrders", "purchase_order", "PurchaseOrderID"),
    ],
)
async def test_a_new_document_has_it_and_shows_it(
    house: House, skill: str, plural: str, key: str, id_field: str
) -> None:
    """In the plan, in Xero, and in the answer."""
    proposed = await plan(house, skill, **CAFE, lines=[{**LINE, "tracking": ["Region: Auckland"]}, LINE])
    answer = await house.carry_out(proposed)

    assert proposed["after"]["lines"][0]["tracking"] == ["Region: Auckland"]
    made = answer["result"][key]
    assert tracked(house, plural, **{id_field: made["id"]}) == [["Auckland"], []]
    assert made["lines"][0]["tracking"] == ["Region: Auckland"]
    assert "tracking" not in made["lines"][1]


@pytest.mark.parametrize("named", ["Region: Auckland", "region:auckland", "Auckland", "Region Auckland"])
async def test_it_is_found_by_category_and_option_or_by_the_option_alone(house: House, named: str) -> None:
    """In any letter case; Xero is sent its own spelling."""
    proposed = await plan(house, "create_invoice", **CAFE, lines=[{**LINE, "tracking": [named]}])

    assert proposed["after"]["lines"][0]["tracking"] == ["Region: Auckland"]


@pytest.mark.parametrize(
    ("named", "code", "words"),
    [
        (["Region: Aukland"], "not_found", "Auckland"),
        (["Region: Northland"], "conflict", "Region: Wellington"),
        (["Region: Auckland", "Wellington"], "invalid_arguments", ""),
    ],
)
async def test_what_xero_would_drop_without_a_word_is_refused(
    house: House, named: list[str], code: str, words: str
) -> None:
    """One that there is not, with the near ones; an archived one, with those in use; two of one category."""
    error = await refused(house, "create_invoice", **CAFE, lines=[{**LINE, "tracking": named}])

    assert error["code"] == code
    assert words in error["hint"]
    assert paths(error)[0].startswith("/lines/0/tracking")


async def test_one_option_name_in_two_categories_must_say_which(house: House) -> None:
    """Neither is taken."""
    await done(house, "create_tracking_category", name="Team")
    await done(house, "create_tracking_option", category="Team", name="Auckland")

    error = await refused(house, "create_invoice", **CAFE, lines=[{**LINE, "tracking": ["Auckland"]}])
    both = await plan(
        house, "create_invoice", **CAFE, lines=[{**LINE, "tracking": ["Region: Auckland", "Team: Auckland"]}]
    )

    assert error["code"] == "ambiguous"
    assert both["after"]["lines"][0]["tracking"] == ["Region: Auckland", "Team: Auckland"]


async def test_what_xero_dropped_all_the_same_is_no_success(house: House) -> None:
    """It was archived after the plan was made; Xero keeps the invoice and drops the option."""
    proposed = await plan(house, "create_invoice", **CAFE, lines=[{**LINE, "tracking": ["Region: Auckland"]}])
    category = row(house, "TrackingCategories")
    gone = [{**each, "Status": "ARCHIVED"} for each in category["Options"]]
    change(house, "TrackingCategories", category, Options=gone)

    answer = await house.carry_out(proposed)

    assert (answer["success"], answer["plan"]["state"]) == (False, "mismatch")
    assert "Tracking" in answer["error"]["message"]


async def made(house: House, **line: Any) -> dict[str, Any]:
    answer = await done(house, "create_invoice", **CAFE, lines=[{**LINE, **line}])
    invoice: dict[str, Any] = answer["invoice"]
    return invoice


async def test_it_is_changed_emptied_and_undone(house: House) -> None:
    """Its amounts stay as they are."""
    invoice = await made(house, tracking=["Region: Auckland"])
    one = {"invoice": invoice["id"]}

    answer = await house.do("change_invoice", **one, change_lines=[{"line": "1", "tracking": ["Wellington"]}])
    assert tracked(house, "Invoices", InvoiceID=invoice["id"]) == [["Wellington"]]
    undo = (await house.dispatch.undo(answer["plan"]["id"], house.person)).plain()
    await house.carry_out(undo["plan"])
    assert tracked(house, "Invoices", InvoiceID=invoice["id"]) == [["Auckland"]]
    await done(house, "change_invoice", **one, change_lines=[{"line": "1", "tracking": []}])

    assert tracked(house, "Invoices", InvoiceID=invoice["id"]) == [[]]
    assert row(house, "Invoices", InvoiceID=invoice["id"])["Total"] == 345


async def test_it_stays_on_lines_that_change_otherwise_and_a_removed_line_comes_back_with_it(house: House) -> None:
    """A price, and a whole line."""
    invoice = await made(house, tracking=["Region: Auckland"])
    one = {"invoice": invoice["id"]}
    await done(house, "change_invoice", **one, change_lines=[{"line": "1", "quantity": "3"}], add_lines=[LINE])
    assert tracked(house, "Invoices", InvoiceID=invoice["id"]) == [["Auckland"], []]

    answer = await house.do("change_invoice", **one, remove_lines=["1"])
    undo = (await house.dispatch.undo(answer["plan"]["id"], house.person)).plain()
    await house.carry_out(undo["plan"])

    assert tracked(house, "Invoices", InvoiceID=invoice["id"]) == [["Auckland"], []]
    assert len(rows(house, "TrackingCategories")) == 1
