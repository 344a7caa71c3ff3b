"""What find_attachments promises."""

from __future__ import annotations

import pytest
from support.asking import result

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio


async def test_it_lists_names_types_and_sizes(house: House) -> None:
    """As Xero has them."""
    found = (await result(house, "find_attachments", kind="quote", record="QU-0002"))["attachments"]

    assert [(each["name"], each["type"]) for each in found] == [("signed offer.pdf", "application/pdf")]
    assert found[0]["size"] > 100


async def test_a_record_without_files_has_none(house: House) -> None:
    """Not an error."""
    assert (await result(house, "find_attachments", kind="contact", record="Capital Power"))["attachments"] == []
