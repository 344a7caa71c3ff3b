"""The tools by which a model reaches the skills that are no tools of their own: one finds them, two run them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, cast

import mcp_types as types
import msgspec

from atom_xero_plugin.auth.scope_marks import ScopeMarks
from atom_xero_plugin.catalogue.context import Caller
from atom_xero_plugin.catalogue.registry import Registry
from atom_xero_plugin.catalogue.skill import Skill
from atom_xero_plugin.catalogue.validation import check_struct
from atom_xero_plugin.core.clock import Clock
from atom_xero_plugin.core.errors import FieldError, InvalidArguments, XeroPluginError
from atom_xero_plugin.dispatch.dispatcher import Answer, Dispatch
from atom_xero_plugin.dispatch.tool_calls import call_tool
from atom_xero_plugin.interfaces.mcp.results import as_text, failed
from atom_xero_plugin.tools.folding import FIND, RUN_READ, RUN_WRITE, FindInput, Folding, RunInput
from atom_xero_plugin.tools.skill_search import find_skills

RUNNERS: Final = frozenset({RUN_READ, RUN_WRITE})
NAMES: Final = frozenset({FIND}) | RUNNERS


def find(
    registry: Registry, folding: Folding, arguments: dict[str, Any], clock: Clock, marks: ScopeMarks | None = None
) -> types.CallToolResult:
    """What the tool that finds answers, the same as data and as text. Raises InvalidArguments."""
    requested = cast("FindInput", check_struct(FindInput, arguments, of=FIND))
    found = msgspec.to_builtins(find_skills(registry.skills, folding, requested.words, marks))
    plain = Answer(True, None, clock.now(), result=found).plain()
    return types.CallToolResult(content=[types.TextContent(text=as_text(plain))], structured_content=plain)


async def run(
    dispatch: Dispatch, folding: Folding, runner: str, arguments: Mapping[str, Any], caller: Caller
) -> Answer:
    """Run a folded skill as its own tool would be run: the same check of its arguments, the same plan and answer.

    It never raises for what a caller did. A skill that another tool runs is refused: what a person allowed of one tool
    is not reached through another.
    """
    given = arguments.get("arguments")
    try:
        skill = _skill(dispatch.registry, folding, runner, arguments)
    except XeroPluginError as error:
        return failed(error, dispatch.runtime.clock)
    return await call_tool(dispatch, skill.name, given or {}, caller)


def _skill(registry: Registry, folding: Folding, runner: str, arguments: Mapping[str, Any]) -> Skill:
    """The skill to run. Raises InvalidArguments or UnknownSkill."""
    as_json_text = isinstance(arguments.get("arguments"), str)
    shown = {**arguments, "arguments": {}} if as_json_text else arguments
    requested = cast("RunInput", check_struct(RunInput, shown, of=runner))
    skill = registry.skill(requested.skill)
    right = folding.runner(skill)
    if right != runner:
        field = FieldError("/skill", f"names a skill that {right} runs")
        raise InvalidArguments(f"{runner} does not run {skill.name}; call {right}.", fields=[field])
    return skill
