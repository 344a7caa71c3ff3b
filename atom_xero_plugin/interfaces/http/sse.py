"""Events as server-sent events: each once, in order, from where the receiver left off."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Final

import msgspec

from atom_xero_plugin.interfaces.http.service import Service
from atom_xero_plugin.store.api_tokens import ApiToken
from atom_xero_plugin.sync.outbox import EventRow

MEDIA_TYPE: Final = "text/event-stream"
LOOK_EVERY_S: Final = 1.0
ROUNDS_A_SIGN_OF_LIFE: Final = 15
"""A comment after so many rounds of silence keeps proxies from closing; the token is looked at again, too."""
RETRY_MS: Final = 3_000
_AT_ONCE: Final = 100
_LATE: Final = 100
"""How far back is looked again: two pollers take numbers in one order and may commit in the other."""


async def stream(service: Service, token: ApiToken, begin: int) -> AsyncIterator[bytes]:
    """The workspace's events after a number, until the receiver goes or its token no longer works."""
    yield f"retry: {RETRY_MS}\n\n".encode()
    runtime, rounds, last = service.runtime, 0, begin
    sent: set[int] = set()
    while True:
        since = max(begin, last - _LATE)
        found = await runtime.outbox.listed(token.workspace_id, after=since, limit=_AT_ONCE + _LATE)
        for row in found:
            if row.number not in sent:
                sent.add(row.number)
                yield _event(row)
        last = max([last, *sent])
        sent = {number for number in sent if number > last - _LATE}
        rounds += 1
        if rounds % ROUNDS_A_SIGN_OF_LIFE == 0:
            if await service.tokens.living(token.workspace_id, token.id) is None:
                return
            yield b": here\n\n"
        if len(found) < _AT_ONCE + _LATE:
            await runtime.clock.sleep(LOOK_EVERY_S)


def _event(row: EventRow) -> bytes:
    """One event: JSON in one line, for a line's end would end the field."""
    head = f"id: {row.number}\nevent: {row.body.get('type', 'message')}\ndata: "
    return head.encode() + msgspec.json.encode(row.body) + b"\n\n"
