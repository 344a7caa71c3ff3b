"""What find_payment_services promises."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.asking import result

from atom_xero_plugin.testing import House, open_connected_house

pytestmark = pytest.mark.anyio


async def test_services_are_listed(house: House) -> None:
    """With what the button says."""
    (service,) = (await result(house, "find_payment_services"))["items"]

    assert (service["name"], service["type"], service["pay_now_text"]) == ("PayUp", "Custom", "Pay now")


async def test_a_usual_connection_is_refused_with_the_scope_before_xero_is_asked(tmp_path: Path) -> None:
    """Only apps of certified partners may ask for it, so it is not asked for by default."""
    house = await open_connected_house(tmp_path, scopes="standard")
    before = house.sandbox.requests.total

    answer = await house.call("find_payment_services")

    assert answer["error"]["code"] == "scope_missing"
    assert "paymentservices" in answer["error"]["hint"]
    assert house.sandbox.requests.total == before
    await house.runtime.close()
