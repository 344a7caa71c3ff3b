"""`atom-xero keys`, `db`, `audit`, `usage`: keeping the house in order."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Any

import msgspec
import typer

from atom_xero_plugin.errors import Conflict, FixSetup
from atom_xero_plugin.interfaces.cli import output, session
from atom_xero_plugin.runtime import Runtime
from atom_xero_plugin.settings import KEY_FILE
from atom_xero_plugin.store import approvals
from atom_xero_plugin.store import usage as usage_counts
from atom_xero_plugin.store.encryption import make_key_file
from atom_xero_plugin.store.migrations import HEAD, upgrade
from atom_xero_plugin.store.rotation import rotate

keys = typer.Typer(help="Make and rotate encryption keys.", no_args_is_help=True)
database = typer.Typer(help="Prepare the database.", no_args_is_help=True)
audit = typer.Typer(help="Check the audit trail.", no_args_is_help=True)
AsJson = Annotated[bool, typer.Option("--json", help=output.JSON_HELP)]


@keys.command("new")
def new_key(as_json: AsJson = False) -> None:
    """Make a key file in ATOM_XERO_HOME, readable by you alone; an existing one is never overwritten."""
    path = session.read_settings().home / KEY_FILE
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        make_key_file(path)
    except FileExistsError:
        kept = Conflict(f"{path} is there already; it is kept.", hint="A lost key is a lost connection.")
        session.stop(kept, as_json=as_json)
    except OSError as error:
        session.stop(FixSetup(f"{path} cannot be written: {error.strerror}. Set ATOM_XERO_HOME."), as_json=as_json)
    if as_json:
        output.data({"key_file": str(path)})
    else:
        output.text(str(path))


@keys.command("rotate")
def rotate_keys(as_json: AsJson = False) -> None:
    """Seal every token anew under the newest key. It can be stopped and run again; then remove the old key."""

    async def work(runtime: Runtime) -> Any:
        return await rotate(runtime.store, runtime.keyring)

    report = session.run(work, as_json=as_json)
    if as_json:
        output.data(report)
    else:
        output.text(f"{report.done} sealed anew, {report.already} were already, {len(report.failed)} failed")
    raise typer.Exit(1 if report.failed else 0)


@database.command("upgrade")
def upgrade_database(as_json: AsJson = False) -> None:
    """Bring the database to the version this program needs."""

    async def work(runtime: Runtime) -> None:
        await upgrade(runtime.settings.database_url)

    session.run(work, as_json=as_json, prepare=False)
    if as_json:
        output.data({"version": HEAD})
    else:
        output.say("The database is ready.")


@audit.command("verify")
def verify_audit(as_json: AsJson = False) -> None:
    """Recompute the chain of the workspace's audit rows; name the first that does not fit, and unproven approvals."""

    async def work(runtime: Runtime) -> Any:
        return await approvals.verify(runtime.store, runtime.keyring, runtime.settings.workspace)

    report = session.run(work, as_json=as_json)
    if as_json:
        output.data(report)
    else:
        found = "whole" if report.first_bad is None else f"broken at row {report.first_bad}"
        output.text(f"{report.rows} rows, the chain is {found}; head {report.head_hash}")
        for fault in report.plans:
            output.text(f"{fault.plan_id}: {fault.reason}")
    raise typer.Exit(0 if report.ok else 1)


def usage(
    days: Annotated[int, typer.Option(min=1, max=400, help="How many days back.")] = 30, as_json: AsJson = False
) -> None:
    """Show the calls and bytes that each organisation and feature used."""

    async def work(runtime: Runtime) -> tuple[list[usage_counts.Usage], dict[str, str]]:
        since = (runtime.clock.now() - timedelta(days=days - 1)).date()
        workspace = runtime.settings.workspace
        named = {each.tenant_id: each.tenant_name for each in await runtime.connections.of_workspace(workspace)}
        return await usage_counts.totals(runtime.store, workspace, since), named

    rows, named = session.run(work, as_json=as_json)
    if as_json:
        output.data([{**msgspec.to_builtins(row), "organisation": named.get(row.tenant_id)} for row in rows])
    names = {row.tenant_id: named.get(row.tenant_id, row.tenant_id) for row in rows}  # one that was left has its id
    width = max(map(len, names.values()), default=0)
    for row in [] if as_json else rows:
        output.text(f"{names[row.tenant_id]:<{width}}  {row.feature:<32}  {row.calls:>7} calls  {row.bytes:>12,} bytes")
