"""The tools that a chat has by default, printed to schemas/tools.json: a server lists them without loading a skill."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, Final

import msgspec

from atom_xero_plugin.catalogue.registry import Registry
from atom_xero_plugin.core.package_files import folder
from atom_xero_plugin.tools.folding import fold
from atom_xero_plugin.tools.formats import FORMATS

FILE: Final = "tools.json"


def default_tools(registry: Registry) -> list[dict[str, Any]]:
    """The tools of their own, as MCP describes them; what FILE holds."""
    return [FORMATS["mcp"](registry.skill(entry.name)) for entry in fold(registry.entries).own]


@cache
def printed_tools() -> Mapping[str, dict[str, Any]]:
    """The printed tools by name; none where there is no such file."""
    path = folder("schemas") / FILE
    tools: list[dict[str, Any]] = msgspec.json.decode(path.read_bytes()) if path.exists() else []
    return {tool["name"]: tool for tool in tools}
