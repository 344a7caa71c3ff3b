"""docs/hosts.md reports every hook, and its examples run as they are printed."""

from __future__ import annotations

import ast
import asyncio
import inspect
import re
from dataclasses import fields
from types import CodeType
from typing import Any

import pytest
from plugin.conftest import Hosted

from atom_xero_plugin import hookspecs
from atom_xero_plugin.core.package_files import folder
from atom_xero_plugin.hookspecs import HookSpecs
from atom_xero_plugin.plugin import XeroPlugin
from atom_xero_plugin.testing import House

PAGE = (folder("skills").parent / "docs" / "hosts.md").read_text()
HOOKS = [name for name in vars(HookSpecs) if name.startswith("atom_")]


@pytest.mark.parametrize("hook", HOOKS)
def test_every_hook_has_a_section(hook: str) -> None:
    """When it is called, with what, and what it answers; each argument is named."""
    section = re.search(rf"^### {hook}\n(.*?)(?=^##|\Z)", PAGE, re.MULTILINE | re.DOTALL)
    arguments = [name for name in inspect.signature(getattr(HookSpecs, hook)).parameters if name != "self"]

    assert section, f"docs/hosts.md has no section {hook}"
    assert all(word in section[1] for word in ("*When:*", "*Arguments:*", "*Answer:*"))
    assert [name for name in arguments if f"`{name}`" not in section[1]] == []


def test_no_section_says_of_a_hook_that_is_not_there() -> None:
    """A page that promises too much is wrong too."""
    assert sorted(re.findall(r"^### (\w+)", PAGE, re.MULTILINE)) == sorted(HOOKS)


@pytest.mark.parametrize(
    "shape", ["SkillOffer", "TriggerOffer", "SearchHit", "Health", "IntegrationCard", "CallContext"]
)
def test_every_part_of_what_is_handed_over_is_named(shape: str) -> None:
    """Each field of each record."""
    names = [field.name for field in fields(getattr(hookspecs, shape))]

    assert [name for name in names if not re.search(rf"`{name}[`(]|\b{name}=|\.{name}\b|\.{name}\(", PAGE)] == []


@pytest.mark.anyio
async def test_the_examples_run(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """One after another, on a sandbox, with the plugin that the entry point names."""
    monkeypatch.setattr("atom_xero_plugin.plugin.plugin", XeroPlugin(lambda: house.runtime))
    await Hosted(house).hear()
    names: dict[str, Any] = {}
    blocks = re.findall(r"^```python\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    for block in blocks:
        code = compile(block, "docs/hosts.md", "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
        await _run(code, names)

    assert len(blocks) >= 9
    assert names["host"].faults == []
    assert set(names["offers"]) >= {"xero_find_contacts"}
    names["host"].notify({"kind": "x", "message": "y"})
    assert names["host"].faults == []


async def _run(code: CodeType, names: dict[str, Any]) -> None:
    made = eval(code, names)  # noqa: S307 - the page is ours
    if asyncio.iscoroutine(made):
        await made


def test_the_arguments_of_every_hook_keep_their_names() -> None:
    """Hosts implement hooks by them: pluggy refuses a host whose argument a hook no longer has."""
    hooks = {name: hook for name, hook in vars(HookSpecs).items() if name.startswith("atom_")}
    arguments = {name: list(inspect.signature(hook).parameters)[1:] for name, hook in hooks.items()}

    assert {name: given for name, given in arguments.items() if given} == {
        "atom_startup": ["host"],
        "atom_skill_marks": ["context"],
        "atom_search": ["query", "context"],
        "atom_event": ["event"],
        "atom_notify": ["notice"],
    }
