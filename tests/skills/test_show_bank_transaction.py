"""What show_bank_transaction promises."""

from __future__ import annotations

import pytest
from support.asking import paths, refused, result, row

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio


async def test_one_is_shown_whole(house: House) -> None:
    """With lines and their ids, tax and its page."""
    stored = row(house, "BankTransactions", Reference="Fuel")
    shown = await result(house, "show_bank_transaction", bank_transaction=stored["BankTransactionID"])
    found = shown["bank_transaction"]

    assert (found["total"]["amount"], found["amounts_are"]) == (f"{stored['Total']:.2f}", "inclusive")
    assert found["lines"][0]["id"] == stored["LineItems"][0]["LineItemID"]
    assert found["url"].endswith(stored["BankTransactionID"])
    assert "purpose" not in found


async def test_what_is_no_id_or_names_none_is_refused(house: House) -> None:
    """Before and after asking Xero."""
    odd = await refused(house, "show_bank_transaction", bank_transaction="Fuel")
    none = await refused(house, "show_bank_transaction", bank_transaction="00000000-0000-4000-8000-000000000001")

    assert (odd["code"], none["code"]) == ("invalid_arguments", "not_found")
    assert paths(odd) == paths(none) == ["/bank_transaction"]
