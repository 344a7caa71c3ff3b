"""What a refusal says of Xero is so: that nothing was sent, or that nothing was written."""

from __future__ import annotations

import pytest

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio


async def test_what_is_refused_at_once_says_that_nothing_was_sent(house: House) -> None:
    """No request went out."""
    sent = house.sandbox.requests.total

    answer = await house.call("find_contacts", limit="many")

    assert answer["error"]["hint"].endswith("nothing was sent to Xero.")
    assert house.sandbox.requests.total == sent


async def test_what_is_refused_after_reading_says_that_nothing_was_written(house: House) -> None:
    """The document was read before its copy's contact was found wanting."""
    sent = house.sandbox.requests.total

    answer = await house.call("copy_invoice", invoice="INV-0151", contact="Bell\x07")

    assert answer["error"]["code"] == "invalid_arguments"
    assert answer["error"]["hint"].endswith("nothing was written.")
    assert house.sandbox.requests.total > sent
