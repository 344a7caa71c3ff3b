"""Quotes in the search."""

from __future__ import annotations

from typing import Any

import pytest
from search.conftest import Mirror

from atom_xero_plugin.accounting.kinds import kind_by_name

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize("query", ["QU-0042", "posters open day", "Karori", "345.00", "quote Poster design"])
async def test_a_quote_is_found_by_all_that_people_know_of_it(mirror: Mirror, query: str) -> None:
    """Number, title, contact, total, reference."""
    sample: dict[str, Any] = dict(kind_by_name("quote").sample)
    await mirror.hear("Quotes", sample)
    [hit] = await mirror.find(query, kinds=["quote"])

    assert hit.title == "Quote QU-0042 · Karori Veterinary Clinic"
    assert hit.snippet == "NZD 345.00 · sent · 2026-06-02 · Posters for the open day"
    assert hit.kind == "quote"
