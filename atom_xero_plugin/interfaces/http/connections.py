"""`/auth/status` and what ends a connection: the organisations that a workspace reaches, and the logins behind them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Final
from urllib.parse import quote

from fastapi import APIRouter, Response
from msgspec import Meta, Struct

from atom_xero_plugin.auth.connections import Connection
from atom_xero_plugin.catalogue.context import OrganisationName
from atom_xero_plugin.catalogue.registry import Registry
from atom_xero_plugin.catalogue.schema import schema_of
from atom_xero_plugin.interfaces.http.authentication import Admin, Reader
from atom_xero_plugin.interfaces.http.idempotency import holds_a_secret
from atom_xero_plugin.interfaces.http.operations import answers, listing
from atom_xero_plugin.interfaces.http.responses import answered
from atom_xero_plugin.interfaces.http.route import Route
from atom_xero_plugin.interfaces.http.run_skill import Id
from atom_xero_plugin.interfaces.http.service import Served

PREFIX: Final = "/api/integrations/xero/auth"


class ConnectionShown(Struct, frozen=True):
    """One organisation as the API reports it."""

    id: Annotated[str, Meta(description="Id of the connection; what disconnecting takes.")]
    organisation: OrganisationName
    state: Annotated[str, Meta(description="connected or disconnected.")]
    reason: Annotated[str | None, Meta(description="Why it is disconnected.")]
    login_id: Annotated[str, Meta(description="The login it is reached by; one login may reach several.")]
    kind: Annotated[str, Meta(description="The kind of app: web, pkce or custom.")]
    scopes: Annotated[list[str], Meta(description="What Xero allowed.")]


class TicketShown(Struct, frozen=True):
    """Leave for one browser to begin one login."""

    ticket: Annotated[str, Meta(description="Works once; it is not shown again.")]
    path: Annotated[str, Meta(description="What to open in the browser, below the address of this service.")]
    expires_at: datetime


class Ended(Struct, frozen=True):
    """What was ended."""

    disconnected: Annotated[list[str], Meta(description="Ids of the connections that no longer work.")]


def routes(registry: Registry) -> APIRouter:
    """The routes of connections."""
    del registry
    router = APIRouter(prefix=PREFIX, tags=["connections"], route_class=Route)
    add = router.add_api_route
    shown = schema_of(ConnectionShown, nulls=True)
    add("/status", status, responses=answers(listing(shown)))
    ticket = answers(schema_of(TicketShown, nulls=True), status=201)
    add("/tickets", new_ticket, methods=["POST"], status_code=201, responses=ticket)
    ended = answers(schema_of(Ended, nulls=True))
    add("/connections/{connection_id}", disconnect, methods=["DELETE"], responses=ended)
    add("/logins/{login_id}", revoke, methods=["DELETE"], responses=ended)
    return router


def shown(connection: Connection) -> ConnectionShown:
    """A connection as the API reports it."""
    return ConnectionShown(
        connection.id,
        OrganisationName(connection.tenant_id, connection.tenant_name),
        connection.state,
        connection.state_reason,
        connection.grant_id,
        connection.kind,
        connection.scopes,
    )


async def status(service: Served, caller: Reader) -> Response:
    """List the organisations that the workspace is or was connected to, and why one no longer works."""
    found = await service.runtime.connections.of_workspace(caller.workspace_id)
    items = [shown(each) for each in found]
    return answered(service.answer({"items": items, "has_more": False, "next_cursor": None}))


@holds_a_secret
async def new_ticket(service: Served, caller: Admin) -> Response:
    """Invite a browser that holds no token to connect organisations to the workspace, once, within ten minutes."""
    made = await service.login_links.new(caller.workspace_id, by=caller.actor)
    path = f"{PREFIX}/start?ticket={quote(made.secret, safe='')}"
    return answered(service.answer(TicketShown(made.secret, path, made.expires_at)), status=201)


async def disconnect(service: Served, caller: Admin, connection_id: Id) -> Response:
    """End the connection to one organisation at Xero; the other connections of the login stay."""
    await service.runtime.connections.disconnect(caller.workspace_id, connection_id, actor=caller.actor)
    return answered(service.answer(Ended([connection_id])))


async def revoke(service: Served, caller: Admin, login_id: Id) -> Response:
    """End a login at Xero, and with it the connection to every organisation that it reaches."""
    connections = service.runtime.connections
    before = [each for each in await connections.of_workspace(caller.workspace_id) if each.grant_id == login_id]
    await connections.revoke(caller.workspace_id, login_id, actor=caller.actor)
    return answered(service.answer(Ended([each.id for each in before if each.state == "connected"])))
