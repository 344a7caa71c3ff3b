"""The line to a sandbox, on which a test may let go wrong what it likes, at the moment it likes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import httpx2

_WRITES = {"PUT", "POST", "DELETE"}


@dataclass
class Wire(httpx2.AsyncBaseTransport):
    """Passes requests on; `lost` answers to writes never arrive; `after_write` is called when one was executed."""

    inner: httpx2.AsyncBaseTransport
    down: bool = False
    """Whether no connection can be made."""
    lost: int = 0
    never_arrive: int = 0
    """Writes that vanish on their way."""
    after_write: Callable[[], None] | None = None
    writes: int = 0

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        write = request.method in _WRITES and ".xro/" in request.url.path
        if self.down:
            raise httpx2.ConnectError("no route")
        if write and self.never_arrive:
            self.never_arrive -= 1
            self._written()
            raise httpx2.ReadTimeout("gone")
        answer = await self.inner.handle_async_request(request)
        if write:
            self.writes += 1
            self._written()
            if self.lost:
                self.lost -= 1
                raise httpx2.ReadError("cut off")
        return answer

    def _written(self) -> None:
        if self.after_write is not None:
            self.after_write()
