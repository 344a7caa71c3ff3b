"""Triggers on and off with a sample of each, the events that came of them, and sending again what was not delivered."""

from __future__ import annotations

from typing import Annotated, Final

import msgspec
from fastapi import APIRouter, Query, Response

from atom_xero_plugin.catalogue.registry import Registry
from atom_xero_plugin.catalogue.trigger import Trigger
from atom_xero_plugin.core.errors import NotAllowed, NotFound
from atom_xero_plugin.events.samples import sample_event
from atom_xero_plugin.interfaces.http.run_skill import Id
from atom_xero_plugin.interfaces.web.page import WebPage, WholeVisitor
from atom_xero_plugin.interfaces.web.router import Pages

_NEWEST: Final = 100
State = Annotated[str | None, Query(pattern="^(pending|delivered|dead)$")]


def routes(registry: Registry) -> APIRouter:
    """The routes of automations."""
    del registry
    pages = Pages()
    pages.shows("/automations", "automations", automations)
    pages.shows("/automations/deliveries", "deliveries", deliveries)
    pages.takes("/automations/deliveries/{event_id}/replay", "delivery_replay", replay)
    pages.shows("/automations/triggers/{name}", "trigger", trigger)
    pages.takes("/automations/triggers/{name}/on", "trigger_on", turn_on)
    pages.takes("/automations/subscriptions/{subscription_id}/off", "trigger_off", turn_off)
    return pages.router


async def automations(page: WholeVisitor) -> Response:
    """List every trigger, those that are on first."""
    page.here, page.title = "automations", "Automations"
    on = await page.service.runtime.subscriptions.listed(page.caller.workspace_id)
    by_trigger = {name: [each for each in on if each.trigger == name] for name in {each.trigger for each in on}}
    listed = sorted(page.service.registry.triggers, key=lambda each: (each.name not in by_trigger, each.name))
    counts = await page.service.runtime.outbox.counts(page.caller.workspace_id)
    return await page.render("pages/automations.html", triggers=listed, on=by_trigger, counts=counts)


async def trigger(page: WholeVisitor, name: Id) -> Response:
    """Show one trigger: what it reports, a sample, and where it is on."""
    found = _trigger(page, name)
    page.here, page.title = "automations", found.title
    on = await page.service.runtime.subscriptions.listed(page.caller.workspace_id)
    sample = msgspec.json.format(msgspec.json.encode(sample_event(found)), indent=2).decode()
    places = {each.id: each.name for each in page.organisations}
    mine = [each for each in on if each.trigger == found.name]
    return await page.render("pages/trigger.html", trigger=found, on=mine, sample=sample, places=places)


async def turn_on(page: WholeVisitor, name: Id) -> Response:
    """Turn a trigger on from now, for one organisation or for all."""
    form = await page.form()
    _check_may_write(page)
    found, chosen = _trigger(page, name), next(iter(form.get("organisation", [])), "")
    if chosen and chosen not in {each.id for each in page.organisations}:
        raise NotFound("There is no such organisation in this workspace.", hint="Choose one of those listed.")
    await page.service.runtime.subscriptions.turn_on(
        page.caller.workspace_id, found, tenant_id=chosen or None, by=page.caller.actor
    )
    return page.go("trigger", name=found.name)


async def turn_off(page: WholeVisitor, subscription_id: Id) -> Response:
    """Turn a trigger off; its events that wait are still delivered."""
    await page.form()
    _check_may_write(page)
    runtime = page.service.runtime
    await runtime.subscriptions.turn_off(page.caller.workspace_id, subscription_id, by=page.caller.actor)
    return page.go("automations")


async def deliveries(page: WholeVisitor, state: State = None) -> Response:
    """List the events of the workspace, the newest first, with how far each came."""
    page.here, page.title = "automations", "Deliveries"
    outbox, workspace = page.service.runtime.outbox, page.caller.workspace_id
    rows = await outbox.newest(workspace, limit=_NEWEST)
    if state is not None:
        rows = (await outbox.listed(workspace, state=state, limit=_NEWEST))[::-1]
    return await page.render("pages/deliveries.html", rows=rows, counts=await outbox.counts(workspace), state=state)


async def replay(page: WholeVisitor, event_id: Id) -> Response:
    """Send an event again, whatever became of it."""
    await page.form()
    _check_may_write(page)
    await page.service.runtime.outbox.replay(page.caller.workspace_id, event_id)
    return page.go("deliveries")


def _trigger(page: WebPage, name: str) -> Trigger:
    found = next((each for each in page.service.registry.triggers if each.name == name), None)
    if found is None:
        raise NotFound("There is no such trigger.", hint="Choose one of those listed.")
    return found


def _check_may_write(page: WebPage) -> None:
    if not page.may("write"):
        raise NotAllowed("You have no right to change automations; an operator has it.")
