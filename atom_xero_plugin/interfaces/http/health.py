"""`/health`: how everything is, honestly; without a token only whether it is well."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

import msgspec
from fastapi import APIRouter, Request, Response
from msgspec import Struct
from sqlalchemy import select

from atom_xero_plugin.context import Caller
from atom_xero_plugin.errors import KeyMissing, KeyUnusable, NotAllowed
from atom_xero_plugin.health import WORKS, health_of
from atom_xero_plugin.interfaces.http.answers import answered
from atom_xero_plugin.interfaces.http.auth import Credentials, caller_of, known_token
from atom_xero_plugin.interfaces.http.documents import answers
from atom_xero_plugin.interfaces.http.errors import Unhealthy
from atom_xero_plugin.interfaces.http.route import Route
from atom_xero_plugin.interfaces.http.service import Served, Service
from atom_xero_plugin.registry import Registry
from atom_xero_plugin.store.models import limit_windows
from atom_xero_plugin.sync.polls import Poll

LATE: Final = timedelta(minutes=30)
"""How long what is due may wait before the poller is taken not to run."""
_MINUTE: Final = timedelta(minutes=1)
_DAY: Final = timedelta(hours=24)


class LimitsLeft(Struct, frozen=True):
    """What Xero last said is left; None where it said nothing within the window."""

    organisation: str
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
    """The route of health."""
    del registry
    router = APIRouter(prefix="/api/integrations/xero/health", tags=["health"], route_class=Route)
    router.add_api_route("", health, responses=answers())
    return router


async def health(request: Request, service: Served, given: Credentials) -> Response:
    """Tell how everything is: 200 if all is well, else 503. Without a token, `{"ok": …}` alone."""
    base = await _base(service)
    if given is None or not base:
        return Response(msgspec.json.encode({"ok": base}), 200 if base else 503, media_type="application/json")
    caller = caller_of(await known_token(request, service, given))
    if not caller.may("read"):
        raise NotAllowed("The API token has no right to read.")
    found = await whole(service, caller)
    if found.ok:
        return answered(service.answer(found))
    told = msgspec.structs.replace(service.answer(found), success=False, error=Unhealthy().body())
    return answered(told)


async def whole(service: Service, caller: Caller) -> Whole:
    """How everything is that the caller's workspace depends on."""
    runtime, workspace = service.runtime, caller.workspace_id
    now = runtime.clock.now()
    polls = await runtime.polls.listed(workspace)
    parts = dict((await health_of(runtime, workspace)).parts)
    late = [poll for poll in polls if now - poll.due_at > LATE]
    if polls:
        parts["poller"] = (
            WORKS if not late else f"{len(late)} of {len(polls)} are overdue; is `atom-xero serve` running?"
        )
    parts |= {each.file: each.reason for each in service.registry.broken}
    ok = all(state == WORKS for state in parts.values())
    return Whole(ok, parts, [_poll(poll, now) for poll in polls], await limits_left(service, workspace))


async def limits_left(service: Service, workspace_id: str) -> list[LimitsLeft]:
    """What is left of Xero's limits for each organisation of a workspace."""
    runtime = service.runtime
    now = runtime.clock.now()
    names = {each.tenant_id: each.tenant_name for each in await runtime.connections.of_workspace(workspace_id)}
    async with runtime.store.read(workspace_id) as tx:
        mine = select(limit_windows).where(limit_windows.c.scope.in_(names))
        rows = (await tx.execute(mine.order_by(limit_windows.c.scope))).mappings().all()
    return [
        LimitsLeft(
            names[row["scope"]],
            row["minute_remaining"] if _within(row["minute_started_at"], now, _MINUTE) else None,
            row["day_remaining"] if _within(row["day_seen_at"], now, _DAY) else None,
            row["blocked_until"] if row["blocked_until"] is not None and row["blocked_until"] > now else None,
        )
        for row in rows
    ]


def behind_s(poll: Poll, now: datetime) -> int:
    """How many seconds what is due has waited."""
    return max(0, int((now - poll.due_at).total_seconds()))


async def _base(service: Service) -> bool:
    """Whether what every workspace depends on works."""
    try:
        _ = service.runtime.keyring
    except (KeyMissing, KeyUnusable):
        return False
    found = await health_of(service.runtime, "")
    return all(found.parts[part] == WORKS for part in ("encryption_key", "database", "xero_app"))


def _poll(poll: Poll, now: datetime) -> dict[str, Any]:
    return {
        "organisation_id": poll.tenant_id,
        "resource": poll.resource,
        "behind_s": behind_s(poll, now),
        "finished_at": poll.finished_at,
        "failures": poll.failures,
        "reason": poll.reason,
    }


def _within(at: datetime | None, now: datetime, window: timedelta) -> bool:
    return at is not None and now - at < window
