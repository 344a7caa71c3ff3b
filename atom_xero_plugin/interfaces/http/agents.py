"""`/api/agents`: who writes in the workspace besides people at a terminal; ended by a person."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Request, Response
from msgspec import Meta, Struct

from atom_xero_plugin.catalogue.registry import Registry
from atom_xero_plugin.catalogue.schema import schema_of
from atom_xero_plugin.dispatch.agents import Agent, Agents
from atom_xero_plugin.interfaces.http.authentication import Admin, Approver
from atom_xero_plugin.interfaces.http.operations import answers, takes
from atom_xero_plugin.interfaces.http.requests import struct_of
from atom_xero_plugin.interfaces.http.responses import answered
from atom_xero_plugin.interfaces.http.route import Route
from atom_xero_plugin.interfaces.http.service import Served


class EndAgentBody(Struct, forbid_unknown_fields=True):
    """What ending an agent takes."""

    agent: Annotated[str, Meta(description="Its id or name.", min_length=1, max_length=255)]


def routes(registry: Registry) -> APIRouter:
    """The routes of agents."""
    del registry
    router = APIRouter(prefix="/api/agents", tags=["agents"], route_class=Route)
    agent = schema_of(Agent, nulls=True)
    many = {"type": "object", "properties": {"items": {"type": "array", "items": agent}}, "required": ["items"]}
    router.add_api_route("", list_agents, responses=answers(many))
    router.add_api_route(
        "/end", end_agent, methods=["POST"], openapi_extra=takes(EndAgentBody), responses=answers(agent)
    )
    return router


async def list_agents(service: Served, caller: Admin) -> Response:
    """List every API token, and every AI program without one that made plans: its rights, limits and plans."""
    items = await Agents(service.runtime).listed(caller.workspace_id)
    return answered(service.answer({"items": items}))


async def end_agent(request: Request, service: Served, caller: Approver) -> Response:
    """End an agent at once, as the person whose token this is; it needs the rights to approve and admin."""
    asked = await struct_of(request, EndAgentBody)
    return answered(service.answer(await Agents(service.runtime).end(caller, asked.agent)))
