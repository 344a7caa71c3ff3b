"""An answer that never ends."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx2


class EndlessAnswer(httpx2.AsyncByteStream):
    """A body without an end; `given` says how much of it was taken, `closed` whether it was let go."""

    def __init__(self) -> None:
        self.given = 0
        self.closed = False

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while True:
            self.given += 1 << 20
            yield b" " * (1 << 20)

    async def aclose(self) -> None:
        self.closed = True
