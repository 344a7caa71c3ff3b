"""What list_file_folders promises."""

from __future__ import annotations

import pytest
from support.asking import result

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio


async def test_it_lists_the_inbox_with_its_address_and_every_folder_with_its_count(house: House) -> None:
    """As Xero has them."""
    inbox, contracts = (await result(house, "list_file_folders"))["folders"]

    assert (inbox["name"], inbox["inbox"], inbox["files"]) == ("Inbox", True, 1)
    assert inbox["email"].endswith("@xerofiles.com")
    assert (contracts["name"], contracts["files"]) == ("Contracts", 1)
    assert "email" not in contracts
