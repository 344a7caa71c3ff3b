"""The OpenAPI document: built once, in a thread, when it is first asked for: it takes longer than all of a start."""

from __future__ import annotations

import asyncio
from typing import Any, Final

import msgspec
from fastapi import FastAPI, Request, Response

PATH: Final = "/openapi.json"
_SERVER: Final = [{"url": "/", "description": "This service."}]


class OpenApiDocument:
    """The document of one app. Two who ask for it at once build it once."""

    def __init__(self, app: FastAPI) -> None:
        """Nothing is built yet."""
        self._app = app
        self._body: bytes | None = None
        self._lock = asyncio.Lock()

    async def body(self) -> bytes:
        """The document as JSON."""
        async with self._lock:
            if self._body is None:
                self._body = await asyncio.to_thread(self._built)
        return self._body

    def _built(self) -> bytes:
        return msgspec.json.encode(self._app.openapi())


def offer(app: FastAPI) -> None:
    """Serve the app's document at its address."""
    document = OpenApiDocument(app)

    async def openapi(_request: Request) -> Response:
        return Response(await document.body(), media_type="application/json")

    app.add_route(PATH, openapi, include_in_schema=False)


def servers(address: str | None) -> list[dict[str, Any]]:
    """Where the document says that the service is: next to itself, and at an address if one is known."""
    return [*_SERVER, *([{"url": address.rstrip("/"), "description": "As it was started."}] if address else [])]
