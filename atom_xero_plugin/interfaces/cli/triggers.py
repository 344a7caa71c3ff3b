"""`atom-xero trigger`: what a workflow may wait for, turned on and off, and heard as it comes."""

from __future__ import annotations

import asyncio
import contextlib
from typing import Annotated, Any

import msgspec
import typer

from atom_xero_plugin.errors import InvalidArguments, NotFound
from atom_xero_plugin.interfaces.cli import output, session
from atom_xero_plugin.registry import Registry
from atom_xero_plugin.runtime import Runtime
from atom_xero_plugin.sync.describing import describe_trigger
from atom_xero_plugin.sync.subscriptions import Subscription
from atom_xero_plugin.trigger import Trigger

app = typer.Typer(help="What happens in Xero: list, turn on, listen.", no_args_is_help=True)
AsJson = Annotated[bool, typer.Option("--json", help=output.JSON_HELP)]
Name = Annotated[str, typer.Argument(help="Name of the trigger, for example invoice_paid.")]
Organisation = Annotated[str | None, typer.Option(help="Name or id of the organisation; left out, every one.")]
Filters = Annotated[str, typer.Option(help='What narrows it, as JSON, for example \'{"min_total": "500.00"}\'.')]
LOOK_S = 1.0


@app.command("list")
def list_triggers(as_json: AsJson = False) -> None:
    """List every trigger with what it tells."""
    found = Registry().triggers
    if as_json:
        output.data([{"name": t.name, "event_type": t.event_type, "description": t.description} for t in found])
        return
    for trigger in found:
        output.text(f"{trigger.name:<26}  {trigger.description.splitlines()[0]}")


@app.command("show")
def show_trigger(name: Name, as_json: AsJson = False) -> None:
    """Show what a trigger tells, what narrows it, and a sample of its events."""
    told = describe_trigger(_trigger(name))
    if as_json:
        output.data(told)
        return
    output.text(f"{told['name']} ({told['event_type']})\n\n{told['description']}\n")
    for field, shape in told["filters"].get("properties", {}).items():
        output.text(f"  {field}: {shape.get('description', '')}")
    output.data(told["sample"])


@app.command("on")
def turn_on(name: Name, filters: Filters = "{}", organisation: Organisation = None, as_json: AsJson = False) -> None:
    """Turn a trigger on from now; what happened before is not told."""

    async def work(runtime: Runtime) -> Subscription:
        return await _turned_on(runtime, _trigger(name), filters, organisation)

    made = session.run(work, as_json=as_json)
    if as_json:
        output.data(made)
    else:
        output.text(f"{made.id}  {made.trigger} is on")


@app.command("off")
def turn_off(subscription: Annotated[str, typer.Argument(help="Its id, as `trigger subscriptions` lists it.")]) -> None:
    """Turn a trigger off."""

    async def work(runtime: Runtime) -> None:
        caller = session.person(runtime.settings)
        await runtime.subscriptions.turn_off(caller.workspace_id, subscription, by=caller.actor)

    session.run(work, as_json=False)
    output.say("It is off.")


@app.command("subscriptions")
def subscriptions(as_json: AsJson = False) -> None:
    """List the triggers that are on."""

    async def work(runtime: Runtime) -> list[Subscription]:
        return await runtime.subscriptions.listed(runtime.settings.workspace)

    found = session.run(work, as_json=as_json)
    if as_json:
        output.data(found)
    for each in [] if as_json else found:
        narrowed = msgspec.json.encode(each.filters).decode() if each.filters else ""
        output.text(f"{each.id}  {each.trigger:<26}  {each.tenant_id or 'every organisation'}  {narrowed}")


@app.command("events")
def events(
    state: Annotated[str | None, typer.Option(help="Only pending, delivered or dead ones.")] = None,
    after: Annotated[int, typer.Option(min=0, help="Only those after this number.")] = 0,
    as_json: AsJson = False,
) -> None:
    """List events and how far each came."""

    async def work(runtime: Runtime) -> Any:
        return await runtime.outbox.listed(runtime.settings.workspace, after=after, state=state)

    found = session.run(work, as_json=as_json)
    if as_json:
        output.data(found)
    for each in [] if as_json else found:
        output.text(f"{each.number}  {each.state:<9}  {_words(each.body)}{f'  ({each.error})' if each.error else ''}")


@app.command("replay")
def replay(event: Annotated[str, typer.Argument(help="Id of the event.")]) -> None:
    """Send an event again, also a dead one."""

    async def work(runtime: Runtime) -> None:
        await runtime.outbox.replay(runtime.settings.workspace, event)

    session.run(work, as_json=False)
    output.say("It waits to be delivered again.")


@app.command("listen")
def listen(
    names: Annotated[list[str] | None, typer.Argument(help="Triggers; left out, all of them.")] = None,
    organisation: Organisation = None,
    seconds: Annotated[float | None, typer.Option(min=1, help="End after so long; else with Ctrl-C.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print each event as a JSON object on a line.")] = False,
) -> None:
    """Hear what happens in Xero and print it as it comes. The triggers are on for as long as this runs."""

    async def work(runtime: Runtime) -> None:
        from atom_xero_plugin.scheduling.local import running

        chosen = [_trigger(name) for name in names] if names else Registry().triggers
        workspace = runtime.settings.workspace
        last = await runtime.outbox.last_number(workspace)
        made = [await _turned_on(runtime, trigger, "{}", organisation) for trigger in chosen]
        await runtime.polls.hurry(workspace)
        output.say(f"Listening for {len(chosen)} triggers; Ctrl-C ends it.")
        try:
            async with running(runtime, Registry()):
                await _print_events(runtime, workspace, last, seconds, as_json=as_json)
        finally:
            for each in made:
                await runtime.subscriptions.turn_off(workspace, each.id, by="person:cli")

    session.run(work, as_json=as_json)


async def _print_events(runtime: Runtime, workspace: str, last: int, seconds: float | None, *, as_json: bool) -> None:
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            while True:
                for row in await runtime.outbox.listed(workspace, after=last):
                    last = row.number
                    if as_json:
                        output.line(row.body)
                    else:
                        output.text(_words(row.body))
                await asyncio.sleep(LOOK_S)


async def _turned_on(runtime: Runtime, trigger: Trigger, filters: str, organisation: str | None) -> Subscription:
    caller = session.person(runtime.settings)
    tenant = (await runtime.choose(caller.workspace_id, organisation)).tenant_id if organisation else None
    try:
        given = msgspec.json.decode(filters, type=dict[str, Any])
    except msgspec.MsgspecError as error:
        raise InvalidArguments(f"The filters are not a JSON object: {error}.") from None
    return await runtime.subscriptions.turn_on(caller.workspace_id, trigger, given, tenant_id=tenant, by=caller.actor)


def _trigger(name: str) -> Trigger:
    found = {trigger.name: trigger for trigger in Registry().triggers}
    short = name.removeprefix("xero_")
    if short not in found:
        session.stop(
            NotFound(f"There is no trigger {name[:64]!r}.", hint="`atom-xero trigger list` shows them."), as_json=False
        )
    return found[short]


def _words(event: dict[str, Any]) -> str:
    new = event["new"]
    what = new.get("number") or new.get("name") or new.get("organisation") or event["resource"]["id"]
    return f"{event['occurred_at']}  {event['trigger']:<26}  {event['organisation']['name']}  {what}"
