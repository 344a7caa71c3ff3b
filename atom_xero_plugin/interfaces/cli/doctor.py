"""`atom-xero doctor`: whether each part works, and what to do about the ones that do not."""

from __future__ import annotations

import platform
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Annotated, Any, Final

import typer

from atom_xero_plugin import __version__
from atom_xero_plugin.app import App
from atom_xero_plugin.catalogue.registry import Registry
from atom_xero_plugin.dispatch.health import CATALOGUE, PROGRAM, all_work, checked, health_of, parts_of
from atom_xero_plugin.hookspecs import HealthCheck
from atom_xero_plugin.interfaces.cli import output, run
from atom_xero_plugin.rate_limits.ledger import calls_left
from atom_xero_plugin.store.roles import RoleFacts, facts_of

OFF_BY: Final = timedelta(seconds=60)
"""Further than this from Xero's clock, an id token that has just been made may look expired or not valid yet."""
_TIMEOUT_S: Final = 5.0
_PASSES: Final = (
    "The role {role} is a superuser, has BYPASSRLS, or may become such a role. Row-level security does not hold for "
    "it: nothing but this program keeps workspaces apart. Use another role; `atom-xero db upgrade --roles` makes one."
)


def doctor(as_json: Annotated[bool, typer.Option("--json", help=output.JSON_HELP)] = False) -> None:
    """Check settings, key, database, connections, Xero's reach, the clock and the catalogue; say what to do.

    Where an app is set, one request goes to each of Xero's addresses, without a token.
    """

    async def work(runtime: App) -> dict[str, Any]:
        health = await health_of(runtime)
        checks = {each.part: each for each in health.checks}
        ready = checks["database"].works
        if ready and checks["encryption_key"].works:
            checks["encryption_key"] = await checked("encryption_key", lambda: _opens(runtime))
        role = await _role(runtime) if ready else None
        found = [*checks.values(), *([] if role is None else [_check_of_role(role)])]
        if runtime.settings.client_id:
            found += await _reach(runtime)
        found += [HealthCheck(CATALOGUE, broken.file, False, broken.reason) for broken in Registry().broken]
        facts = await _facts(runtime, ready=ready) | _facts_of_role(role)
        return {"name": health.name, "ok": all_work(found), "parts": parts_of(found), "checks": found, "facts": facts}

    report = run.run(work, as_json=as_json, prepare=False)
    if as_json:
        output.data(report)
    else:
        for each in report["checks"]:
            output.text(f"{'ok  ' if each.works else 'FAIL'}  {each.part}{'' if each.works else f': {each.message}'}")
        for fact, value in report["facts"].items():
            output.text(f"      {fact}: {value}")
    raise typer.Exit(0 if report["ok"] else 1)


async def _role(runtime: App) -> RoleFacts | None:
    """What the database's role may do; None for SQLite, which has none."""
    if runtime.store.dialect != "postgresql":
        return None
    async with runtime.store.read(runtime.settings.workspace) as tx:
        return await facts_of(tx)


def _check_of_role(role: RoleFacts) -> HealthCheck:
    message = _PASSES.format(role=role.name) if role.passes_security else ""
    return HealthCheck(PROGRAM, "database_role", not role.passes_security, message)


def _facts_of_role(role: RoleFacts | None) -> dict[str, str]:
    if role is None:
        return {}
    may = [words for words, may in (("change", role.changes_tables), ("empty", role.empties_tables)) if may]
    reported = f"it may {' and '.join(may)} the tables; `atom-xero db upgrade --roles` makes one that may not"
    return {"database role": f"{role.name}: {reported if may else 'it may read and write rows alone'}"}


async def _opens(runtime: App) -> None:
    """Raise InvalidKey unless the keys open what is stored: a key may be sound and still be another than before."""
    await runtime.connections.check_keys(runtime.settings.workspace)


async def _reach(runtime: App) -> list[HealthCheck]:
    """Whether each of Xero's addresses answers at all, and how far our clock is from Xero's."""
    import httpx2

    addresses = {
        "XERO_LOGIN_URL": f"{runtime.settings.login_url}/",
        "XERO_IDENTITY_URL": f"{runtime.settings.identity_url}/",
        "XERO_API_URL": f"{runtime.settings.api_url}/api.xro/2.0/Organisation",
    }
    found: list[HealthCheck] = []
    async with httpx2.AsyncClient(timeout=_TIMEOUT_S, follow_redirects=False) as client:
        for setting, address in addresses.items():
            try:
                async with client.stream("GET", address) as reply:
                    headers: Mapping[str, str] = reply.headers
                failure = ""
            except (httpx2.HTTPError, OSError) as error:
                failure, headers = f"{address} cannot be reached ({type(error).__name__}).", {}
            found.append(HealthCheck(PROGRAM, f"reach: {setting}", not failure, failure))
    clock = check_of_clock(headers.get("date"), runtime.clock.now())
    return found if clock is None else [*found, clock]


def check_of_clock(date: str | None, now: datetime) -> HealthCheck | None:
    """How our clock stands to the Date header of an answer that has just come; None if it reported none."""
    try:
        theirs = parsedate_to_datetime(date) if date else None
    except ValueError:
        return None
    if theirs is None or theirs.tzinfo is None:
        return None
    ahead = now - theirs.astimezone(UTC)
    if abs(ahead) <= OFF_BY:
        return HealthCheck(PROGRAM, "clock", True)
    way = "ahead of" if ahead > timedelta(0) else "behind"
    message = f"This machine's clock is {abs(ahead).total_seconds():.0f} seconds {way} Xero's; set it, best by NTP."
    return HealthCheck(PROGRAM, "clock", False, message)


async def _facts(runtime: App, *, ready: bool) -> dict[str, str]:
    """What a person who is asked for help would ask first; no secret is among it."""
    found, registry = runtime.settings, Registry()
    facts = {
        "version": f"{__version__} on Python {platform.python_version()}",
        "home": str(found.home),
        "database": runtime.store.address,
        "workspace": found.workspace,
        "app": f"{found.app_type}, {found.client_id or 'no client id'}",
        "catalogue": f"{len(registry.skills)} skills, {len(registry.triggers)} triggers",
    }
    for connection in (
        await runtime.connections.of_workspace(found.workspace) if ready and found.encryption_keys else ()
    ):
        left = await calls_left(runtime.store, connection.tenant_id, runtime.clock.now())
        facts[f"calls left today: {connection.tenant_name}"] = "not known yet" if left is None else str(left)
    return facts
