"""Resources that a client may read into a chat: organisations, their cards, charts and tax rates, and waiting plans."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

import mcp_types as types
import msgspec
from mcp.server.context import ServerRequestContext
from mcp.shared.exceptions import MCPError

from atom_xero_plugin.app import App
from atom_xero_plugin.catalogue.context import Caller
from atom_xero_plugin.core.errors import NotAllowed, XeroPluginError
from atom_xero_plugin.dispatch.dispatcher import Answer, Dispatch
from atom_xero_plugin.interfaces.mcp import plan_card
from atom_xero_plugin.interfaces.mcp.client import Client
from atom_xero_plugin.interfaces.mcp.results import as_text, failed

ORGANISATIONS: Final = "xero://organisations"
WAITING: Final = "xero://plans/waiting"
_JSON: Final = "application/json"
_OF_ONE: Final = re.compile(r"xero://organisations/([^/]+)/(card|accounts|tax-rates)")
_LISTS: Final[Mapping[str, Sequence[str]]] = {
    "accounts": ("find_accounts",),
    "tax-rates": ("list_tax_rates", "find_tax_rates"),
}
"""Skills that answer a list; the first that is in the catalogue does."""
_WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "card": ("Organisation card", "Currency, time zone, financial year and lock dates, as last read from Xero."),
    "accounts": ("Chart of accounts", "Every account with its code, kind and tax rate."),
    "tax-rates": ("Tax rates", "Every tax rate with its code and percentage."),
}
_MOST_PAGES: Final = 20
_MOST_PLANS: Final = 50


class Resources:
    """What a client may read, as whoever calls may."""

    def __init__(self, runtime: App, dispatcher: Dispatch) -> None:
        """Lists are answered by skills of the dispatcher's catalogue."""
        self._runtime = runtime
        self._dispatcher = dispatcher

    async def listed(
        self, _ctx: ServerRequestContext[Any], _params: types.PaginatedRequestParams | None
    ) -> types.ListResourcesResult:
        """Those with an address of their own."""
        organisations = types.Resource(
            uri=ORGANISATIONS,
            name="organisations",
            title="Xero organisations",
            description="The connected organisations, with what each connection may do.",
            mime_type=_JSON,
        )
        waiting = types.Resource(
            uri=WAITING,
            name="waiting_plans",
            title="Plans that wait for a person",
            description="What would be written to Xero, and is not approved.",
            mime_type=_JSON,
        )
        return types.ListResourcesResult(resources=[organisations, waiting])

    async def templates(
        self, _ctx: ServerRequestContext[Any], _params: types.PaginatedRequestParams | None
    ) -> types.ListResourceTemplatesResult:
        """Those of one organisation, by its name or id."""
        offered = [kind for kind in _WORDS if kind == "card" or self._skill(kind) is not None]
        templates = [
            types.ResourceTemplate(
                uri_template=f"xero://organisations/{{organisation}}/{kind}",
                name=kind.replace("-", "_"),
                title=_WORDS[kind][0],
                description=_WORDS[kind][1],
                mime_type=_JSON,
            )
            for kind in offered
        ]
        return types.ListResourceTemplatesResult(resource_templates=templates)

    async def read(
        self, ctx: ServerRequestContext[Any], params: types.ReadResourceRequestParams
    ) -> types.ReadResourceResult:
        """One resource. What goes wrong stands in it as an answer's error; an address that is none is refused."""
        uri = str(params.uri)
        if uri == plan_card.URI:
            return types.ReadResourceResult(contents=[plan_card.contents()])
        client = Client.of(ctx, self._runtime.settings.workspace)
        try:
            if not client.model.may("read"):
                raise NotAllowed("The API token has no right to read.")
            plain = await self._plain(uri, client.model)
        except XeroPluginError as error:
            plain = failed(error, self._runtime.clock).plain()
        contents = types.TextResourceContents(uri=uri, mime_type=_JSON, text=as_text(plain))
        return types.ReadResourceResult(contents=[contents])

    async def _plain(self, uri: str, caller: Caller) -> dict[str, Any]:
        if uri == ORGANISATIONS:
            return (await self._dispatcher.call("list_organisations", {}, caller)).plain()
        if uri == WAITING:
            return await self._waiting(caller)
        found = _OF_ONE.fullmatch(uri)
        skill = self._skill(found[2]) if found else None
        if found is None or (found[2] != "card" and skill is None):
            raise MCPError(code=types.INVALID_PARAMS, message=f"There is no such resource. There is {ORGANISATIONS}.")
        name = _unescaped(found[1])
        return await self._card(name, caller) if skill is None else await self._whole(skill, name, caller)

    def _skill(self, kind: str) -> str | None:
        known = {entry.name for entry in self._dispatcher.registry.entries}
        return next((name for name in _LISTS.get(kind, ()) if name in known), None)

    async def _card(self, name: str, caller: Caller) -> dict[str, Any]:
        """What the database knows of the organisation."""
        within = caller.limits.organisations
        connection = await self._runtime.organisations.choose(caller.workspace_id, name, within=within)
        known = msgspec.to_builtins(self._runtime.organisations.as_known(connection))
        read_at = connection.details_at
        return Answer(True, None, read_at or self._runtime.clock.now(), result=known).plain()

    async def _whole(self, skill: str, name: str, caller: Caller) -> dict[str, Any]:
        """Every page of a list, as one answer; the first that fails is the answer."""
        items: list[Any] = []
        arguments: dict[str, Any] = {}
        for _ in range(_MOST_PAGES):
            plain = (await self._dispatcher.call(skill, arguments, caller, organisation=name)).plain()
            if not plain["success"]:
                return plain
            items += plain["result"]["items"]
            arguments = {"cursor": plain["result"].get("next_cursor")}
            if arguments["cursor"] is None:
                break
        return {**plain, "result": {"items": items, "complete": arguments["cursor"] is None}}

    async def _waiting(self, caller: Caller) -> dict[str, Any]:
        page = await self._runtime.plan_lists.page(
            caller.workspace_id, states=("proposed",), within=caller.limits.organisations, limit=_MOST_PLANS
        )
        items = [
            {
                "id": view.id,
                "skill": view.skill,
                "organisation": view.organisation.name,
                "summary": view.summary,
                "amount": view.amount,
                "expires_at": view.expires_at,
            }
            for view in (plan.view() for plan in page.items)
        ]
        result = msgspec.to_builtins({"items": items, "has_more": page.next_cursor is not None})
        return Answer(True, None, self._runtime.clock.now(), result=result).plain()


def _unescaped(name: str) -> str:
    from urllib.parse import unquote

    return unquote(name)
