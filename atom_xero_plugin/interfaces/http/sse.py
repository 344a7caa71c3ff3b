"""Events as server-sent events: each once, in order, from where the receiver interrupted."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing, suppress
from typing import Final

import msgspec

from atom_xero_plugin.core.errors import DatabaseAway
from atom_xero_plugin.events.outbox import EventRow
from atom_xero_plugin.events.stream import follow
from atom_xero_plugin.interfaces.http.service import HttpService
from atom_xero_plugin.store.api_tokens import ApiToken

MEDIA_TYPE: Final = "text/event-stream"
POLLS_A_SIGN_OF_LIFE: Final = 15
"""A comment at every so many looks keeps proxies from closing what is silent."""
RETRY_MS: Final = 3_000


async def stream(service: HttpService, token: ApiToken, begin: int) -> AsyncIterator[bytes]:
    """The workspace's events after a number, until the receiver goes, the program ends, or the token does.

    A token that was revoked or has expired gets no event any more, and its stream ends at the next look. So it does
    when the database goes away: the receiver comes again by itself, with the number of its last event.
    """
    yield f"retry: {RETRY_MS}\n\n".encode()
    with suppress(DatabaseAway):
        async with aclosing(_reported(service, token, begin)) as reported:
            async for part in reported:
                yield part


async def _reported(service: HttpService, token: ApiToken, begin: int) -> AsyncGenerator[bytes]:
    runtime, looks = service.runtime, 0
    events = follow(runtime.outbox, token.workspace_id, begin, clock=runtime.clock, ended=service.ending)
    async with aclosing(events):
        async for fresh in events:
            if await service.tokens.living(token.workspace_id, token.id) is None:
                return
            for row in fresh:
                yield _event(row)
            looks += 1
            if looks % POLLS_A_SIGN_OF_LIFE == 0:
                yield b": here\n\n"


def _event(row: EventRow) -> bytes:
    """One event: JSON in one line, for a line's end would end the field."""
    head = f"id: {row.number}\nevent: {row.body.get('type', 'message')}\ndata: "
    return head.encode() + msgspec.json.encode(row.body) + b"\n\n"
