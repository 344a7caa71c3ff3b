"""`/api/triggers`: what a workflow may wait for, and which of it is turned on."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Final

import msgspec
from fastapi import APIRouter, Request, Response
from msgspec import Meta, Struct

from atom_xero_plugin.catalogue.registry import Registry
from atom_xero_plugin.catalogue.schema import schema_of
from atom_xero_plugin.catalogue.trigger import HOST_PREFIX, Trigger
from atom_xero_plugin.core.errors import NotFound
from atom_xero_plugin.events.contract import describe_trigger
from atom_xero_plugin.events.detection import Event
from atom_xero_plugin.events.samples import sample_event
from atom_xero_plugin.events.subscriptions import Subscription
from atom_xero_plugin.interfaces.http.authentication import Reader, Writer
from atom_xero_plugin.interfaces.http.operations import answers, listing, takes
from atom_xero_plugin.interfaces.http.requests import struct_of
from atom_xero_plugin.interfaces.http.responses import answered
from atom_xero_plugin.interfaces.http.route import Route
from atom_xero_plugin.interfaces.http.run_skill import Id
from atom_xero_plugin.interfaces.http.service import HttpService, Served


class SubscribeBody(Struct, forbid_unknown_fields=True):
    """What turning a trigger on takes."""

    trigger: Annotated[str, Meta(description="Its name, for example invoice_paid.", min_length=1, max_length=80)]
    filters: Annotated[dict[str, Any], Meta(description="As the trigger's filters say.")] = msgspec.field(
        default_factory=dict
    )
    organisation: (
        Annotated[str, Meta(description="Its name or id; left out, every one of the workspace.", max_length=255)] | None
    ) = None


class SubscriptionShown(Struct, frozen=True):
    """A trigger that is turned on."""

    id: str
    trigger: str
    tenant_id: Annotated[str | None, Meta(description="The organisation; null for every one of the workspace.")]
    filters: dict[str, Any]
    since: Annotated[datetime, Meta(description="What changed in Xero before is not reported.")]
    created_by: str
    created_at: datetime


_TRIGGER: Final[dict[str, Any]] = {
    "type": "object",
    "properties": {
        **{key: {"type": "string"} for key in ("name", "title", "event_type", "description", "resource")},
        "filters": {"type": "object", "description": "JSON Schema of its filters."},
        "payload": {"type": "object", "description": "JSON Schema of its events."},
        "sample": {"type": "object"},
    },
    "required": ["name", "title", "event_type", "description", "filters", "payload", "sample"],
}


def routes(registry: Registry) -> APIRouter:
    """The routes of triggers."""
    del registry
    router = APIRouter(prefix="/api/triggers", tags=["triggers"], route_class=Route)
    add = router.add_api_route
    subscribed = schema_of(SubscriptionShown, nulls=True)
    add("", list_triggers, responses=answers(listing(_TRIGGER)))
    add("/subscriptions", list_subscriptions, responses=answers(listing(subscribed)))
    add(
        "/subscriptions", subscribe, methods=["POST"], openapi_extra=takes(SubscribeBody), status_code=201,
        responses=answers(subscribed, status=201),
    )  # fmt: skip
    off = {"type": "object", "properties": {"turned_off": {"type": "string"}}, "required": ["turned_off"]}
    add("/subscriptions/{subscription_id}", unsubscribe, methods=["DELETE"], responses=answers(off))
    add("/{name}/sample", show_sample, responses=answers(schema_of(Event, nulls=True)))
    return router


async def list_triggers(service: Served, caller: Reader) -> Response:
    """List every trigger with its filters, the schema of its events, and a sample."""
    del caller
    items = [describe_trigger(each) for each in service.registry.triggers]
    return answered(service.answer({"items": items, "has_more": False, "next_cursor": None}))


async def show_sample(service: Served, caller: Reader, name: Id) -> Response:
    """Show an event as the trigger shows it."""
    del caller
    return answered(service.answer(sample_event(_trigger(service, name))))


async def list_subscriptions(service: Served, caller: Reader) -> Response:
    """List the triggers that are turned on in the workspace."""
    found = await service.runtime.subscriptions.listed(caller.workspace_id)
    items = [_shown(each) for each in found]
    return answered(service.answer({"items": items, "has_more": False, "next_cursor": None}))


async def subscribe(request: Request, service: Served, caller: Writer) -> Response:
    """Turn a trigger on from now; what happened before is not reported."""
    asked = await struct_of(request, SubscribeBody)
    trigger, tenant_id = _trigger(service, asked.trigger), None
    if asked.organisation is not None:
        tenant_id = (await service.runtime.organisations.choose(caller.workspace_id, asked.organisation)).tenant_id
    made = await service.runtime.subscriptions.turn_on(
        caller.workspace_id, trigger, asked.filters, tenant_id=tenant_id, by=caller.actor
    )
    return answered(service.answer(_shown(made)), status=201)


async def unsubscribe(service: Served, caller: Writer, subscription_id: Id) -> Response:
    """Turn a trigger off. Its events that wait are still delivered."""
    await service.runtime.subscriptions.turn_off(caller.workspace_id, subscription_id, by=caller.actor)
    return answered(service.answer({"turned_off": subscription_id}))


def _trigger(service: HttpService, name: str) -> Trigger:
    for each in service.registry.triggers:
        if each.name == name.removeprefix(HOST_PREFIX):
            return each
    raise NotFound(f"There is no trigger {name[:80]!r}.", hint="GET /api/triggers lists them.")


def _shown(subscription: Subscription) -> SubscriptionShown:
    values = {name: getattr(subscription, name) for name in SubscriptionShown.__struct_fields__}
    return SubscriptionShown(**values)
