"""What find_quotes promises."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from support.asking import LINE, change, done, refused, result, row

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio


async def numbers(house: House, **arguments: Any) -> list[str]:
    return [each["number"] for each in (await result(house, "find_quotes", **arguments))["items"]]


async def test_all_but_deleted_ones_are_listed_the_newest_first(house: House) -> None:
    """A deleted one is there for who asks for it."""
    await done(house, "delete_quote", quote="QU-0002")

    assert await numbers(house) == ["QU-0005", "QU-0004", "QU-0003", "QU-0001"]
    assert await numbers(house, status="deleted") == ["QU-0002"]


async def test_it_filters_by_status_contact_number_and_days(house: House) -> None:
    """What Xero itself filters by."""
    assert await numbers(house, status="sent", sort="number") == ["QU-0003", "QU-0004"]
    assert await numbers(house, contact="Karori Veterinary Clinic") == ["QU-0004"]
    assert await numbers(house, number="0003") == ["QU-0003"]
    assert await numbers(house, dates={"from": "2026-05-26", "to": "2026-06-09"}) == ["QU-0004", "QU-0003"]


async def test_those_that_no_longer_hold_are_sent_and_past_their_day(house: House) -> None:
    """Neither one that was answered nor one that holds to the end of today."""
    today = house.runtime.clock.now().date()
    for number, days in (("QU-0003", 1), ("QU-0004", 0), ("QU-0002", 5)):
        quote = row(house, "Quotes", QuoteNumber=number)
        change(house, "Quotes", quote, ExpiryDate=today - timedelta(days=days))

    assert await numbers(house, status="expired") == ["QU-0003"]


async def test_pages_of_a_hundred_join_without_a_gap(house: House) -> None:
    """Xero gives a hundred, whatever is asked for, and does not say of how many."""
    made = row(house, "Quotes", QuoteNumber="QU-0005")
    for number in range(110):
        change(house, "Quotes", made, QuoteID=f"00000000-0000-4000-8000-{number:012}", QuoteNumber=f"Z-{number:03}")
    found, cursor = [], None
    while True:
        page = await result(house, "find_quotes", sort="number", limit=60, **({"cursor": cursor} if cursor else {}))
        found += [each["number"] for each in page["items"]]
        cursor = page["next_cursor"]
        if not cursor:
            break

    assert found == [*(f"QU-000{n}" for n in range(1, 6)), *(f"Z-{n:03}" for n in range(110))]


async def test_a_cursor_of_another_question_is_refused(house: House) -> None:
    """A place in one list means nothing in another."""
    await done(house, "create_quote", contact="Kauri Grove Cafe", lines=[LINE])
    page = await result(house, "find_quotes", limit=2)
    error = await refused(house, "find_quotes", limit=2, status="sent", cursor=page["next_cursor"])

    assert error["code"] == "invalid_arguments"
