"""`/health`: whether the service lives, and with a token how everything is; `/ready`: whether it can do its work.

Without a token `/health` asks neither the database nor anything else: a service whose database is away must not be
started again for that. `/ready` says whether requests should be sent here.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

import msgspec
from fastapi import APIRouter, Request, Response
from msgspec import Struct
from sqlalchemy import select

from atom_xero_plugin.app import App
from atom_xero_plugin.auth.connections import Connection
from atom_xero_plugin.catalogue.context import Caller
from atom_xero_plugin.catalogue.registry import Registry
from atom_xero_plugin.catalogue.schema import schema_of
from atom_xero_plugin.core.errors import DatabaseNotReady, XeroPluginError
from atom_xero_plugin.dispatch.health import (
    CATALOGUE,
    POLLER,
    PROGRAM,
    all_work,
    checked,
    health_of,
    parts_of,
    program_checks,
    readable_by,
)
from atom_xero_plugin.hookspecs import HealthCheck
from atom_xero_plugin.interfaces.http.authentication import Credentials, known_token, require
from atom_xero_plugin.interfaces.http.errors import Unhealthy
from atom_xero_plugin.interfaces.http.operations import answers, open_to_all
from atom_xero_plugin.interfaces.http.responses import answered
from atom_xero_plugin.interfaces.http.route import Route
from atom_xero_plugin.interfaces.http.service import HttpService, Served
from atom_xero_plugin.store.tables import limit_windows
from atom_xero_plugin.sync.poll_schedule import Poll

log = logging.getLogger(__name__)
Handler = Callable[..., Awaitable[Response]]
LATE: Final = timedelta(minutes=30)
"""How long what is due may wait before the poller is taken not to run."""
_MINUTE: Final = timedelta(minutes=1)
_DAY: Final = timedelta(hours=24)


class LimitsLeft(Struct, frozen=True):
    """What Xero last said is left; None where it said nothing within the window."""

    organisation: str
    organisation_id: str
    minute: int | None
    day: int | None
    blocked_until: datetime | None


class Whole(Struct, frozen=True):
    """How everything is that one workspace depends on."""

    ok: bool
    parts: dict[str, str]
    """Each part: `ok`, or what is wrong and what to do."""
    checks: list[HealthCheck]
    """The same as facts: which kind of thing each part is, and whether it works."""
    polls: list[dict[str, Any]]
    limits: list[LimitsLeft]


class Readiness(Struct, frozen=True):
    """Whether the service can do its work now."""

    ok: bool
    parts: dict[str, str]
    """database, migrations and encryption_key: each `ok`, or what is wrong and what to do."""


def routes(registry: Registry) -> APIRouter:
    """The routes of health and of readiness; health also at the address where an integration's is searched for."""
    del registry
    router = APIRouter(tags=["health"], route_class=Route)
    about: list[tuple[str, str, Handler, type]] = [
        ("/health", "health", health, Whole),
        ("/api/integrations/xero/health", "integration_health", health, Whole),
        ("/ready", "ready", ready, Readiness),
    ]
    for path, name, handler, shape in about:
        router.add_api_route(path, handler, name=name, responses=_responses(shape), openapi_extra=open_to_all())
    return router


async def health(request: Request, service: Served, given: Credentials) -> Response:
    """Show that the service lives: 200 and `{"ok": true}`. With a token, show every part: 503 if one does not work."""
    if given is None:
        return _alone(ok=True)
    base = await program_checks(service.runtime)
    if not base["database"].works:  # nobody knows whose token it is
        return _alone(ok=False)
    caller = require(await known_token(request, service, given), "read")
    found = await whole(service, caller)
    if found.ok:
        return answered(service.answer(found))
    return _unhealthy(service, found)


async def ready(request: Request, service: Served, given: Credentials) -> Response:
    """Show whether requests can be answered: database, its version, keys. 503 if not; the reasons only with a token."""
    checks = await readiness(service.runtime)
    found = Readiness(all_work(checks.values()), parts_of(checks.values()))
    if not found.ok:
        failed = (each for each in checks.values() if not each.works)
        log.warning("not ready: %s", "; ".join(f"{each.part}: {each.message}" for each in failed))
    if given is None or not (checks["database"].works and checks["migrations"].works):
        return _alone(ok=found.ok)
    require(await known_token(request, service, given), "read", whole=False)
    return answered(service.answer(found)) if found.ok else _unhealthy(service, found)


