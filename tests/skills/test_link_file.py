"""What link_file promises."""

from __future__ import annotations

import pytest
from support.asking import done, paths, plan, refused, result, row, rows, writes

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio


async def test_a_file_is_linked_to_a_bill_and_shown_with_it(house: House) -> None:
    """By names; what it was linked to stays."""
    bill = row(house, "Invoices", Type="ACCPAY", Status="AUTHORISED")
    link = (await done(house, "link_file", file="office lease.pdf", kind="bill", record=bill["InvoiceID"]))["link"]
    shown = await result(house, "show_file", file="office lease.pdf")

    assert link == {"id": bill["InvoiceID"], "kind": "bill"}
    assert link in shown["links"]
    assert len(shown["links"]) == 2


async def test_the_plan_names_the_file_the_record_and_whose_it_is(house: House) -> None:
    """So that nobody links it to the wrong one."""
    proposed = await plan(house, "link_file", file="office lease.pdf", kind="contact", record="Capital Power")

    assert "office lease.pdf" in proposed["summary"]
    assert "Capital Power" in proposed["summary"]
    assert proposed["party"] == "Capital Power"


async def test_what_is_linked_already_is_answered_without_a_write(house: House) -> None:
    """As it stands."""
    first = (await done(house, "link_file", file="office lease.pdf", kind="contact", record="Capital Power"))["link"]
    before = writes(house)
    answer = await house.call("link_file", file="office lease.pdf", kind="contact", record="Capital Power")

    assert (answer["success"], answer["result"]["link"]) == (True, first)
    assert writes(house) == before


async def test_a_kind_that_xero_links_no_file_to_is_refused_before_xero_is_asked(house: House) -> None:
    """With those that it does."""
    before = house.sandbox.requests.total
    error = await refused(house, "link_file", file="office lease.pdf", kind="currency", record="NZD")

    assert (error["code"], paths(error)) == ("invalid_arguments", ["/kind"])
    assert house.sandbox.requests.total == before


async def test_what_xero_refuses_is_told_in_its_words(house: House) -> None:
    """Of a file that was deleted after the plan was made, nothing is linked."""
    proposed = await plan(house, "link_file", file="how we file.txt", kind="contact", record="Capital Power")
    house.sandbox.organisations[house.organisation]["Files"].remove(row(house, "Files", Name="how we file.txt")["Id"])
    answer = await house.carry_out(proposed)

    assert answer["success"] is False
    assert answer["error"]["may_have_written"] is False
    assert len(rows(house, "Associations")) == 1
