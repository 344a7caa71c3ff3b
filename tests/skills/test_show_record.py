"""What show_record promises."""

from __future__ import annotations

import pytest
from support.asking import refused, result, row

from atom_xero_plugin.sync.poller import Poller
from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio


async def test_it_is_the_record_as_its_own_skill_shows_it_and_xero_is_not_asked(house: House) -> None:
    """With its lines, before and after the first sync told apart."""
    invoice = row(house, "Invoices", Type="ACCREC", Status="AUTHORISED")["InvoiceID"]
    before = await result(house, "show_record", kind="invoice", record=invoice)
    await house.runtime.polls.request_sync("default")
    await Poller(house.runtime, {}).tick()
    shown = (await result(house, "show_invoice", invoice=invoice))["invoice"]
    calls = house.sandbox.requests.counts.total()

    found = await result(house, "show_record", kind="invoice", record=invoice)

    assert house.sandbox.requests.counts.total() == calls
    assert (before["record"], before["details"], before["local_copy"]["complete"]) == (None, None, False)
    assert found["details"]["lines"] == shown["lines"]
    assert found["details"]["number"] == found["record"]["number"] == shown["number"]
    assert found["local_copy"]["complete"] is True
    assert await result(house, "show_record", record=invoice) == found
    assert (await result(house, "show_record", kind="bill", record=invoice))["record"] is None


async def test_a_kind_that_is_in_no_list_is_refused(house: House) -> None:
    """With those that are."""
    error = await refused(house, "show_record", kind="user", record="x")

    assert error["fields"][0]["path"] == "/kind"
    assert "invoice" in error["message"]
