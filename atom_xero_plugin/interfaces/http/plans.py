"""`/api/plans`: check plans; a person approves one by its hash or refuses it; execute, withdraw or undo it."""

from __future__ import annotations

from typing import Annotated, Any, Final

import msgspec
from fastapi import APIRouter, Query, Request, Response
from msgspec import Meta, Struct

from atom_xero_plugin.catalogue.registry import Registry
from atom_xero_plugin.catalogue.schema import schema_of
from atom_xero_plugin.core.errors import NotAllowed
from atom_xero_plugin.interfaces.http.authentication import LimitedApprover, LimitedReader, LimitedWriter
from atom_xero_plugin.interfaces.http.operations import answers, listing, takes
from atom_xero_plugin.interfaces.http.requests import struct_of
from atom_xero_plugin.interfaces.http.responses import answered
from atom_xero_plugin.interfaces.http.route import Route
from atom_xero_plugin.interfaces.http.run_skill import About, Id
from atom_xero_plugin.interfaces.http.service import Served
from atom_xero_plugin.plans.plan import Plan, PlanView

States = Annotated[
    list[str] | None, Query(max_length=20, description="Only these states; may be repeated, or separated by commas.")
]
Cursor = Annotated[str | None, Query(max_length=255, description="next_cursor of the page before.")]
Newest = Annotated[int, Query(ge=1, le=500, description="How many, the newest first.")]


_OUTCOME: Final[dict[str, Any]] = {
    "outcome": {
        "type": "object",
        "description": "What it answered when it was executed; null for what there is not.",
        "properties": {"result": {}, "error": {}},
        "required": ["result", "error"],
    }
}
_APPROVED: Final[dict[str, Any]] = {
    "type": "object",
    "properties": {"state": {"type": "string"}, "plan_id": {"type": "string"}},
    "required": ["state", "plan_id"],
}


class EndBody(Struct, forbid_unknown_fields=True):
    """What refusing and withdrawing take."""

    reason: Annotated[str, Meta(description="Why, for the audit trail.", max_length=500)] | None = None


class ApproveBody(Struct, forbid_unknown_fields=True):
    """What approving takes."""

    hash: Annotated[str, Meta(description="The hash of the plan as it was shown.", min_length=1, max_length=128)]


def routes(registry: Registry) -> APIRouter:
    """The routes of plans."""
    del registry
    router = APIRouter(prefix="/api/plans", tags=["plans"], route_class=Route)
    add = router.add_api_route
    view = schema_of(PlanView, nulls=True)
    add("", list_plans, responses=answers(listing(view)))
    add("/{plan_id}", get_plan, responses=answers({**view, "properties": {**view["properties"], **_OUTCOME}}))
    add(
        "/{plan_id}/approve", approve_plan, methods=["POST"], openapi_extra=takes(ApproveBody),
        responses=answers(_APPROVED),
    )  # fmt: skip
    add("/{plan_id}/execute", execute_plan, methods=["POST"], responses=answers())
    add("/{plan_id}/refuse", refuse_plan, methods=["POST"], openapi_extra=takes(EndBody), responses=answers(_APPROVED))
    add(
        "/{plan_id}/withdraw", withdraw_plan, methods=["POST"], openapi_extra=takes(EndBody),
        responses=answers(_APPROVED),
    )  # fmt: skip
    add("/{plan_id}/undo", undo_plan, methods=["POST"], responses=answers(plans=True))
    return router


async def list_plans(
    service: Served,
    caller: LimitedReader,
    state: States = None,
    organisation: About = None,
    cursor: Cursor = None,
    limit: Newest = 50,
) -> Response:
    """List the plans of the workspace, the newest first, by state and organisation."""
    workspace, within, tenant_id = caller.workspace_id, caller.limits.organisations, None
    if organisation:
        tenant_id = await service.runtime.organisations.id_of(workspace, organisation, within=within)
    states = [each for given in state or () for each in given.split(",")]
    page = await service.runtime.plan_lists.page(
        workspace, states=states, tenant_id=tenant_id, within=within, limit=limit, cursor=cursor
    )
    items = [plan.view() for plan in page.items]
    more = {"has_more": page.next_cursor is not None, "next_cursor": page.next_cursor}
    return answered(service.answer({"items": items, **more}))


async def get_plan(service: Served, caller: LimitedReader, plan_id: Id) -> Response:
    """Show one plan, and what came of it."""
    plan = await service.dispatcher.plan(caller.workspace_id, plan_id)
    within = caller.limits.organisations
    if within is not None and plan.tenant_id not in within:
        raise NotAllowed("The API token is limited to other organisations than this plan's.")
    return answered(service.answer(_whole(plan)))


async def approve_plan(request: Request, service: Served, caller: LimitedApprover, plan_id: Id) -> Response:
    """Approve exactly the plan with this hash, as the person whose token this is."""
    asked = await struct_of(request, ApproveBody)
    return answered(await service.dispatcher.approve(plan_id, asked.hash, caller))


async def execute_plan(service: Served, caller: LimitedWriter, plan_id: Id) -> Response:
    """Execute an approved plan. One that was executed before answers what it answered then."""
    return answered(await service.dispatcher.execute(plan_id, caller))


async def refuse_plan(request: Request, service: Served, caller: LimitedApprover, plan_id: Id) -> Response:
    """Refuse a plan, as the person whose token this is; nothing of it is ever sent."""
    asked = await struct_of(request, EndBody)
    return answered(await service.dispatcher.refuse(plan_id, caller, reason=asked.reason))


async def withdraw_plan(request: Request, service: Served, caller: LimitedWriter, plan_id: Id) -> Response:
    """Withdraw a plan of which nothing was sent; the bank lines that it reserved are free again."""
    asked = await struct_of(request, EndBody)
    return answered(await service.dispatcher.withdraw(plan_id, caller, reason=asked.reason))


async def undo_plan(service: Served, caller: LimitedWriter, plan_id: Id) -> Response:
    """Make the plan that undoes an executed plan; it is approved like any other."""
    return answered(await service.dispatcher.undo(plan_id, caller))


def _whole(plan: Plan) -> dict[str, Any]:
    outcome = {
        "result": msgspec.json.decode(plan.result) if plan.result else None,
        "error": msgspec.json.decode(plan.error) if plan.error else None,
    }
    return {**msgspec.structs.asdict(plan.view()), "outcome": outcome}
