"""What find_repeating_invoices promises."""

from __future__ import annotations

from typing import Any

import pytest
from support.asking import done, result, row, rows

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio


async def references(house: House, **arguments: Any) -> list[str]:
    return [each["reference"] for each in (await result(house, "find_repeating_invoices", **arguments))["items"]]


async def test_those_that_are_not_deleted_are_listed_with_the_next_first(house: House) -> None:
    """With how often and what each is."""
    found = (await result(house, "find_repeating_invoices"))["items"]
    await done(house, "delete_repeating_invoice", repeating_invoice="Retainer monthly")

    assert [each["next_date"] for each in found] == sorted(each["next_date"] for each in found)
    assert {(each["repeats"], each["invoices_are"]) for each in found} == {
        ("every month", "draft"), ("every week", "approved"),
    }  # fmt: skip
    assert await references(house) == ["Retainer weekly"]


async def test_it_filters_by_kind_and_words(house: House) -> None:
    """Of the contact's name or the reference."""
    contact = row(house, "RepeatingInvoices", Status="DRAFT")["Contact"]["Name"]

    assert await references(house, text="WEEKLY") == ["Retainer weekly"]
    assert "Retainer monthly" in await references(house, text=contact[:6])
    assert await references(house, kind="bill") == []
    assert len(await references(house, kind="sales")) == len(rows(house, "RepeatingInvoices"))
