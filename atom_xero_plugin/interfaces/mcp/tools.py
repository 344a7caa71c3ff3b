"""How a skill looks as a tool of an MCP server."""

from __future__ import annotations

from collections.abc import Iterator

import mcp_types as types

from atom_xero_plugin.catalogue.registry import Registry
from atom_xero_plugin.catalogue.skill import Skill
from atom_xero_plugin.core.errors import UnknownSkill
from atom_xero_plugin.tools.folding import Folding
from atom_xero_plugin.tools.formats import FORMATS


def tool_of(skill: Skill) -> types.Tool:
    """The tool of a skill."""
    return types.Tool.model_validate(FORMATS["mcp"](skill))


def own_tools(registry: Registry, folding: Folding) -> Iterator[types.Tool]:
    """The skills that are tools of their own; one whose file is broken is left out, and the log has its reason."""
    for entry in folding.own:
        try:
            yield tool_of(registry.skill(entry.name))
        except UnknownSkill:
            continue
