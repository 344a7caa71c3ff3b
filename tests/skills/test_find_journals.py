"""What find_journals promises."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from support.asking import LINE, change, done, paths, refused, result, row

from atom_xero_plugin.testing import House, open_connected_house

pytestmark = pytest.mark.anyio


async def found(house: House, **arguments: Any) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = (await result(house, "find_journals", **arguments))["items"]
    return items


async def last_number(house: House) -> int:
    """The number of the newest journal."""
    number = 0
    while items := await found(house, after_number=number, limit=100):
        number = items[-1]["number"]
    return number


async def test_the_lowest_number_comes_first_and_each_comes_to_zero(house: House) -> None:
    """Opening balances have no document that posted them."""
    first, *others = await found(house, limit=30)

    assert [each["number"] for each in (first, *others)] == list(range(1, 31))
    assert "source_id" not in first
    assert all(sum(Decimal(line["net"]) for line in each["lines"]) == 0 for each in (first, *others))
    assert {each.get("source") for each in others} >= {"invoice", "bill"}


async def test_a_cursor_goes_on_after_the_number_and_over_xeros_pages(house: House) -> None:
    """Each once: Xero gives 100 at a time."""
    cursor, numbers = None, list[int]()
    for _ in range(3):
        answer = await result(house, "find_journals", limit=70, **({"cursor": cursor} if cursor else {}))
        numbers += [each["number"] for each in answer["items"]]
        cursor = answer["next_cursor"]

    assert numbers == list(range(1, 211))
    assert [each["number"] for each in await found(house, after_number=207, limit=2)] == [208, 209]


async def test_what_is_posted_now_is_a_journal_and_a_change_reverses_it(house: House) -> None:
    """None is ever changed: the old is reversed, the new is posted."""
    before = await last_number(house)
    made = await done(house, "create_invoice", contact="Kauri Grove Cafe", lines=[LINE], approve=True, due_in_days=14)
    (posted,) = await found(house, after_number=before)
    change(house, "Invoices", row(house, "Invoices", InvoiceID=made["invoice"]["id"]), Status="VOIDED")
    reversal, *more = await found(house, after_number=before + 1)

    assert (posted["source"], posted["source_id"]) == ("invoice", made["invoice"]["id"])
    assert {line["account"]: line["net"] for line in posted["lines"]} == {
        "610": "345.00",
        "200": "-300.00",
        "820": "-45.00",
    }
    assert [line["net"] for line in reversal["lines"]] == [f"{-Decimal(line['net'])}" for line in posted["lines"]]
    assert more == []
    assert (await found(house, after_number=before, limit=1)) == [posted]


async def test_days_an_account_and_the_day_of_posting_narrow_them(house: House) -> None:
    """Of a month; of an account; posted since a day."""
    asked = {"dates": {"from": "2026-05-01", "to": "2026-05-31"}, "account": "469"}
    answer = await result(house, "find_journals", **asked)
    while not (may := answer["items"]):
        answer = await result(house, "find_journals", **asked, cursor=answer["next_cursor"])
    recent = await found(house, created_since="2026-06-10", limit=100)

    assert all(each["date"][:7] == "2026-05" for each in may)
    assert all("469" in {line["account"] for line in each["lines"]} for each in may)
    assert recent
    assert all(each["created"] >= "2026-06-09" for each in recent)


async def test_without_the_scope_nothing_is_asked_and_that_one_alone_is_named(tmp_path: Path) -> None:
    """The standard set has none of the general ledger: Xero gives it apps of its highest tier alone."""
    house = await open_connected_house(tmp_path, scopes="standard")
    before = house.sandbox.requests.total

    answer = await house.call("find_journals")
    await house.runtime.close()

    assert answer["error"]["code"] == "scope_missing"
    assert "accounting.journals.read" in answer["error"]["hint"]
    assert "accounting.settings.read" not in answer["error"]["hint"]
    assert house.sandbox.requests.total == before


async def test_an_account_that_is_not_there_is_refused(house: House) -> None:
    """With its field."""
    assert paths(await refused(house, "find_journals", account="999999")) == ["/account"]
