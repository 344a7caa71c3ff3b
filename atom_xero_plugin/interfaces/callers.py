"""The caller that an API token stands for, by HTTP, over MCP and at the command line alike."""

from __future__ import annotations

from typing import Literal, cast

from atom_xero_plugin.catalogue.context import Caller, Limits, Right
from atom_xero_plugin.store.api_tokens import ApiToken


def of_token(token: ApiToken) -> Caller:
    """The caller, named in the audit so that the token can be found and revoked.

    A token with the right to approve is a person's; any other a workflow's.
    """
    rights = frozenset(cast("list[Right]", token.rights))
    kind: Literal["person", "workflow"] = "person" if "approve" in rights else "workflow"
    actor = f"{kind}:{token.name} ({token.id})"
    how = f"the API token {token.id}"
    return Caller(token.workspace_id, actor, kind, rights, how=how, limits=limits_of(token.organisations, token.skills))


def limits_of(organisations: list[str] | None, skills: list[str] | None) -> Limits:
    """The limits of a token, by its lists."""
    return Limits(
        None if organisations is None else frozenset(organisations), None if skills is None else frozenset(skills)
    )
