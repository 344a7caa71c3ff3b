"""Who is at the other end of a connection: which program, and whether it can ask its person something."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final, cast

import mcp_types as types
from mcp.server.auth.middleware.auth_context import get_access_token
from mcp.server.auth.middleware.bearer_auth import AuthenticatedUser
from mcp.server.auth.provider import AccessToken
from mcp.server.context import ServerRequestContext
from mcp_types.version import MODERN_PROTOCOL_VERSIONS

from atom_xero_plugin.catalogue.context import ALL_RIGHTS, NO_LIMITS, Caller, Limits, Right
from atom_xero_plugin.interfaces.callers import limits_of

_LONGEST_NAME: Final = 80
WORKSPACE: Final = "workspace"
"""The claim of a token that names its workspace."""
ORGANISATIONS: Final = "organisations"
SKILLS: Final = "skills"
"""The claims of a token that say what it is limited to: lists, or None."""


KEYS: Final = ("idempotencyKey", "atom-xero/idempotency-key")
"""Names in `_meta` of a call under which a client gives the key of its request."""
_OF_A_MODEL: Final = frozenset[Right]({"read", "write"})


@dataclass(frozen=True)
class Client:
    """The program that a model or a person uses us through."""

    name: str
    workspace_id: str
    protocol: str
    can_ask: bool
    """Whether it said that it can put a form before its person, and may: its token, if it has one, may approve."""
    token_id: str | None = None
    rights: frozenset[Right] = ALL_RIGHTS
    """Of its token; all of them over standard input and output, where a person started us."""
    limits: Limits = NO_LIMITS

    @classmethod
    def of(cls, ctx: ServerRequestContext[Any], workspace_id: str) -> Client:
        """The client of a request, as it described itself, with what its token says of it."""
        reported, token = ctx.session.client_params, token_of(ctx)
        claims = dict((token.claims if token else None) or {})
        rights = ALL_RIGHTS if token is None else frozenset(cast("list[Right]", token.scopes))
        return cls(
            name=_plain(reported.client_info.name if reported else ""),
            workspace_id=workspace_id if token is None else str(claims[WORKSPACE]),
            protocol=ctx.protocol_version,
            can_ask=_can_ask(ctx) and "approve" in rights,
            token_id=token.client_id if token else None,
            rights=rights,
            limits=limits_of(claims.get(ORGANISATIONS), claims.get(SKILLS)),
        )

    @property
    def model(self) -> Caller:
        """The model that calls a tool: it reads and proposes, and never approves."""
        rights = self.rights & _OF_A_MODEL
        return Caller(self.workspace_id, f"ai:mcp:{self._named}", kind="ai", rights=rights, limits=self.limits)

    @property
    def person(self) -> Caller:
        """The person who answered the client's form."""
        how = "a form of the client" + (f", by the API token {self.token_id}" if self.token_id else "")
        return Caller(
            self.workspace_id, f"person:mcp:{self._named}", "person", self.rights, how=how, limits=self.limits
        )

    @property
    def asks_between_calls(self) -> bool:
        """From 2026-07-28 on a question is the result of a call, and its answer comes with the call made again."""
        return self.protocol in MODERN_PROTOCOL_VERSIONS

    @property
    def _named(self) -> str:
        return f"{self.name} ({self.token_id})" if self.token_id else self.name


def token_of(ctx: ServerRequestContext[Any]) -> AccessToken | None:
    """The token that a request over HTTP was sent with; None over standard input and output."""
    scope = getattr(ctx.request, "scope", None)
    user = scope.get("user") if isinstance(scope, dict) else None
    return user.access_token if isinstance(user, AuthenticatedUser) else get_access_token()


def request_key(params: types.CallToolRequestParams) -> str | None:
    """The key by which the client named its call; None if it did not. What is no text is refused as a key."""
    meta = dict(params.meta or {})
    found = next((meta[name] for name in KEYS if name in meta), None)
    return None if found is None else found if isinstance(found, str) else ""


def _can_ask(ctx: ServerRequestContext[Any]) -> bool:
    """Form mode is what a client means that names no mode."""
    reported = ctx.session.client_capabilities
    asking = reported.elicitation if reported else None
    return asking is not None and (asking.form is not None or asking.url is None)


def _plain(name: str) -> str:
    return re.sub(r"[^\w .@/+-]", "", name)[:_LONGEST_NAME].strip() or "unknown"
