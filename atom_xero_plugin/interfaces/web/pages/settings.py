"""Who may do what: the look of pages, signed-in browsers, API tokens, agents and policies."""

from __future__ import annotations

from typing import Any, Final

from fastapi import APIRouter, Response

from atom_xero_plugin.accounting.kinds import KINDS
from atom_xero_plugin.catalogue.registry import Registry
from atom_xero_plugin.core.errors import InvalidArguments, NotAllowed, XeroPluginError
from atom_xero_plugin.dispatch.agents import Agents
from atom_xero_plugin.dispatch.plan_policies import PolicyInput
from atom_xero_plugin.interfaces.http.requests import struct_from
from atom_xero_plugin.interfaces.http.run_skill import Id
from atom_xero_plugin.interfaces.web.page import WebPage, WholeVisitor
from atom_xero_plugin.interfaces.web.router import Pages
from atom_xero_plugin.store.api_tokens import RIGHTS, NewToken

ROLES: Final = {
    "viewer": ("read",),
    "operator": ("read", "write"),
    "approver": ("read", "write", "approve"),
    "admin": RIGHTS,
}
"""What a role may: the rights of the token that a person signs in with."""
_KINDS: Final = sorted(KINDS)
_POLICY_FIELDS: Final = ("action", "organisation", "kind", "caller", "amount", "currency")


def routes(registry: Registry) -> APIRouter:
    """The routes of settings."""
    del registry
    pages = Pages()
    pages.shows("/settings", "settings", settings)
    pages.takes("/settings/sessions/end", "sessions_end", end_sessions)
    pages.takes("/settings/tokens", "token_new", new_token)
    pages.takes("/settings/tokens/{token_id}/revoke", "token_revoke", revoke_token)
    pages.takes("/settings/agents/end", "agent_end", end_agent)
    pages.takes("/settings/policies", "policy_set", set_policy)
    pages.takes("/settings/policies/{policy_id}/end", "policy_end", end_policy)
    return pages.router


async def settings(page: WholeVisitor) -> Response:
    """Show what is set."""
    return await _shown(page)


async def end_sessions(page: WholeVisitor) -> Response:
    """Sign out the chosen browsers, or all of them; people without the right to administer only their own."""
    form = await page.form()
    ids = set(form.get("session", []))
    chosen = [each.id for each in await _sessions(page) if "everywhere" in form or each.id in ids]
    await page.service.browser_sessions.end_some(page.caller.workspace_id, page.caller.actor, ids=chosen)
    return page.go("settings")


async def new_token(page: WholeVisitor) -> Response:
    """Make an API token of a role; it is shown this once."""
    form = await page.form()
    _check_admin(page)
    name, role, days = (next(iter(form.get(field, [])), "").strip() for field in ("name", "role", "days"))
    try:
        if role not in ROLES or (days and not days.isdecimal()):
            raise InvalidArguments("Choose a role, and give days as a whole number or not at all.", hint="")
        made = await page.service.tokens.new(
            page.caller.workspace_id, name, ROLES[role], by=page.caller.actor, expires_days=int(days) if days else None
        )
    except XeroPluginError as error:
        return await _shown(page, status=400, token_error=error, typed={"name": name, "role": role, "days": days})
    return await _shown(page, made=made)


async def revoke_token(page: WholeVisitor, token_id: Id) -> Response:
    """End a token at once, and with it every browser that was signed in by it."""
    await page.form()
    _check_admin(page)
    await page.service.tokens.revoke(page.caller.workspace_id, token_id, by=page.caller.actor)
    return page.go("settings")


async def end_agent(page: WholeVisitor) -> Response:
    """End an agent at once."""
    form = await page.form()
    await Agents(page.service.runtime).end(page.caller, next(iter(form.get("agent", [])), ""))
    return page.go("settings")


async def set_policy(page: WholeVisitor) -> Response:
    """Set a policy."""
    form = await page.form()
    given = {name: next(iter(form.get(name, [])), "").strip() for name in _POLICY_FIELDS}
    try:
        asked = struct_from({name: value for name, value in given.items() if value}, PolicyInput)
        await page.service.dispatcher.policies.set(page.caller, asked, _KINDS)
    except XeroPluginError as error:
        return await _shown(page, status=400, policy_error=error, policy_typed=given)
    return page.go("settings")


async def end_policy(page: WholeVisitor, policy_id: Id) -> Response:
    """End a policy at once."""
    await page.form()
    await page.service.dispatcher.policies.end(page.caller, policy_id)
    return page.go("settings")


async def _sessions(page: WebPage) -> list[Any]:
    own = None if page.may("admin") else [page.token.id]
    return await page.service.browser_sessions.listed(page.caller.workspace_id, own)


async def _shown(
    page: WebPage,
    *,
    status: int = 200,
    made: NewToken | None = None,
    token_error: XeroPluginError | None = None,
    typed: dict[str, str] | None = None,
    policy_error: XeroPluginError | None = None,
    policy_typed: dict[str, str] | None = None,
) -> Response:
    page.here, page.title = "settings", "Settings"
    admin, workspace = page.may("admin"), page.caller.workspace_id
    return await page.render(
        "pages/settings.html",
        status=status,
        sessions=await _sessions(page),
        current=page.session_id,
        tokens=await page.service.tokens.listed(workspace) if admin else [],
        agents=await Agents(page.service.runtime).listed(workspace) if admin else [],
        policies=await page.service.dispatcher.policies.listed(workspace),
        names={each.id: each.name for each in page.organisations},
        kinds=[(each, each.replace("_", " ").capitalize()) for each in _KINDS],
        made=made,
        token_error=token_error,
        typed=typed or {},
        policy_error=policy_error,
        policy_typed=policy_typed or {},
    )


def _check_admin(page: WebPage) -> None:
    if not page.may("admin"):
        raise NotAllowed("You have no right to administer this workspace; an administrator has it.")
