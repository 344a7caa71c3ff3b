"""Events as server-sent events: each once, in order, from where the receiver left off."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Final

import msgspec

from atom_xero_plugin.interfaces.http.service import Service
from atom_xero_plugin.store.api_tokens import ApiToken
from atom_xero_plugin.sync.outbox import EventRow

MEDIA_TYPE: Final = "text/event-stream"
LOOK_EVERY_S: Final = 1.0
ROUNDS_A_SIGN_OF_LIFE: Final = 15
"""A comment after so many rounds of silence keeps proxies from closing."""
RETRY_MS: Final = 3_000
_AT_ONCE: Final = 100
_LATE: Final = 100
"""How far back is looked again: two pollers take numbers in one order and may commit in the other."""


async def stream(service: Service, token: ApiToken, begin: int) -> AsyncIterator[bytes]:
    """The workspace's events after a number, until the receiver goes, the program ends, or the token does.

    A token that was revoked or has expired gets no event any more, and its stream ends within `LOOK_EVERY_S`.
    """
    yield f"retry: {RETRY_MS}\n\n".encode()
    outbox, rounds, last = service.runtime.outbox, 0, begin
    sent: set[int] = set()
    while not service.ending.is_set():
        if await service.tokens.living(token.workspace_id, token.id) is None:
            return
        since = max(begin, last - _LATE)
        found = await outbox.listed(token.workspace_id, after=since, limit=_AT_ONCE + _LATE)
        for row in found:
            if row.number not in sent:
                sent.add(row.number)
                yield _event(row)
        last = max([last, *sent])
        sent = {number for number in sent if number > last - _LATE}
        rounds += 1
        if rounds % ROUNDS_A_SIGN_OF_LIFE == 0:
            yield b": here\n\n"
        if len(found) < _AT_ONCE + _LATE:
            await _wait(service)


async def _wait(service: Service) -> None:
    """Until the next look, or until the program is about to end."""
    waiting = [asyncio.ensure_future(service.runtime.clock.sleep(LOOK_EVERY_S))]
    waiting.append(asyncio.ensure_future(_ended(service)))
    try:
        await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for each in waiting:
            each.cancel()


async def _ended(service: Service) -> None:
    await service.ending.wait()


def _event(row: EventRow) -> bytes:
    """One event: JSON in one line, for a line's end would end the field."""
    head = f"id: {row.number}\nevent: {row.body.get('type', 'message')}\ndata: "
    return head.encode() + msgspec.json.encode(row.body) + b"\n\n"
