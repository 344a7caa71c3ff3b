"""How a skill looks as a tool of an MCP server."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import mcp_types as types

from atom_xero_plugin.catalogue.registry import Registry
from atom_xero_plugin.core.errors import UnknownSkill
from atom_xero_plugin.tools.folding import Folding
from atom_xero_plugin.tools.formats import FORMATS
from atom_xero_plugin.tools.printed import printed_tools

_NAMED: Final = 2
"""Scopes that a description names before it counts them: a model reads the list at every turn."""


def own_tools(registry: Registry, folding: Folding) -> Iterator[types.Tool]:
    """The skills that are tools of their own, as they were printed if they were.

    One whose file is broken is left out, and the log has its reason.
    """
    printed = {} if registry.extra else printed_tools()
    for entry in folding.own:
        try:
            tool = printed.get(entry.host_name) or FORMATS["mcp"](registry.skill(entry.name))
        except UnknownSkill:
            continue
        yield types.Tool.model_validate(tool)


def marked(tool: types.Tool, lacks: Sequence[str] | None) -> types.Tool:
    """The tool, whose description says which scopes no connection has for it; a call answers how to add them."""
    if not lacks:
        return tool
    named = ", ".join(lacks) if len(lacks) <= _NAMED else f"{lacks[0]} and {len(lacks) - 1} more"
    return tool.model_copy(update={"description": f"{tool.description} [lacks {named}]"})
