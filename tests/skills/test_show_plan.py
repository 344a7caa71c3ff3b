"""Anyone who asked for a plan can say what became of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio
ARCHIVE = {"contact": "Ngaio Travel"}


async def shown(house: House, **asked: Any) -> dict[str, Any]:
    answer = await house.call("show_plan", **asked)
    assert answer["success"], answer
    items: list[dict[str, Any]] = answer["result"]["items"]
    return items[0]


async def test_it_says_what_is_written_and_what_to_do_next(house: House) -> None:
    """Waiting, then done: state, steps with the record's id, who approved, and whose books."""
    plan = (await house.call("archive_contact", **ARCHIVE))["plan"]
    before = await shown(house, plan=plan["id"][:14])
    await house.carry_out(plan)
    after = await shown(house, plan=plan["id"])

    assert (before["state"], before["written"], before["steps"][0]["state"]) == ("proposed", "nothing", "proposed")
    assert before["next"].startswith("A person approves or refuses it")
    assert before["organisation"]["name"] == "Harbour Street Studio Limited"
    assert (after["state"], after["written"], after["approved_by"]) == ("verified", "all", "person:tester")
    assert after["steps"][0]["record_id"]


async def test_it_says_why_a_plan_failed(house: House) -> None:
    """The error's code and words, and that nothing stands in the books."""
    plan = (await house.call("archive_contact", **ARCHIVE))["plan"]
    table = house.sandbox.organisations[house.organisation].tables["Contacts"]
    contact = next(row for row in table.rows.values() if row["Name"] == "Ngaio Travel")
    house.sandbox.clock.advance(60)
    table.put({**contact, "FirstName": "Changed"})
    await house.carry_out(plan)

    fate = await shown(house, plan=plan["id"])

    assert (fate["state"], fate["written"], fate["error"]["code"]) == ("failed", "nothing", "plan_stale")


async def test_without_an_id_the_newest_are_shown_by_state(house: House) -> None:
    """Five at most; a state there is not is refused with those there are."""
    await house.call("archive_contact", **ARCHIVE)

    assert (await shown(house, state="proposed"))["skill"] == "archive_contact"
    assert (await house.call("show_plan", state="verified"))["result"]["items"] == []
    invalid = (await house.call("show_plan", state="done"))["error"]
    assert (invalid["code"], "withdrawn" in invalid["message"]) == ("invalid_arguments", True)


async def test_a_plan_of_another_workspace_or_organisation_is_not_there(house: House) -> None:
    """Nor by its whole id."""
    plan = (await house.call("archive_contact", **ARCHIVE))["plan"]
    other = next(tenant for tenant in house.sandbox.organisations if tenant != house.organisation)
    stranger = replace(house.person, workspace_id="other")

    answers = [
        await house.ask("show_plan", {"plan": plan["id"]}, organisation=other),
        (await house.dispatch.call("show_plan", {"plan": plan["id"]}, stranger)).plain(),
    ]

    assert [each["error"]["code"] for each in answers] == ["not_found", "not_found"]
