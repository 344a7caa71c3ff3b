"""The organisations that are connected, what each grant may do, and connecting, connecting again and disconnecting."""

from __future__ import annotations

from fastapi import APIRouter, Response

from atom_xero_plugin.auth.scopes import missing
from atom_xero_plugin.catalogue.registry import Registry
from atom_xero_plugin.core.errors import NotAllowed
from atom_xero_plugin.interfaces.http.connections import PREFIX
from atom_xero_plugin.interfaces.http.run_skill import Id
from atom_xero_plugin.interfaces.web.page import Visitor
from atom_xero_plugin.interfaces.web.page_route import login_site
from atom_xero_plugin.interfaces.web.router import Pages


def routes(registry: Registry) -> APIRouter:
    """The routes of connections."""
    wanted = sorted({scope for entry in registry.entries for scope in entry.scopes})
    pages = Pages()

    async def connect(page: Visitor) -> Response:
        """Show the connections of the workspace, or how to make the first."""
        page.here, page.title = "connect", "Connections"
        known = await page.service.runtime.connections.of_workspace(page.caller.workspace_id)
        rows = [(each, missing(each.scopes, wanted)) for each in known]
        return await page.render(
            "pages/connect.html", rows=rows, start=f"{PREFIX}/start", forms_to=[login_site(page.service)]
        )

    pages.shows("/connect", "connect", connect)
    pages.takes("/connect/{connection_id}/disconnect", "disconnect", disconnect)
    return pages.router


async def disconnect(page: Visitor, connection_id: Id) -> Response:
    """End the connection to one organisation at Xero; the others of the login stay."""
    await page.form()
    if not page.may("admin"):
        raise NotAllowed("You have no right to disconnect an organisation; an administrator has it.")
    runtime = page.service.runtime
    await runtime.connections.disconnect(page.caller.workspace_id, connection_id, actor=page.caller.actor)
    return page.go("connect")
