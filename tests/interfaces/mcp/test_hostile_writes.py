"""Text of records is data for writes too: with 200 hostile records in the books, every write plans and asks the same.

Each tool that writes is called with ordinary arguments, before and after names, references and descriptions are made
hostile. What would be sent, to whom, over how much and whether it can be undone is the same but for the texts.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
import pytest
from mcp import Client
from support.hostile import HOSTILE, LINES, ORDERS, poison_all

from atom_xero_plugin.catalogue.registry import Registry
from atom_xero_plugin.interfaces.mcp.server import create_server
from atom_xero_plugin.interfaces.plan_question import facts, question
from atom_xero_plugin.plans.plan import PlanView
from atom_xero_plugin.testing import House, open_connected_house
from atom_xero_plugin.tools.folding import fold

pytestmark = pytest.mark.anyio
WRITES = [skill for skill in Registry().skills if skill.writes]
FEW = (0, 7)
"""Which texts stand first in `make test`; in the full run each, so that every place holds every sort of text."""
COPIES = ("copy_", "bill_", "invoice_", "unapprove_")
"""What copies texts of records into new ones, and refuses those that Xero would not take: control characters."""
FIRST = [each if each in FEW else pytest.param(each, marks=pytest.mark.full) for each in range(len(ORDERS))]
SAME = ("organisation_id", "skill", "amount", "final", "totals", "approvals_needed")


async def _asked(house: House, ids: Mapping[str, str]) -> dict[str, tuple[PlanView, list[Any], list[str]]]:
    """What each write proposes by its tool: its plan, its requests, and what a person is asked; nothing is approved.

    A record that an example names, and that has another name by now, is named by its id.
    """
    found, folding = {}, fold(Registry().entries)
    async with Client(create_server(house.runtime, house.registry)) as client:
        for skill in WRITES:
            arguments = _by_id(json.loads(json.dumps(dict(skill.examples[0].arguments))), ids)
            arguments |= {"organisation": "harbour"} if skill.needs_organisation else {}
            tool = folding.runner(skill)
            asked = arguments if tool == skill.host_name else {"skill": skill.name, "arguments": arguments}
            answer = await client.call_tool(tool, asked)
            if "plan" not in answer.structured_content:
                assert answer.structured_content["error"]["code"] == "invalid_arguments", (skill.name, answer)
                continue
            made = [line for line in answer.content[0].text.splitlines() if line.startswith(("Human:", "Assistant:"))]
            assert made == [], (skill.name, made)
            view = msgspec.convert(answer.structured_content["plan"], PlanView)
            plan = await house.runtime.plans.plan(house.person.workspace_id, view.id)
            steps = [(each.kind, each.part_of, each.write) for each in plan.proposal.steps]
            sent = [
                (kind, part, write.method, write.path, write.file and write.file.sha256, write.body)
                for kind, part, write in steps
            ]
            found[skill.name] = view, sent, question(view, most=None)
            await house.dispatch.withdraw(view.id, house.person)
    return found


def _by_id(value: Any, ids: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        return ids.get(value, value)
    if isinstance(value, list):
        return [_by_id(each, ids) for each in value]
    return {name: _by_id(each, ids) for name, each in value.items()} if isinstance(value, dict) else value


def _is_hostile(text: Any) -> bool:
    """Whether a text is one of these, on one line or with what is not seen left out too."""
    return isinstance(text, str) and any(_letters(order) in _letters(text) for order in ORDERS)


def _letters(text: str) -> str:
    return re.sub(r"\W+", "", text)


def _alike(clean: Any, now: Any) -> bool:
    """Whether two requests are the same but for texts of records, which are sent on as they are."""
    if _is_hostile(now):
        return clean is None or isinstance(clean, str)
    if isinstance(now, dict) and isinstance(clean, dict):
        return clean.keys() <= now.keys() and all(_alike(clean.get(name), each) for name, each in now.items())
    if isinstance(now, list) and isinstance(clean, list):
        return len(now) == len(clean) and all(map(_alike, clean, now))
    return bool(clean == now)


_clean: dict[str, tuple[PlanView, list[Any], list[str]]] = {}


async def _opened(folder: Path) -> House:
    return await open_connected_house(folder)


@pytest.fixture
def two_folders(tmp_path: Path) -> tuple[Path, Path]:
    """Of the clean books, and of the others."""
    found = (tmp_path / "clean", tmp_path / "hostile")
    for each in found:
        each.mkdir()
    return found


@pytest.mark.parametrize("first", FIRST)
async def test_hostile_records_change_no_write_and_no_question(first: int, two_folders: tuple[Path, Path]) -> None:
    """Every write: the same requests, amount, recipients, undo and facts; no warning less, no line that a text made."""
    if not _clean:
        house = await _opened(two_folders[0])
        _clean.update(await _asked(house, {}))
        await house.runtime.close()
    house = await _opened(two_folders[1])
    ids = poison_all(house, first=first)
    asked = await _asked(house, ids)
    await house.runtime.close()

    assert _clean.keys() == {skill.name for skill in WRITES}
    assert [name for name in _clean.keys() - asked.keys() if not name.startswith(COPIES)] == []
    for name, (now, sent, lines) in asked.items():
        clean, requests, _ = _clean[name]
        assert {each: getattr(now, each) for each in SAME} == {each: getattr(clean, each) for each in SAME}, name
        assert len(now.emails) == len(clean.emails), name
        assert {each.code for each in clean.warnings} <= {each.code for each in now.warnings}, name
        assert _labels(now) == _labels(clean), name
        assert [each[:-1] for each in sent] == [each[:-1] for each in requests], name
        bodies = [[json.loads(each[-1] or "null") for each in pair] for pair in zip(requests, sent, strict=True)]
        assert [pair for pair in bodies if not _alike(*pair)] == [], name
        details = lines[len(facts(now)) + len(now.warnings) :]
        assert [line for line in details if not line.startswith("· ")] == [], name
        assert [line for line in lines if set(line) & set("\n\r\x1b\x07\u202e\u2066\u200b")] == [], name


async def test_hostile_words_asked_for_find_skills_and_make_no_plan(house: House) -> None:
    """Each of the texts, given to the tools that take words."""
    poison_all(house)
    async with Client(create_server(house.runtime, house.registry)) as client:
        for text in HOSTILE[: 2 * len(ORDERS)]:
            for tool, arguments in (("search", {"query": text}), ("xero_find_skill", {"words": text})):
                answer = await client.call_tool(tool, arguments)
                assert not [line for line in answer.content[0].text.splitlines() if line.startswith(LINES)]
    made = await house.runtime.plan_lists.page(house.person.workspace_id, limit=1)

    assert made.items == []


def _labels(plan: PlanView) -> list[str]:
    """What the facts are about; the first is the summary, and not what it says."""
    return [line.partition(":")[0] for line in facts(plan)[1:]]
