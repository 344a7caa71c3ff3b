"""How a skill looks as a tool of an MCP server."""

from __future__ import annotations

import mcp_types as types

from atom_xero_plugin.catalogue.skill import Skill
from atom_xero_plugin.tools.formats import FORMATS


def tool_of(skill: Skill) -> types.Tool:
    """The tool of a skill."""
    return types.Tool.model_validate(FORMATS["mcp"](skill))
