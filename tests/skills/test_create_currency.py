"""What create_currency promises."""

from __future__ import annotations

import pytest
from support.asking import LINE, done, paths, plan, refused, rows, warned, writes

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio


async def test_documents_can_be_in_it_at_once(house: House) -> None:
    """Before it was added they could not."""
    invoice = {"contact": "Kauri Grove Cafe", "lines": [LINE], "currency": "USD"}
    before = await refused(house, "create_invoice", **invoice)
    assert "create_currency" in before["hint"]

    answer = await done(house, "create_currency", currency="USD")

    assert answer["currency"]["id"] == "USD"
    assert (await done(house, "create_invoice", **invoice))["invoice"]["total"]["currency"] == "USD"


async def test_the_plan_says_that_it_is_final(house: House) -> None:
    """There is no undo."""
    proposed = await plan(house, "create_currency", currency="USD")

    assert (warned(proposed), proposed["undo"]) == (["final"], None)


async def test_one_in_use_and_a_plan_of_xero_with_one_currency_are_refused(house: House) -> None:
    """Before anybody approves."""
    own = await refused(house, "create_currency", currency="NZD")
    house.sandbox.organisations[house.organisation].not_allowed.add("UseMulticurrency")
    small = await refused(house, "create_currency", currency="USD")

    assert (own["code"], paths(own)) == ("conflict", ["/currency"])
    assert (small["code"], "one currency only" in small["message"]) == ("conflict", True)


async def test_a_lost_answer_is_looked_up_and_not_sent_again(house: House) -> None:
    """Xero has no address for one currency: it is looked for in the list."""
    proposed = await plan(house, "create_currency", currency="USD")
    house.sandbox.faults.add(kind="drop_after_write", match="/Currencies", method="PUT", times=20)
    before = writes(house)

    assert (await house.carry_out(proposed))["plan"]["state"] == "verified"
    assert writes(house) == before + 1
    assert len(rows(house, "Currencies", Code="USD")) == 1
