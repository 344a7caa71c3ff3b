"""Alter what the sandbox answers, to be as Xero is where the sandbox is kinder, or as Xero is seldom."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import httpx2
import msgspec

from atom_xero_plugin.testing import House

Alteration = Callable[[httpx2.Request, httpx2.Response], httpx2.Response]


_exact = msgspec.json.Encoder(decimal_format="number")


def alter(house: House, pattern: str, change: Alteration, *, method: str | None = None) -> list[httpx2.Request]:
    """Let `change` make another answer of each answer to a call that fits; the calls seen, as they come."""
    before = house.transport.handle_async_request
    seen: list[httpx2.Request] = []

    async def handle(request: httpx2.Request) -> httpx2.Response:
        answer = await before(request)
        if method not in {None, request.method} or not re.search(pattern, str(request.url)):
            return answer
        await answer.aread()
        seen.append(request)
        return change(request, answer)

    house.transport.handle_async_request = handle  # type: ignore[method-assign]
    return seen


def instead(house: House, pattern: str, answer: httpx2.Response, *, method: str | None = None) -> list[httpx2.Request]:
    """Answer each call that fits so, whatever the sandbox would say; it never reaches the sandbox."""
    before = house.transport.handle_async_request
    seen: list[httpx2.Request] = []

    async def handle(request: httpx2.Request) -> httpx2.Response:
        if method not in {None, request.method} or not re.search(pattern, str(request.url)):
            return await before(request)
        seen.append(request)
        return httpx2.Response(answer.status_code, headers=answer.headers, content=answer.content)

    house.transport.handle_async_request = handle  # type: ignore[method-assign]
    return seen


def alter_rows(house: House, plural: str, change: Callable[[dict[str, Any], bool], None]) -> None:
    """Change each record of a kind in every good answer; `change` is reported whether it stands in a list."""

    def on(request: httpx2.Request, answer: httpx2.Response) -> httpx2.Response:
        if answer.status_code != 200:
            return answer
        reported = json.loads(answer.content, parse_float=Decimal)
        listed = request.method == "GET" and request.url.path.endswith(f"/{plural}")
        for row in reported.get(plural, []):
            change(row, listed)
        text = _exact.encode(reported)
        return httpx2.Response(200, headers={"content-type": "application/json"}, content=text)

    alter(house, rf"/{plural}([/?]|$)", on)
