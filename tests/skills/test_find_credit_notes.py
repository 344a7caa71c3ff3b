"""What find_credit_notes promises."""

from __future__ import annotations

from typing import Any

import pytest
from support.asking import done, result

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio


async def numbers(house: House, **asked: Any) -> list[str]:
    return [each["number"] for each in (await result(house, "find_credit_notes", **asked))["items"]]


async def test_they_are_found_by_kind_status_contact_and_number(house: House) -> None:
    """With what is left of each."""
    answer = await result(house, "find_credit_notes", kind="customer", status="approved", sort="oldest")

    assert [(each["number"], each["remaining"]["amount"]) for each in answer["items"]] == [
        ("CN-0001", "100.00"),
        ("CN-0002", "92.00"),
    ]
    assert await numbers(house, kind="supplier") == ["SC-118"]
    assert await numbers(house, contact="Vogeltown", status="draft") == ["CN-0003"]
    assert await numbers(house, number="cn-0002") == ["CN-0002"]
    assert await numbers(house, dates={"to": "2026-05-26"}) == ["CN-0001"]


async def test_what_is_voided_is_left_out_unless_asked_for(house: House) -> None:
    """By its status, or its number."""
    await done(house, "void_credit_note", credit_note="CN-0002")

    assert "CN-0002" not in await numbers(house)
    assert await numbers(house, status="voided") == ["CN-0002"]
    assert await numbers(house, number="CN-0002") == ["CN-0002"]
