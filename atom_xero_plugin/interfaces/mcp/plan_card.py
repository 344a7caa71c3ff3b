"""A plan as a card in a chat that shows MCP Apps (`io.modelcontextprotocol/ui`, SEP-1865); text in all others.

The card is one page without anything from elsewhere. It is given the tool's result by the chat, shows the plan, and
sends nothing: it calls no tool, and has no button that approves. What a card asks for is not authorised by the chat's
showing it, so a person's yes is a form of the client, our page, a terminal or a token, as without it.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, Final

import mcp_types as types

URI: Final = "ui://atom-xero/plan.html"
EXTENSION: Final = "io.modelcontextprotocol/ui"
MIME: Final = "text/html;profile=mcp-app"
SETTINGS: Final[dict[str, dict[str, Any]]] = {EXTENSION: {"mimeTypes": [MIME]}}
_META: Final[dict[str, Any]] = {"ui": {"resourceUri": URI}}
_CONTENTS: Final[dict[str, Any]] = {"ui": {"prefersBorder": True}}


def shown_as_card(capabilities: types.ClientCapabilities | None) -> bool:
    """Whether a client said that it shows such pages."""
    extensions = capabilities.extensions if capabilities is not None else None
    named = (extensions or {}).get(EXTENSION)
    return named is not None and MIME in (named.get("mimeTypes") or ())


def with_card(tool: types.Tool, plans: bool) -> types.Tool:
    """The tool with the card for its results, if it answers plans."""
    return tool.model_copy(update={"meta": _META}) if plans else tool


def contents() -> types.TextResourceContents:
    """The page."""
    return types.TextResourceContents(uri=URI, mime_type=MIME, text=_page(), _meta=_CONTENTS)


@cache
def _page() -> str:
    return Path(__file__).with_suffix(".html").read_text(encoding="utf-8")
