"""What change_invoice promises of lines: none is lost, and each total is Xero's to the cent."""

from __future__ import annotations

import asyncio
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.asking import change, done, paths, plan, refused, rows, warned
from support.invoices import TRAVEL, made, stored, undone

from atom_xero_plugin.testing import House, open_house

pytestmark = pytest.mark.anyio


async def test_a_line_is_added_and_those_there_keep_their_ids(house: House) -> None:
    """Xero drops lines that are not sent; all of them are."""
    invoice = await made(house)

    answer = await done(house, "change_invoice", invoice=invoice["id"], add_lines=[TRAVEL])

    ids = [line["id"] for line in answer["invoice"]["lines"]]
    assert ids[:2] == [line["id"] for line in invoice["lines"]]
    assert len(ids) == 3
    assert answer["invoice"]["total"]["amount"] == "414.00"


@pytest.mark.parametrize("by", ["id", "place"])
async def test_a_line_is_changed_by_its_id_or_place(house: House, by: str) -> None:
    """Its amount and tax are worked out again before anything is sent; discount and account stay."""
    invoice = await made(house)
    name = invoice["lines"][1]["id"] if by == "id" else "2"

    proposed = await plan(
        house, "change_invoice", invoice=invoice["id"], change_lines=[{"line": name, "quantity": "3"}]
    )
    answer = await house.carry_out(proposed)

    assert proposed["totals"]["total"]["amount"] == "448.49"
    assert answer["result"]["invoice"]["total"]["amount"] == "448.49"
    first, second = stored(house, invoice)["LineItems"]
    assert (second["Quantity"], second["DiscountRate"], second["AccountCode"]) == (3, 10, "200")
    assert first["LineItemID"] == invoice["lines"][0]["id"]


async def test_a_line_is_removed(house: House) -> None:
    """The others stay."""
    invoice = await made(house)

    answer = await done(house, "change_invoice", invoice=invoice["id"], remove_lines=["1"])

    assert [line["id"] for line in answer["invoice"]["lines"]] == [invoice["lines"][1]["id"]]


async def test_a_whole_new_list_keeps_those_named_in_it(house: House) -> None:
    """In its order; the rest goes."""
    invoice = await made(house)
    listed = [TRAVEL | {"description": "Parking"}, {"line": "2"}, {"line": "1", "description": "Advice"}]

    answer = await done(house, "change_invoice", invoice=invoice["id"], lines=listed)

    lines = answer["invoice"]["lines"]
    assert [line["description"] for line in lines] == ["Parking", "Travel", "Advice"]
    assert [line["id"] for line in lines[1:]] == [invoice["lines"][1]["id"], invoice["lines"][0]["id"]]


async def test_tax_that_a_person_set_stays_on_a_line_that_stays(house: House) -> None:
    """Xero lets it be corrected by a cent; a change elsewhere does not take that back."""
    invoice = await made(house)
    record = stored(house, invoice)
    first = {**record["LineItems"][0], "TaxAmount": Decimal("45.01")}
    change(house, "Invoices", record, LineItems=[first, record["LineItems"][1]], TotalTax=Decimal("49.51"),
           Total=Decimal("379.51"))  # fmt: skip

    answer = await done(house, "change_invoice", invoice=invoice["id"], change_lines=[{"line": "2", "quantity": "2"}])

    assert stored(house, invoice)["LineItems"][0]["TaxAmount"] == Decimal("45.01")
    assert answer["invoice"]["total"]["amount"] == "414.00"


@pytest.mark.parametrize(
    "asked",
    [
        {"contact": "Ngaio Travel", "number": "INV-9001", "reference": "", "date": "2026-06-15"},
        {"due_date": "2026-08-01"},
        {"add_lines": [TRAVEL]},
        {"remove_lines": ["1"]},
        {"change_lines": [{"line": "1", "quantity": "5", "tax": "NONE"}, {"line": "2", "discount_percent": "0"}]},
        {"change_lines": [{"line": "2", "description": "Parking", "account": "260"}]},
        {"lines": [{"line": "2"}, TRAVEL]},
        {"amounts_are": "inclusive"},
        {"amounts_are": "no_tax"},
    ],
    ids=lambda asked: "+".join(asked),
)  # fmt: skip
async def test_undo_sets_the_old_values(house: House, asked: dict[str, Any]) -> None:
    """By a plan of its own: contact, dates, numbers, lines and totals are what they were."""
    invoice = await made(house)
    record = dict(stored(house, invoice))
    answer = await house.do("change_invoice", invoice=invoice["id"], **asked)
    assert answer["success"] is True, answer["error"]
    assert stored(house, invoice) != record

    await undone(house, answer)

    again = stored(house, invoice)
    same = set(record) - {"UpdatedDateUTC", "LineItems", "Contact"}
    assert {name: again[name] for name in same} == {name: record[name] for name in same}
    assert again["Contact"]["ContactID"] == record["Contact"]["ContactID"]
    requested = [{**line, "LineItemID": None} for line in record["LineItems"]]
    assert [{**line, "LineItemID": None} for line in again["LineItems"]] == requested


