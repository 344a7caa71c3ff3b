"""`/health`: how everything is, honestly; without a token only whether it is well."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

import msgspec
from fastapi import APIRouter, Request, Response
from msgspec import Struct
from sqlalchemy import select

from atom_xero_plugin.auth.connections import Connection
from atom_xero_plugin.context import Caller
from atom_xero_plugin.health import WORKS, health_of, heard_by, program_parts
from atom_xero_plugin.interfaces.http.answers import answered
from atom_xero_plugin.interfaces.http.auth import Credentials, known_token, require
from atom_xero_plugin.interfaces.http.documents import answers, open_to_all
from atom_xero_plugin.interfaces.http.errors import Unhealthy
from atom_xero_plugin.interfaces.http.route import Route
from atom_xero_plugin.interfaces.http.service import Served, Service
from atom_xero_plugin.registry import Registry
from atom_xero_plugin.schema import schema_of
from atom_xero_plugin.store.models import limit_windows
from atom_xero_plugin.sync.polls import Poll

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
    polls: list[dict[str, Any]]
    limits: list[LimitsLeft]


def routes(registry: Registry) -> APIRouter:
    """The route of health, also at the address where a service's health is looked for."""
    del registry
    router = APIRouter(tags=["health"], route_class=Route)
    for path in ("/health", "/api/integrations/xero/health"):
        router.add_api_route(path, health, responses=_responses(), openapi_extra=open_to_all())
    return router


async def health(request: Request, service: Served, given: Credentials) -> Response:
    """Tell how everything is: 200 if all is well, else 503. Without a token, `{"ok": …}` alone."""
    base = await program_parts(service.runtime)
    if given is None or base["database"] != WORKS:  # without the database nobody knows whose token it is
        ok = all(state == WORKS for state in base.values())
        return Response(msgspec.json.encode({"ok": ok}), 200 if ok else 503, media_type="application/json")
    caller = require(await known_token(request, service, given), "read")
    found = await whole(service, caller)
    if found.ok:
        return answered(service.answer(found))
    told = msgspec.structs.replace(service.answer(found), success=False, error=Unhealthy().body())
    return answered(told)


def _responses() -> dict[Any, Any]:
    """With a token the whole, without one whether all is well."""
    found = answers(schema_of(Whole, nulls=True))
    alone = {"type": "object", "properties": {"ok": {"type": "boolean"}}, "required": ["ok"]}
    found[200]["content"]["application/json"]["schema"] = {
        "anyOf": [found[200]["content"]["application/json"]["schema"], alone]
    }
    whole_or_error = {**found["default"]["content"]["application/json"]["schema"]}
    found[503] = {
        "description": "Not everything works; `result` tells what, if a token was sent.",
        "content": {"application/json": {"schema": {"anyOf": [whole_or_error, alone]}}},
    }
    return found


async def whole(service: Service, caller: Caller) -> Whole:
    """How everything is that the caller's workspace depends on."""
    runtime, workspace = service.runtime, caller.workspace_id
    now = runtime.clock.now()
    parts = dict((await health_of(runtime, workspace)).parts)
    known = await runtime.connections.of_workspace(workspace) if parts["encryption_key"] == WORKS else []
    polls = heard_by(known, await runtime.polls.listed(workspace))
    late = [poll for poll, _ in polls if now - poll.due_at > LATE]
    if polls:
        parts["poller"] = (
            WORKS if not late else f"{len(late)} of {len(polls)} are overdue; is `atom-xero serve` running?"
        )
    parts |= {each.file: each.reason for each in service.registry.broken}
    ok = all(state == WORKS for state in parts.values())
    left = await limits_left(service, workspace, known)
    return Whole(ok, parts, [_poll(poll, connection, now) for poll, connection in polls], left)


async def limits_left(service: Service, workspace_id: str, known: Sequence[Connection]) -> list[LimitsLeft]:
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
