"""`/api/events`: what happened, as a list or as a stream; and sending one again."""

from __future__ import annotations

import re
from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import StreamingResponse
from msgspec import Meta, Struct

from atom_xero_plugin.catalogue.registry import Registry
from atom_xero_plugin.catalogue.schema import schema_of
from atom_xero_plugin.core.errors import FieldError
from atom_xero_plugin.interfaces.http.authentication import Reader, Token, Writer
from atom_xero_plugin.interfaces.http.errors import NotUnderstood
from atom_xero_plugin.interfaces.http.operations import answers, listing
from atom_xero_plugin.interfaces.http.responses import answered
from atom_xero_plugin.interfaces.http.route import Route
from atom_xero_plugin.interfaces.http.run_skill import Id
from atom_xero_plugin.interfaces.http.service import Served
from atom_xero_plugin.interfaces.http.sse import MEDIA_TYPE, stream

LARGEST_NUMBER: Final = 2**53
_NUMBER: Final = re.compile(r"[0-9]{1,16}")
State = Annotated[Literal["pending", "delivered", "dead"] | None, Query(description="Only those in this state.")]
After = Annotated[
    int | None, Query(ge=0, le=LARGEST_NUMBER, description="Only those after this number: next_cursor of the list.")
]
Most = Annotated[int, Query(ge=1, le=500, description="How many, the oldest first.")]


class EventShown(Struct, frozen=True):
    """An event and how far it came."""

    number: Annotated[int, Meta(description="Counts up; what a stream resumes from.")]
    id: str
    state: Annotated[str, Meta(description="pending, delivered or dead.")]
    attempts: int
    error: Annotated[str | None, Meta(description="Why it could not be delivered.")]
    event: Annotated[dict[str, Any], Meta(description="As the trigger's payload schema says.")]


def routes(registry: Registry) -> APIRouter:
    """The routes of events."""
    del registry
    router = APIRouter(prefix="/api/events", tags=["events"], route_class=Route)
    reported = answers(listing(schema_of(EventShown, nulls=True)))
    reported[200]["content"][MEDIA_TYPE] = {
        "schema": {
            "type": "string",
            "description": "Server-sent events: `id` is an event's number, `event` its type, `data` its JSON.",
        }
    }
    router.add_api_route("", list_events, responses=reported)
    replayed = {"type": "object", "properties": {"replayed": {"type": "string"}}, "required": ["replayed"]}
    router.add_api_route("/{event_id}/replay", replay, methods=["POST"], responses=answers(replayed))
    return router


async def list_events(
    request: Request,
    service: Served,
    caller: Reader,
    token: Token,
    after: After = None,
    state: State = None,
    limit: Most = 100,
) -> Response:
    """List events, the oldest first; with `Accept: text/event-stream`, send those that follow as they happen.

    A stream begins at now, after `after`, or after the `Last-Event-ID` that the browser sends when it comes back.
    """
    outbox = service.runtime.outbox
    if MEDIA_TYPE in request.headers.get("accept", ""):
        begin = _last_seen(request) if "last-event-id" in request.headers else after
        if begin is None:
            begin = await outbox.last_number(caller.workspace_id)
        return StreamingResponse(stream(service, token, begin), media_type=MEDIA_TYPE)
    found = await outbox.listed(caller.workspace_id, after=after or 0, state=state, limit=limit + 1)
    items = [EventShown(each.number, each.id, each.state, each.attempts, each.error, each.body) for each in found]
    more = len(found) > limit
    cursor = str(found[limit - 1].number) if more else None
    return answered(service.answer({"items": items[:limit], "has_more": more, "next_cursor": cursor}))


async def replay(service: Served, caller: Writer, event_id: Id) -> Response:
    """Send an event again, whatever became of it; its id stays the same."""
    await service.runtime.outbox.replay(caller.workspace_id, event_id)
    return answered(service.answer({"replayed": event_id}))


def _last_seen(request: Request) -> int:
    text = request.headers["last-event-id"]
    if not _NUMBER.fullmatch(text) or int(text) > LARGEST_NUMBER:
        invalid = FieldError("/Last-Event-ID", "must be the id of an event of this stream, a number")
        raise NotUnderstood("Last-Event-ID is not a number.", fields=[invalid])
    return int(text)
