"""`atom-xero trigger`: what a workflow may wait for, turned on and off, and shown as it comes."""

from __future__ import annotations

import asyncio
import contextlib
import difflib
import signal
from collections.abc import Callable
from datetime import timedelta
from typing import Annotated, Any, Final

import msgspec
import typer

from atom_xero_plugin.app import App
from atom_xero_plugin.catalogue.registry import Registry
from atom_xero_plugin.catalogue.trigger import HOST_PREFIX, Trigger
from atom_xero_plugin.core.errors import InvalidArguments, NotFound
from atom_xero_plugin.events.contract import describe_trigger
from atom_xero_plugin.events.outbox import EventRow
from atom_xero_plugin.events.stream import follow
from atom_xero_plugin.events.subscriptions import Subscription
from atom_xero_plugin.interfaces.cli import output, run
from atom_xero_plugin.interfaces.cli.fields import fields_of

app = typer.Typer(help="List triggers, turn them on and off, and read their events.", no_args_is_help=True)
AsJson = Annotated[bool, typer.Option("--json", help=output.JSON_HELP)]
Name = Annotated[str, typer.Argument(help="Name of the trigger, for example invoice_paid.")]
Organisation = Annotated[
    str | None, typer.Option("--organisation", "--org", help="Name or id of the organisation; without it, every one.")
]
Filters = Annotated[str, typer.Option(help='Filters, as JSON, for example \'{"min_total": "500.00"}\'.')]
EXPIRES_AFTER: Final = timedelta(minutes=2)
"""How long a trigger stays on that nobody listens to any more, because the listening process was killed."""
Words = Callable[[EventRow], None]


@app.command("list")
def list_triggers(as_json: AsJson = False) -> None:
    """List every trigger with what it reports."""
    found = Registry().triggers
    if as_json:
        output.data([{"name": t.name, "event_type": t.event_type, "description": t.description} for t in found])
        return
    for trigger in found:
        output.text(f"{trigger.name:<26}  {trigger.description.splitlines()[0]}")


@app.command("show")
def show_trigger(name: Name, as_json: AsJson = False) -> None:
    """Show what a trigger reports, its filters, and a sample of its events."""
    reported = describe_trigger(_trigger(name, as_json=as_json))
    if as_json:
        output.data(reported)
        return
    output.text(f"{reported['name']} ({reported['event_type']})\n\n{reported['description']}\n")
    for line in fields_of(reported["filters"]):
        output.text(line)
    output.data(reported["sample"])


@app.command("on")
def turn_on(name: Name, filters: Filters = "{}", organisation: Organisation = None, as_json: AsJson = False) -> None:
    """Turn a trigger on from now; what happened before is not reported."""
    trigger = _trigger(name, as_json=as_json)

    async def work(runtime: App) -> Subscription:
        return await _turned_on(runtime, trigger, filters, organisation)

    made = run.run(work, as_json=as_json)
    if as_json:
        output.data(made)
    else:
        output.text(f"{made.id}  {made.trigger} is on")


@app.command("off")
def turn_off(
    subscription: Annotated[str, typer.Argument(help="Id of the subscription, from `trigger subscriptions`.")],
) -> None:
    """Turn a trigger off."""

    async def work(runtime: App) -> None:
        caller = run.person(runtime.settings)
        await runtime.subscriptions.turn_off(caller.workspace_id, subscription, by=caller.actor)

    run.run(work, as_json=False)
    output.say("It is off.")


@app.command("subscriptions")
def subscriptions(as_json: AsJson = False) -> None:
    """List the triggers that are on."""

    async def work(runtime: App) -> list[Subscription]:
        return await runtime.subscriptions.listed(runtime.settings.workspace)

    found = run.run(work, as_json=as_json)
    if as_json:
        output.data(found)
    for each in [] if as_json else found:
        filtered_by = msgspec.json.encode(each.filters).decode() if each.filters else ""
        output.text(f"{each.id}  {each.trigger:<26}  {each.tenant_id or 'every organisation'}  {filtered_by}")


@app.command("events")
def events(
    state: Annotated[str | None, typer.Option(help="Only pending, delivered or dead ones.")] = None,
    after: Annotated[int, typer.Option(min=0, help="Only events after this number.")] = 0,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="How many.")] = 100,
    as_json: AsJson = False,
) -> None:
    """List events, the oldest first, and how far each came."""
    if state not in {None, "pending", "delivered", "dead"}:
        invalid = InvalidArguments(f"There is no state {state!r}.", hint="Take pending, delivered or dead.")
        run.stop(invalid, as_json=as_json)
    _list_events(state, after, limit, as_json=as_json)


@app.command("dead")
def dead(
    after: Annotated[int, typer.Option(min=0, help="Only events after this number.")] = 0,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="How many.")] = 100,
    as_json: AsJson = False,
) -> None:
    """List the events that could not be delivered after all retries, and why; `trigger replay` sends one again."""
    _list_events("dead", after, limit, as_json=as_json)