async def readiness(runtime: App) -> dict[str, HealthCheck]:
    """Whether the database answers and is at this program's version, and whether there is a key; by part."""

    async def key() -> None:
        _ = runtime.keyring.newest_id

    database, migrations = HealthCheck(PROGRAM, "database", True), HealthCheck(PROGRAM, "migrations", True)
    try:
        await runtime.store.check()
    except DatabaseNotReady as error:
        migrations = HealthCheck(PROGRAM, "migrations", False, f"{error.message} {error.hint}".strip())
    except XeroPluginError as error:
        database = HealthCheck(PROGRAM, "database", False, f"{error.message} {error.hint}".strip())
    return {each.part: each for each in (database, migrations, await checked("encryption_key", key))}


def _alone(*, ok: bool) -> Response:
    return Response(msgspec.json.encode({"ok": ok}), 200 if ok else 503, media_type="application/json")


def _unhealthy(service: HttpService, found: Whole | Readiness) -> Response:
    return answered(msgspec.structs.replace(service.answer(found), success=False, error=Unhealthy().body()))


def _responses(shape: type) -> dict[Any, Any]:
    """With a token the whole, without one whether all is well."""
    found = answers(schema_of(shape, nulls=True))
    alone = {"type": "object", "properties": {"ok": {"type": "boolean"}}, "required": ["ok"]}
    found[200]["content"]["application/json"]["schema"] = {
        "anyOf": [found[200]["content"]["application/json"]["schema"], alone]
    }
    full_or_error = {**found["default"]["content"]["application/json"]["schema"]}
    found[503] = {
        "description": "Not everything works; `result` says what, if a token was sent.",
        "content": {"application/json": {"schema": {"anyOf": [full_or_error, alone]}}},
    }
    return found


async def whole(service: HttpService, caller: Caller) -> Whole:
    """How everything is that the caller's workspace depends on."""
    runtime, workspace = service.runtime, caller.workspace_id
    now = runtime.clock.now()
    checks = [*(await health_of(runtime, workspace)).checks]
    has_key = all(each.works for each in checks if each.part == "encryption_key")
    known = await runtime.connections.of_workspace(workspace) if has_key else []
    polls = readable_by(known, await runtime.polls.listed(workspace))
    late = [poll for poll, _ in polls if now - poll.due_at > LATE]
    if polls:
        behind = f"{len(late)} of {len(polls)} are overdue; is `atom-xero serve` running?" if late else ""
        checks.append(HealthCheck(POLLER, "poller", not late, behind))
    checks += [HealthCheck(CATALOGUE, each.file, False, each.reason) for each in service.registry.broken]
    left = await limits_left(service, workspace, known)
    return Whole(
        all_work(checks), parts_of(checks), checks, [_poll(poll, connection, now) for poll, connection in polls], left
    )


async def limits_left(service: HttpService, workspace_id: str, known: Sequence[Connection]) -> list[LimitsLeft]:
    """What is left of Xero's limits for each organisation of a workspace, whose connections are these."""
    runtime = service.runtime
    now = runtime.clock.now()
    names = {each.tenant_id: each.tenant_name for each in known}
    async with runtime.store.read(workspace_id) as tx:
        mine = select(limit_windows).where(limit_windows.c.scope.in_(names))
        rows = (await tx.execute(mine.order_by(limit_windows.c.scope))).mappings().all()
    return [
        LimitsLeft(
            names[row["scope"]],
            row["scope"],
            row["minute_remaining"] if _within(row["minute_started_at"], now, _MINUTE) else None,
            row["day_remaining"] if _within(row["day_seen_at"], now, _DAY) else None,
            row["blocked_until"] if row["blocked_until"] is not None and row["blocked_until"] > now else None,
        )
        for row in rows
    ]


def _poll(poll: Poll, connection: Connection, now: datetime) -> dict[str, Any]:
    return {
        "organisation_id": poll.tenant_id,
        "organisation": connection.tenant_name,
        "resource": poll.resource,
        "behind_s": int(poll.behind(now).total_seconds()),
        "finished_at": poll.finished_at,
        "failures": poll.failures,
        "reason": poll.reason,
    }


def _within(at: datetime | None, now: datetime, window: timedelta) -> bool:
    return at is not None and now - at < window
