"""What change_quote promises."""

from __future__ import annotations

from typing import Any

import pytest
from support.asking import LINE, change, done, paths, plan, refused, row, warned

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio
ALL = {
    "reference": "PO 4711",
    "title": "Posters",
    "summary": "For the open day.",
    "terms": "Half in advance.\nHalf on delivery.",
    "expiry_date": "2026-12-31",
}
KEPT = ("QuoteNumber", "Reference", "Title", "Summary", "Terms", "ExpiryDate", "LineAmountTypes", "Date", "Total")


async def made(house: House, **more: Any) -> dict[str, Any]:
    quote: dict[str, Any] = (
        await done(
            house, "create_quote", contact="Kauri Grove Cafe", lines=[LINE], amounts_are="inclusive", **ALL, **more
        )
    )["quote"]
    return quote


@pytest.mark.parametrize("name", ALL)
async def test_what_is_not_changed_stays_to_the_letter(house: House, name: str) -> None:
    """Xero renumbers a quote, clears its terms and makes it exclusive of tax unless all that is sent again."""
    quote = await made(house)
    before = dict(row(house, "Quotes", QuoteID=quote["id"]))
    await done(house, "change_quote", quote=quote["number"], **{name: "2026-11-30" if "date" in name else "Another"})
    after = row(house, "Quotes", QuoteID=quote["id"])

    xero = {"expiry_date": "ExpiryDate"}.get(name, name.capitalize())
    assert {each: after[each] for each in KEPT if each != xero} == {each: before[each] for each in KEPT if each != xero}
    assert after[xero] != before[xero]
    assert [line["LineItemID"] for line in after["LineItems"]] == [line["LineItemID"] for line in before["LineItems"]]


async def test_lines_change_and_those_that_stay_keep_their_ids(house: House) -> None:
    """Xero drops what an update leaves out, and makes anew what has no id."""
    quote = await made(house)
    line = quote["lines"][0]["id"]
    travel = {"description": "Travel", "unit_amount": "80.00", "account": "200"}
    changed = await done(house, "change_quote", quote=quote["number"], add_lines=[travel])

    assert [each["description"] for each in changed["quote"]["lines"]] == ["Consulting", "Travel"]
    assert changed["quote"]["lines"][0]["id"] == line
    assert changed["quote"]["total"]["amount"] == "380.00"


async def test_a_text_is_emptied(house: House) -> None:
    """Nothing else is."""
    quote = await made(house)
    changed = await done(house, "change_quote", quote=quote["number"], reference="")

    assert "reference" not in changed["quote"]
    assert changed["quote"]["terms"] == ALL["terms"]


async def test_one_that_was_sent_changes_with_a_warning(house: House) -> None:
    """The customer has it as it was."""
    proposed = await plan(house, "change_quote", quote="QU-0003", expiry_date="2026-07-31")

    assert warned(proposed) == ["sent"]


async def test_one_that_was_answered_takes_no_change(house: House) -> None:
    """Refused before anything is sent, with what to do."""
    error = await refused(house, "change_quote", quote="QU-0002", expiry_date="2026-07-31")

    assert (error["code"], "send_quote" in error["hint"]) == ("conflict", True)


async def test_nothing_to_change_is_refused(house: House) -> None:
    """Neither without a field nor with the value that is there."""
    quote = await made(house)
    bare = await refused(house, "change_quote", quote=quote["number"])
    same = await refused(house, "change_quote", quote=quote["number"], title="Posters")

    assert {bare["code"], same["code"]} == {"invalid_arguments"}
    assert paths(bare) == [""]


async def test_a_line_without_a_tax_rate_gets_none_from_its_account(house: House) -> None:
    """As Xero has it: 100 stays 100."""
    line = {"description": "Posters", "unit_amount": "100.00", "account": "200"}
    quote = (await done(house, "create_quote", contact="Kauri Grove Cafe", lines=[line]))["quote"]
    stored = row(house, "Quotes", QuoteID=quote["id"])
    bare = {**stored["LineItems"][0], "TaxType": None, "TaxAmount": stored["TotalTax"] - stored["TotalTax"]}
    change(house, "Quotes", stored, LineItems=[bare])
    lines = [{"line": "1", "quantity": "2"}]
    proposed = await plan(house, "change_quote", quote=quote["number"], change_lines=lines)

    assert proposed["totals"]["total"]["amount"] == "200.00"
    assert "no_tax" in warned(proposed)


async def test_one_changed_meanwhile_is_not_overwritten(house: House) -> None:
    """The plan is stale, and its sender's words stay."""
    quote = await made(house)
    proposed = await plan(house, "change_quote", quote=quote["number"], title="Another")
    stored = row(house, "Quotes", QuoteID=quote["id"])
    house.sandbox.clock.advance(60)
    change(house, "Quotes", stored, Title="By hand")
    await house.dispatch.approve(proposed["id"], proposed["hash"], house.person)
    answer = (await house.dispatch.execute(proposed["id"], house.person)).plain()

    assert answer["error"]["code"] == "plan_stale"
    assert row(house, "Quotes", QuoteID=quote["id"])["Title"] == "By hand"
