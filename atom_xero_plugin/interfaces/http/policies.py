"""`/api/policies`: what people decide beforehand about plans; read by any token, set and ended by a person's."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from msgspec import Meta, Struct

from atom_xero_plugin.accounting.kinds import INTERNAL, KINDS
from atom_xero_plugin.catalogue.registry import Registry
from atom_xero_plugin.catalogue.schema import schema_of
from atom_xero_plugin.dispatch.plan_policies import PolicyInput, PolicyTrial
from atom_xero_plugin.interfaces.http.authentication import Approver, Reader
from atom_xero_plugin.interfaces.http.operations import answers, takes
from atom_xero_plugin.interfaces.http.requests import struct_of
from atom_xero_plugin.interfaces.http.responses import answered
from atom_xero_plugin.interfaces.http.route import Route
from atom_xero_plugin.interfaces.http.run_skill import Id
from atom_xero_plugin.interfaces.http.service import Served
from atom_xero_plugin.store.policies import StoredPolicy

_KINDS = [name for name in KINDS if name not in INTERNAL]
Ended = Annotated[bool, Query(description="Also those that are no longer in force.")]


class TryBody(Struct, forbid_unknown_fields=True):
    """What trying policies takes."""

    last: Annotated[int, Meta(description="How many of the last plans.", ge=1, le=500)] = 50
    policy: Annotated[PolicyInput, Meta(description="As if this policy were set too.")] | None = None


def routes(registry: Registry) -> APIRouter:
    """The routes of policies."""
    del registry
    router = APIRouter(prefix="/api/policies", tags=["policies"], route_class=Route)
    add = router.add_api_route
    policy = schema_of(StoredPolicy, nulls=True)
    many = {"type": "object", "properties": {"items": {"type": "array", "items": policy}}, "required": ["items"]}
    add("", list_policies, responses=answers(many))
    add(
        "", set_policy, methods=["POST"], status_code=201, openapi_extra=takes(PolicyInput),
        responses=answers(policy, status=201),
    )  # fmt: skip
    add(
        "/try", try_policies, methods=["POST"], openapi_extra=takes(TryBody),
        responses=answers(schema_of(PolicyTrial, nulls=True)),
    )  # fmt: skip
    add("/{policy_id}", end_policy, methods=["DELETE"], responses=answers({"type": "object"}))
    return router


async def list_policies(service: Served, caller: Reader, ended: Ended = False) -> Response:
    """List the policies of the workspace, in the order in which they were set."""
    items = await service.dispatcher.policies.listed(caller.workspace_id, ended=ended)
    return answered(service.answer({"items": items}))


async def set_policy(request: Request, service: Served, caller: Approver) -> Response:
    """Set a policy, as the person whose token this is; it needs the rights to approve and admin."""
    asked = await struct_of(request, PolicyInput)
    made = await service.dispatcher.policies.set(caller, asked, _KINDS)
    return answered(service.answer(made), status=201)


async def try_policies(request: Request, service: Served, caller: Reader) -> Response:
    """Show what the policies would have said of the last plans; nothing is changed."""
    asked = await struct_of(request, TryBody)
    found = await service.dispatcher.policies.trial(
        caller.workspace_id, last=asked.last, extra=asked.policy, kinds=_KINDS
    )
    return answered(service.answer(found))


async def end_policy(service: Served, caller: Approver, policy_id: Id) -> Response:
    """End a policy at once, as the person whose token this is."""
    await service.dispatcher.policies.end(caller, policy_id)
    return answered(service.answer({"ended": policy_id}))