def _list_events(state: str | None, after: int, limit: int, *, as_json: bool) -> None:
    async def work(runtime: App) -> list[EventRow]:
        return await runtime.outbox.listed(runtime.settings.workspace, after=after, state=state, limit=limit)

    found = run.run(work, as_json=as_json)
    if as_json:
        output.data(found)
        return
    for each in found:
        output.text(f"{each.number}  {each.state:<9}  {_words(each.body)}\n    {each.id}")
        if each.error:
            output.text(f"    after {each.attempts} attempts: {each.error}")
    if not found:
        output.say("There are no such events.")
    if len(found) == limit:
        output.say(f"There may be more: --after {found[-1].number}")


@app.command("replay")
def replay(event: Annotated[str, typer.Argument(help="Id of the event.")]) -> None:
    """Send an event again, also a dead one."""

    async def work(runtime: App) -> None:
        await runtime.outbox.replay(runtime.settings.workspace, event)

    run.run(work, as_json=False)
    output.say("It waits to be delivered again.")


@app.command("listen")
def listen(
    names: Annotated[list[str] | None, typer.Argument(help="Names of triggers; without any, all.")] = None,
    filters: Filters = "{}",
    organisation: Organisation = None,
    seconds: Annotated[
        float | None, typer.Option(min=1, help="End after this many seconds; without it, Ctrl-C ends it.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print each event as a JSON object on a line.")] = False,
) -> None:
    """Sync Xero and print its events as they come. The triggers are on for as long as this runs.

    What this program did shows within seconds; what was done in Xero within a minute where much happens, and within
    ATOM_XERO_POLL_MINUTES where little does. Events are only shown: `worker` and `serve` still deliver them.
    """
    chosen = [_trigger(name, as_json=as_json) for name in names] if names else Registry().triggers

    def show(row: EventRow) -> None:
        if as_json:
            output.line(row.body)
        else:
            output.text(_words(row.body))

    async def work(runtime: App) -> None:
        from atom_xero_plugin.jobs.local import running

        workspace, made = runtime.settings.workspace, list[Subscription]()
        last = await runtime.outbox.last_number(workspace)
        try:
            for trigger in chosen:
                made.append(await _turned_on(runtime, trigger, filters, organisation, lasting=EXPIRES_AFTER))
            await runtime.polls.request_sync(workspace)
            output.say(f"Listening for {len(chosen)} triggers; Ctrl-C ends it.")
            async with running(runtime, Registry()):
                await _print_events(runtime, {each.id for each in made}, last, seconds, show)
        finally:
            for each in made:
                await runtime.subscriptions.turn_off(workspace, each.id, by=run.person(runtime.settings).actor)

    run.run(work, as_json=as_json)


async def _print_events(runtime: App, subscriptions: set[str], begin: int, seconds: float | None, show: Words) -> None:
    """Events of these subscriptions, which are kept on, until the time is over or somebody ends the program."""
    stopped, kept_at = asyncio.Event(), runtime.clock.now()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopped.set)
    events = follow(runtime.outbox, runtime.settings.workspace, begin, clock=runtime.clock, ended=stopped)
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            async for fresh in events:
                for row in fresh:
                    if subscriptions & set(row.body["subscriptions"]):
                        show(row)
                if runtime.clock.now() - kept_at > EXPIRES_AFTER / 4:
                    await runtime.subscriptions.keep_on(runtime.settings.workspace, subscriptions, EXPIRES_AFTER)
                    kept_at = runtime.clock.now()


async def _turned_on(
    runtime: App, trigger: Trigger, filters: str, organisation: str | None, *, lasting: timedelta | None = None
) -> Subscription:
    caller = run.person(runtime.settings)
    tenant = (await runtime.organisations.choose(caller.workspace_id, organisation)).tenant_id if organisation else None
    try:
        given = msgspec.json.decode(filters, type=dict[str, Any])
    except msgspec.MsgspecError as error:
        raise InvalidArguments(f"The filters are not a JSON object: {error}.") from None
    return await runtime.subscriptions.turn_on(
        caller.workspace_id, trigger, given, tenant_id=tenant, by=caller.actor, lasting=lasting
    )


def _trigger(name: str, *, as_json: bool) -> Trigger:
    found = {trigger.name: trigger for trigger in Registry().triggers}
    short = name.removeprefix(HOST_PREFIX)
    if short not in found:
        near = difflib.get_close_matches(short, list(found), n=3)
        hint = f"Did you mean {' or '.join(near)}?" if near else "`atom-xero trigger list` shows them."
        run.stop(NotFound(f"There is no trigger {name[:64]!r}.", hint=hint), as_json=as_json)
    return found[short]


def _words(event: dict[str, Any]) -> str:
    new = event["new"]
    what = new.get("number") or new.get("name") or new.get("organisation") or event["resource"]["id"]
    return f"{event['occurred_at']}  {event['trigger']:<26}  {event['organisation']['name']}  {what}"