async def test_another_item_brings_its_words_price_and_account(house: House) -> None:
    """Unless they are given."""
    invoice = await made(house)
    item = next(each for each in rows(house, "Items") if each.get("SalesDetails"))

    answer = await done(
        house,
        "change_invoice",
        invoice=invoice["id"],
        change_lines=[{"line": "2", "item": item["Code"], "quantity": "2"}],
    )

    line = answer["invoice"]["lines"][1]
    assert line["item"] == item["Code"]
    assert Decimal(line["unit_amount"]) == item["SalesDetails"]["UnitPrice"]
    assert line["id"] == invoice["lines"][1]["id"]


async def test_a_new_line_of_an_approved_one_needs_an_account(house: House) -> None:
    """A draft's need not have one; the person learns it."""
    draft, approved = await made(house), await made(house, approve=True, reference="PO 2")
    bare = {"description": "First line\nsecond line", "unit_amount": "5.00"}

    proposed = await plan(house, "change_invoice", invoice=draft["id"], add_lines=[bare])
    error = await refused(house, "change_invoice", invoice=approved["id"], add_lines=[bare])

    assert "no_account" in warned(proposed)
    assert (await house.carry_out(proposed))["success"] is True
    assert paths(error) == ["/add_lines/0/account"]


async def test_tracking_and_a_discount_by_amount_stay_on_a_line_that_changes(house: House) -> None:
    """Neither was asked for here, and neither is lost; but no skill could set the discount by itself again."""
    invoice = await made(house)
    record = stored(house, invoice)
    first, second = record["LineItems"]
    region = rows(house, "TrackingCategories", Name="Region")[0]
    tracking = [{
        "TrackingCategoryID": region["TrackingCategoryID"], "Name": "Region", "Option": "Auckland",
        "TrackingOptionID": region["Options"][1]["TrackingOptionID"],
    }]  # fmt: skip
    second = {**second, "DiscountRate": None, "DiscountAmount": Decimal("3.33"), "Tracking": tracking}
    change(house, "Invoices", record, LineItems=[first, second])

    proposed = await plan(house, "change_invoice", invoice=invoice["id"], change_lines=[{"line": "2", "quantity": "2"}])
    await house.carry_out(proposed)

    line = stored(house, invoice)["LineItems"][1]
    assert (line["DiscountAmount"], line["Tracking"], line["LineAmount"]) == (
        Decimal("3.33"), tracking, Decimal("63.33"),
    )  # fmt: skip
    assert proposed["undo"] is None
    assert "no_undo" in warned(proposed)


amounts = st.decimals(Decimal("-999.9999"), Decimal("9999.9999"), places=4)


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(quantity=amounts, price=amounts, amounts_are=st.sampled_from(["exclusive", "inclusive", "no_tax"]))
def test_totals_are_xeros_to_the_cent(
    quantity: Decimal, price: Decimal, amounts_are: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Whatever is asked for, the plan's total is what the books then hold, and undo brings the old one back."""

    async def once() -> None:
        house = await open_house(tmp_path_factory.mktemp("house"))
        try:
            await house.connect()
            invoice = await made(house)
            asked = {"amounts_are": amounts_are} if amounts_are != "exclusive" else {}
            lines = [{"line": "2", "quantity": f"{quantity}", "unit_amount": f"{price}"}]
            answer = await house.do("change_invoice", invoice=invoice["id"], change_lines=lines, **asked)
            assert answer["success"] is True, answer["error"]
            total = Decimal(answer["plan"]["totals"]["total"]["amount"])
            assert total == stored(house, invoice)["Total"]
            await undone(house, answer)
            assert stored(house, invoice)["Total"] == Decimal(invoice["total"]["amount"])
        finally:
            await house.runtime.close()

    asyncio.run(once())
