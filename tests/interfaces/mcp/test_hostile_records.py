"""Text of records is data: 200 hostile texts through every tool make no plan and change no question.

They stand where whoever sends a document or edits a record can put text: names, references, descriptions, notes.
"""

from __future__ import annotations

import json
from typing import Any

import pytest
from mcp import Client
from support.asking import change, rows
from support.hostile import HOSTILE, LINES, ORDERS, poison

from atom_xero_plugin.catalogue.registry import Registry
from atom_xero_plugin.interfaces.mcp.server import create_server
from atom_xero_plugin.interfaces.plan_question import decisive
from atom_xero_plugin.testing import House
from atom_xero_plugin.tools.folding import fold

pytestmark = pytest.mark.anyio
HARBOUR = {"organisation": "harbour"}


async def plans(house: House) -> int:
    """How many plans there are."""
    return len((await house.runtime.plan_lists.page(house.person.workspace_id, limit=100)).items)


async def test_no_record_makes_a_plan_or_a_line_of_its_own(house: House) -> None:
    """Every read of the catalogue with its examples, and search: none is a write, and each text stays on one line."""
    assert poison(house) >= len(HOSTILE)
    folding, seen = fold(Registry().entries), 0
    async with Client(create_server(house.runtime, house.registry)) as client:
        for skill in (skill for skill in Registry().skills if not skill.writes):
            for example in skill.examples:
                about = HARBOUR if skill.needs_organisation else {}
                arguments = {**json.loads(json.dumps(dict(example.arguments))), **about}
                tool = folding.runner(skill)
                asked = arguments if tool == skill.host_name else {"skill": skill.name, "arguments": arguments}
                text = (await client.call_tool(tool, asked)).content[0].text
                seen += sum(order[:12] in text for order in ORDERS)
                made = [line for line in text.splitlines() if line.startswith(LINES)]
                assert made == [], (skill.name, made)
        for text in HOSTILE[: len(ORDERS)]:
            await client.call_tool("search", {"query": text[:200]})
            await client.call_tool("xero_find_skill", {"words": text[:200]})

    assert seen > 0
    assert await plans(house) == 0


@pytest.mark.parametrize("most", [len(ORDERS), pytest.param(len(HOSTILE), marks=pytest.mark.full)])
async def test_no_name_changes_what_a_person_is_asked(house: House, most: int) -> None:
    """The question about each of these contacts has the lines of a clean one, whatever it is called."""
    first = (await house.call("find_contacts", limit=1))["result"]["items"][0]
    (record,) = rows(house, "Contacts", ContactID=first["id"])
    clean = await _question(house, record, "An Ordinary Name Ltd")

    for text in HOSTILE[:most]:
        asked = await _question(house, record, text)
        assert [line.partition(":")[0] for line in asked[1:]] == [line.partition(":")[0] for line in clean[1:]], text
        assert asked[1:3] == clean[1:3]
        assert not [line for line in asked if "\n" in line or "\r" in line or "\x1b" in line or "\u202e" in line]


async def _question(house: House, record: dict[str, Any], name: str) -> list[str]:
    """What a person is asked before a contact of this name is archived; the plan is withdrawn again."""
    change(house, "Contacts", record, Name=name)
    asked = await house.dispatch.call(
        "archive_contact", {"contact": record["ContactID"]}, house.person, organisation=house.organisation
    )
    assert asked.plan, asked.error
    lines = decisive(asked.plan)
    await house.dispatch.withdraw(asked.plan.id, house.person)
    return lines
