"""Who is at the other end of a connection: which program, and whether it can ask its person something."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final

from mcp.server.context import ServerRequestContext
from mcp_types.version import MODERN_PROTOCOL_VERSIONS

from atom_xero_plugin.context import Caller

_LONGEST_NAME: Final = 80


@dataclass(frozen=True)
class Client:
    """The program that a model or a person uses us through."""

    name: str
    workspace_id: str
    protocol: str
    can_ask: bool
    """Whether it said that it can put a form before its person."""

    @classmethod
    def of(cls, ctx: ServerRequestContext[Any], workspace_id: str) -> Client:
        """The client of a request, as it described itself."""
        told = ctx.session.client_params
        return cls(
            name=_plain(told.client_info.name if told else ""),
            workspace_id=workspace_id,
            protocol=ctx.protocol_version,
            can_ask=_can_ask(ctx),
        )

    @property
    def model(self) -> Caller:
        """The model that calls a tool: it reads and proposes, and never approves."""
        return Caller(self.workspace_id, f"ai:mcp:{self.name}", kind="ai", rights=frozenset({"read", "write"}))

    @property
    def person(self) -> Caller:
        """The person who answered the client's form."""
        return Caller(self.workspace_id, f"person:mcp:{self.name}", kind="person", how="a form of the client")

    @property
    def asks_between_calls(self) -> bool:
        """From 2026-07-28 on a question is the result of a call, and its answer comes with the call made again."""
        return self.protocol in MODERN_PROTOCOL_VERSIONS


def _can_ask(ctx: ServerRequestContext[Any]) -> bool:
    """Form mode is what a client means that names no mode."""
    told = ctx.session.client_capabilities
    asking = told.elicitation if told else None
    return asking is not None and (asking.form is not None or asking.url is None)


def _plain(name: str) -> str:
    return re.sub(r"[^\w .@/+-]", "", name)[:_LONGEST_NAME].strip() or "unknown"
