"""What unlink_file promises."""

from __future__ import annotations

import pytest
from support.asking import done, plan, refused, result, rows

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio
LEASE = {"file": "office lease.pdf", "kind": "contact", "record": "Kauri Grove Cafe"}


async def test_a_file_is_unlinked_from_one_record_and_stays_on_the_others(house: House) -> None:
    """And in the library."""
    await done(house, "link_file", file="office lease.pdf", kind="contact", record="Capital Power")
    gone = (await done(house, "unlink_file", **LEASE))["link"]
    shown = await result(house, "show_file", file="office lease.pdf")

    assert gone["kind"] == "contact"
    assert gone not in shown["links"]
    assert len(shown["links"]) == 1


async def test_a_link_and_its_end_undo_each_other(house: House) -> None:
    """Whichever was first."""
    answer = await house.do("unlink_file", **LEASE)
    undo = (await house.dispatch.undo(answer["plan"]["id"], house.person)).plain()["plan"]
    linked = await house.carry_out(undo)
    again = (await house.dispatch.undo(undo["id"], house.person)).plain()["plan"]
    between = len(rows(house, "Associations"))
    await house.carry_out(again)

    assert (undo["skill"], again["skill"]) == ("link_file", "unlink_file")
    assert linked["success"] is True
    assert (between, rows(house, "Associations")) == (1, [])


async def test_what_is_not_linked_is_refused_with_where_to_look(house: House) -> None:
    """Without a plan."""
    error = await refused(house, "unlink_file", file="how we file.txt", kind="contact", record="Kauri Grove Cafe")

    assert (error["code"], "show_file" in error["hint"]) == ("conflict", True)


async def test_a_link_that_ended_meanwhile_is_reported_as_nothing_done(house: House) -> None:
    """Xero has it no more."""
    proposed = await plan(house, "unlink_file", **LEASE)
    house.sandbox.organisations[house.organisation]["Associations"].rows.clear()
    answer = await house.carry_out(proposed)

    assert (answer["success"], answer["error"]["may_have_written"]) == (False, False)
