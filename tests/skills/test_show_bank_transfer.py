"""What show_bank_transfer promises."""

from __future__ import annotations

import pytest
from support.asking import paths, refused, result, row

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio


async def test_one_is_shown_whole(house: House) -> None:
    """With both accounts and the page of the half that left."""
    stored = row(house, "BankTransfers", Reference="Card")
    shown = (await result(house, "show_bank_transfer", bank_transfer=stored["BankTransferID"]))["bank_transfer"]

    assert (shown["from_account"]["code"], shown["to_account"]["code"]) == ("091", "092")
    assert shown["amount"] == {"amount": "750.00", "currency": "NZD"}
    assert shown["url"].endswith(stored["FromBankTransactionID"])


async def test_what_is_no_id_or_names_none_is_refused(house: House) -> None:
    """With the field."""
    odd = await refused(house, "show_bank_transfer", bank_transfer="Card")
    none = await refused(house, "show_bank_transfer", bank_transfer="00000000-0000-4000-8000-000000000001")

    assert (odd["code"], none["code"]) == ("invalid_arguments", "not_found")
    assert paths(odd) == paths(none) == ["/bank_transfer"]
