"""`atom-xero usage`: calls and bytes that each organisation and feature used, by period, with sums."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated, Any, Literal

import msgspec
import typer

from atom_xero_plugin.app import App
from atom_xero_plugin.core.errors import InvalidUsage
from atom_xero_plugin.interfaces.cli import output, run
from atom_xero_plugin.rate_limits import ledger
from atom_xero_plugin.rate_limits.ledger import Pause
from atom_xero_plugin.store import usage as usage_counts
from atom_xero_plugin.store.usage import Usage, UsageReport

By = Literal["day", "feature", "organisation"]
_DAY = ["%Y-%m-%d"]


def usage(
    days: Annotated[int, typer.Option(min=1, max=400, help="How many days back, where --from is not given.")] = 30,
    since: Annotated[datetime | None, typer.Option("--from", formats=_DAY, help="From this day on (UTC).")] = None,
    until: Annotated[
        datetime | None, typer.Option("--to", formats=_DAY, help="Up to and including this day (UTC).")
    ] = None,
    by: Annotated[By | None, typer.Option(help="Sum by day, feature or organisation.")] = None,
    lift: Annotated[
        str | None, typer.Option(metavar="ORGANISATION", help="End the pause of calls to this organisation.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help=output.JSON_HELP)] = False,
) -> None:
    """Show the calls and bytes that each organisation and feature used, their sums, and which calls are paused.

    After a limit that Xero names, no call is made until the time that it names, at most a day; --lift ends that pause.
    With --json, and --from, --to or --by, the answer holds the period, rows and total; else it is the list of rows.
    """
    lifted: str | None = None

    async def work(runtime: App) -> tuple[UsageReport, dict[str, str], dict[str, Pause]]:
        nonlocal lifted
        today = runtime.clock.now().date()
        last = until.date() if until else today
        first = since.date() if since else last - timedelta(days=days - 1)
        if first > last:
            raise InvalidUsage(f"The period ends ({last}) before it begins ({first}).")
        workspace = runtime.settings.workspace
        named = {each.tenant_id: each.tenant_name for each in await runtime.connections.of_workspace(workspace)}
        app = runtime.settings.client_id or ""
        if lift is not None:
            tenant_id = (await runtime.organisations.choose(workspace, lift)).tenant_id
            paused = tenant_id in await ledger.pauses(runtime.store, [tenant_id], app, runtime.clock.now())
            await ledger.lift(runtime.store, tenant_id, app)
            lifted = (
                f"{named[tenant_id]}: {'the pause of its calls is lifted' if paused else 'its calls were not paused'}."
            )
        pauses = await ledger.pauses(runtime.store, list(named), app, runtime.clock.now())
        return await usage_counts.report(runtime.store, workspace, first, last, by=by), named, pauses

    found, named, pauses = run.run(work, as_json=as_json)
    if lifted:
        output.say(lifted)
    if as_json:
        rows = [_plain(row, named, by, pauses) for row in found.rows]
        paused = [{"tenant_id": each, "organisation": named[each], **_paused(pauses[each])} for each in pauses]
        asked = since or until or by or lift
        output.data({**msgspec.to_builtins(found), "by": by, "rows": rows, "paused": paused} if asked else rows)
        return
    labels = [_label(row, named, by) for row in found.rows]
    width = max((len(label) for label in labels), default=0)
    for label, row in zip(labels, found.rows, strict=True):
        output.text(f"{label:<{width}}  {row.calls:>9,} calls  {row.bytes:>15,} bytes")
    total = f"{found.since} to {found.until}"
    output.text(f"{total:<{width}}  {found.calls:>9,} calls  {found.bytes:>15,} bytes")
    for each, pause in pauses.items():
        until_then = f"{pause.until:%Y-%m-%d %H:%M} UTC"
        output.text(f"{named[each]}: no calls until {until_then}, by Xero's {pause.limit} limit (--lift ends it)")


def _paused(pause: Pause) -> dict[str, str]:
    return {"paused_until": pause.until.isoformat(), "paused_by": pause.limit}


def _plain(row: Usage, named: dict[str, str], by: By | None, pauses: dict[str, Pause]) -> dict[str, Any]:
    shown = {name: value for name, value in msgspec.to_builtins(row).items() if value is not None}
    if row.tenant_id in pauses:
        shown |= _paused(pauses[row.tenant_id])
    return (
        {**shown, "organisation": named.get(row.tenant_id)} if row.tenant_id and by in {None, "organisation"} else shown
    )


def _label(row: Usage, named: dict[str, str], by: By | None) -> str:
    organisation = named.get(row.tenant_id or "", row.tenant_id or "")  # one that was left has its id
    match by:
        case "day":
            return row.day or ""
        case "feature":
            return row.feature or ""
        case "organisation":
            return organisation
        case _:
            return f"{organisation}  {row.feature}"
