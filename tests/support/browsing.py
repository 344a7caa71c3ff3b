"""A browser that is signed in, without scripts: it keeps cookies, follows no link by itself, and posts our forms."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from html import unescape
from typing import Any

import httpx2
from support.service import BROWSER, OWN_FORM, Served

_CSRF = re.compile(r'name="csrf" value="([^"]+)"')


class Browser:
    """One browser at one service."""

    def __init__(self, client: httpx2.AsyncClient) -> None:
        self.client = client
        self.cookies = client.cookies

    async def get(self, address: str, **more: Any) -> httpx2.Response:
        """A page."""
        return await self.client.get(address, headers={**BROWSER, **more.pop("headers", {})}, **more)

    async def follow(self, answer: httpx2.Response) -> httpx2.Response:
        """Where an answer sends the browser, and on from there."""
        while answer.status_code == 303:
            answer = await self.get(answer.headers["location"])
        return answer

    async def post(
        self, address: str, data: dict[str, Any] | None = None, *, of: httpx2.Response, **more: Any
    ) -> httpx2.Response:
        """A form of a page that was opened, with that page's token."""
        found = _CSRF.search(of.text)
        assert found, "the page has no form of ours"
        fields = {"csrf": unescape(found[1]), **(data or {})}
        return await self.client.post(address, data=fields, headers={**OWN_FORM, **more.pop("headers", {})}, **more)


@asynccontextmanager
async def browser_of(served: Served, *rights: str, **more: Any) -> AsyncIterator[Browser]:
    """A browser that was signed in with a token of its own."""
    async with served.client() as client:
        token = await served.token(*rights, **more)
        answer = await client.post("/sign-in", data={"token": token}, headers=OWN_FORM)
        assert answer.status_code == 303, answer.text
        yield Browser(client)
