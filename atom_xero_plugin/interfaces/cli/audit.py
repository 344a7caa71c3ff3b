"""`atom-xero audit`: the trail of what was done, shown, exported and verified."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Annotated, Any

import typer

from atom_xero_plugin.app import App
from atom_xero_plugin.interfaces.cli import audit_pack, output, run
from atom_xero_plugin.store import approvals, audit_queries
from atom_xero_plugin.store.audit_queries import AuditFilter

app = typer.Typer(help="Show, export and verify the audit trail.", no_args_is_help=True)
AsJson = Annotated[bool, typer.Option("--json", help=output.JSON_HELP)]
Event = Annotated[str | None, typer.Option(help="Only this event, or a group of events: plan.approved, plan, grant.")]
Actor = Annotated[str | None, typer.Option(help="Only by this actor, for example person:mia.")]
Subject = Annotated[str | None, typer.Option(help="Only about this plan, login, connection or token, by its id.")]
Organisation = Annotated[str | None, typer.Option("--organisation", "--org", help="Only about this organisation.")]
From = Annotated[datetime | None, typer.Option("--from", formats=["%Y-%m-%d"], help="From this day on (UTC).")]
To = Annotated[datetime | None, typer.Option("--to", formats=["%Y-%m-%d"], help="Up to and including this day (UTC).")]


@app.command("list")
def list_entries(
    event: Event = None,
    actor: Actor = None,
    subject: Subject = None,
    organisation: Organisation = None,
    since: From = None,
    until: To = None,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="How many, the newest first.")] = 50,
    cursor: Annotated[int | None, typer.Option(min=1, help="Continue from next_cursor of the previous list.")] = None,
    as_json: AsJson = False,
) -> None:
    """List what was done in the workspace, the newest first."""

    async def work(runtime: App) -> audit_queries.AuditPage:
        chosen = await _filter(runtime, event, actor, subject, organisation, since, until)
        return await audit_queries.listed(runtime.store, runtime.settings.workspace, chosen, limit=limit, before=cursor)

    found = run.run(work, as_json=as_json)
    if as_json:
        output.data(found)
        return
    for each in found.items:
        about = " ".join(part for part in (each.tenant_id, each.subject) if part)
        output.text(f"{each.number:>6}  {each.at:%Y-%m-%d %H:%M:%S}Z  {each.event:<24}  {each.actor}  {about}")
    if found.next_cursor:
        output.say(f"There are more: --cursor {found.next_cursor}")
    if not found.items:
        output.say("Nothing fits.")


@app.command("export")
def export_entries(
    event: Event = None,
    actor: Actor = None,
    subject: Subject = None,
    organisation: Organisation = None,
    since: From = None,
    until: To = None,
    pack: Annotated[
        Path | None,
        typer.Option("--output", metavar="FILE.zip", help="Write a pack for an auditor there; see below."),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
    as_json: AsJson = False,
) -> None:
    """Print the trail as JSON lines, the oldest first, each with its hash and the one before: a copy to keep elsewhere.

    Without a filter the last line's hash is the head that `audit verify` names. With --output, all that an auditor asks
    for is written as one zip: agents, tokens, policies, plans, who decided, outcomes, the trail of --from to --to, and
    how anybody checks it.
    """
    if pack is not None:
        filters = {"--event": event, "--actor": actor, "--subject": subject, "--organisation": organisation}
        audit_pack.write(pack, filters, since, until, force=force, as_json=as_json)
        return

    async def work(runtime: App) -> None:
        chosen = await _filter(runtime, event, actor, subject, organisation, since, until)
        async for row in audit_queries.exported(runtime.store, runtime.settings.workspace, chosen):
            output.line(row)

    run.run(work, as_json=True)


@app.command("verify")
def verify_audit(as_json: AsJson = False) -> None:
    """Recompute the chain of the workspace's audit rows; name the first that does not fit, and unproven approvals."""

    async def work(runtime: App) -> Any:
        return await approvals.verify(runtime.store, runtime.keyring, runtime.settings.workspace)

    report = run.run(work, as_json=as_json)
    if as_json:
        output.data(report)
    else:
        found = "whole" if report.first_bad is None else f"broken at row {report.first_bad}"
        output.text(f"{report.rows} rows, the chain is {found}; head {report.head_hash}")
        for fault in report.plans:
            output.text(f"{fault.plan_id}: {fault.reason}")
    raise typer.Exit(0 if report.ok else 1)


async def _filter(
    runtime: App,
    event: str | None,
    actor: str | None,
    subject: str | None,
    organisation: str | None,
    since: datetime | None,
    until: datetime | None,
) -> AuditFilter:
    workspace = runtime.settings.workspace
    tenant = (await runtime.organisations.choose(workspace, organisation)).tenant_id if organisation else None
    return AuditFilter(event, actor, subject, tenant, _begin(since), _end(until))


def _begin(day: datetime | None) -> datetime | None:
    return None if day is None else datetime.combine(day.date(), time(), UTC)


def _end(day: datetime | None) -> datetime | None:
    """The first moment that is out: the day after."""
    if day is None or day.date() == date.max:
        return None
    return datetime.combine(day.date() + timedelta(days=1), time(), UTC)
