"""`atom-xero sync`, `worker` and `search`: sync Xero now, keep it in sync, and search what was synced."""

from __future__ import annotations

import asyncio
import signal
from typing import Annotated, Any

import msgspec
import typer

from atom_xero_plugin.accounting.kinds import SYNCED, either
from atom_xero_plugin.app import App
from atom_xero_plugin.catalogue.registry import Registry
from atom_xero_plugin.core.errors import NotConnected, ReconnectNeeded
from atom_xero_plugin.interfaces.cli import output, run
from atom_xero_plugin.search.search import Hit
from atom_xero_plugin.store.poll_streams import DAILY_CHECK
from atom_xero_plugin.sync.poller import Poller, PollRun

AsJson = Annotated[bool, typer.Option("--json", help=output.JSON_HELP)]


def sync(
    whole: Annotated[bool, typer.Option("--whole", help="Sync the full lists again, not only what changed.")] = False,
    as_json: AsJson = False,
) -> None:
    """Sync changes from every connected organisation of the workspace. The first run syncs everything."""

    async def work(runtime: App) -> tuple[list[PollRun], dict[str, str]]:
        poller = Poller(runtime, {trigger.name: trigger for trigger in Registry().triggers})
        await runtime.polls.request_sync(runtime.settings.workspace, full_resync=whole)
        poll_runs = await poller.tick()
        if not poll_runs:
            await _check_connected(runtime)
        return poll_runs, {each.tenant_id: each.tenant_name for each in await runtime.connections.everywhere()}

    poll_runs, named = run.run(work, as_json=as_json)
    if as_json:
        output.data([_plain(poll_run) | {"organisation": named.get(poll_run.tenant_id)} for poll_run in poll_runs])
    width = max((len(named.get(poll_run.tenant_id, poll_run.tenant_id)) for poll_run in poll_runs), default=0)
    for poll_run in [] if as_json else poll_runs:
        output.text(
            f"{named.get(poll_run.tenant_id, poll_run.tenant_id):<{width}}  {poll_run.resource:<22}  {_said(poll_run)}"
        )
    for warning in {poll_run.clock_warning for poll_run in poll_runs if poll_run.clock_warning}:
        output.say(warning)
    if not poll_runs:
        output.say("Nothing was synced: another program is syncing just now. It brings the changes too.")
    raise typer.Exit(next((poll_run.error.exit_code for poll_run in poll_runs if poll_run.error), 0))


def worker() -> None:
    """Keep Xero in sync, deliver events and notifications to every plugin of the group `atom`, keep logins alive.

    It runs until stopped, and resumes approved plans that a limit of Xero's or the end of a process interrupted.
    """

    async def work(runtime: App) -> int:
        from atom_xero_plugin.interfaces.background import background

        loop = asyncio.get_running_loop()
        stopped: asyncio.Queue[int] = asyncio.Queue()
        for name, code in ((signal.SIGINT, 130), (signal.SIGTERM, 0)):
            loop.add_signal_handler(name, stopped.put_nowait, code)
        async with background(runtime, Registry()):
            output.say("Listening to Xero; Ctrl-C ends it.")
            return await stopped.get()

    raise typer.Exit(run.run(work, as_json=False))


def search(
    text: Annotated[str, typer.Argument(help="A number, reference, amount, name or any words.")],
    kind: Annotated[list[str] | None, typer.Option(help=f"Only {either(SYNCED)}.")] = None,
    organisation: Annotated[
        str | None, typer.Option("--organisation", "--org", help="Name or id of the organisation; without it, all.")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, max=100, help="How many.")] = 20,
    as_json: AsJson = False,
) -> None:
    """Search everything that was synced from every organisation; `atom-xero sync` brings it up to date."""

    async def work(runtime: App) -> list[Hit]:
        workspace = runtime.settings.workspace
        tenant = (await runtime.organisations.choose(workspace, organisation)).tenant_id if organisation else None
        return await runtime.search.find(workspace, text, tenant_id=tenant, kinds=tuple(kind or ()), limit=limit)

    hits = run.run(work, as_json=as_json)
    if as_json:
        output.data(hits)
    for hit in [] if as_json else hits:
        output.text(f"{hit.title}\n    {hit.snippet} · {hit.organisation['name']} · as of {hit.as_of:%Y-%m-%d %H:%M}Z")
    if not hits and not as_json:
        output.say("Nothing was found. `atom-xero sync` brings what is searched up to date.")


async def _check_connected(runtime: App) -> None:
    """Raise NotConnected, or ReconnectNeeded where no connection of the workspace works any more."""
    known = await runtime.connections.of_workspace(runtime.settings.workspace)
    if not known:
        raise NotConnected
    if not any(each.state == "connected" for each in known):
        names = ", ".join(sorted({each.tenant_name for each in known}))
        raise ReconnectNeeded(f"The connection to {names} no longer works.")


def _said(poll_run: PollRun) -> str:
    if poll_run.error:
        return f"{poll_run.error.message} {poll_run.error.hint or ''}".strip()
    if poll_run.stream_type == DAILY_CHECK:
        return f"daily check, {poll_run.events} events"
    return f"{poll_run.records} synced, {poll_run.changes} changed, {poll_run.events} events, {poll_run.bytes:,} bytes"


def _plain(poll_run: PollRun) -> dict[str, Any]:
    reported = {
        name: getattr(poll_run, name) for name in ("tenant_id", "resource", "records", "changes", "events", "bytes")
    }
    reported["xero_ahead_s"] = None if poll_run.xero_ahead is None else poll_run.xero_ahead.total_seconds()
    return reported | {"error": msgspec.to_builtins(poll_run.error.body()) if poll_run.error else None}
