"""The browser's part of a login from the command line: it comes back to a small server on this machine."""

from __future__ import annotations

import asyncio
import hmac
import webbrowser
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

import httpx2

from atom_xero_plugin.auth.login import Begun
from atom_xero_plugin.errors import FixSetup, NotAllowed, XeroUnavailable

PATIENCE_S = 300.0
_LONGEST_REQUEST = 16_384
_PAGE = (
    "<!doctype html><html lang=en><meta charset=utf-8><title>Xero login</title>"
    "<h1>{title}</h1><p>You can close this window and go back to the terminal.</p>"
)


@dataclass(frozen=True)
class CameBack:
    """What the browser came back with."""

    state: str = field(repr=False)
    code: str | None = field(repr=False)
    error: str | None = None


async def log_in_by_browser(
    begun: Begun,
    redirect_uri: str,
    *,
    say: Callable[[str], None],
    open_browser: bool = True,
    opener: Callable[[str], object] = webbrowser.open,
    patience_s: float = PATIENCE_S,
) -> CameBack:
    """Send the browser to Xero and wait until it comes back to `redirect_uri` on this machine.

    Raises FixSetup if the redirect address is not on this machine or its port is taken, NotAllowed after `patience_s`.
    """
    target = urlsplit(redirect_uri)
    if target.scheme != "http" or target.hostname != "localhost" or target.port is None:
        raise FixSetup(
            "XERO_REDIRECT_URI must be like http://localhost:5058/path for a login from the command line.",
            hint="Xero does not take 127.0.0.1; register the localhost address with your app.",
        )
    arrived: asyncio.Future[CameBack] = asyncio.get_running_loop().create_future()
    answer = _Answer(target.path, begun.state, arrived)
    try:
        server = await asyncio.start_server(answer, "127.0.0.1", target.port, limit=_LONGEST_REQUEST)
    except OSError:
        raise FixSetup(
            f"Port {target.port} is in use; end what uses it, or choose another XERO_REDIRECT_URI."
        ) from None
    async with server:
        say(f"Log in at Xero: {begun.address}")
        if open_browser:
            opener(begun.address)
        try:
            return await asyncio.wait_for(arrived, patience_s)
        except TimeoutError:
            raise NotAllowed("Nobody logged in within five minutes; begin again.") from None


async def consent_by_itself(address: str, *, transport: httpx2.AsyncBaseTransport | None = None) -> CameBack:
    """Consent at a sandbox, which lets a program say yes; Xero itself never does."""
    try:
        async with httpx2.AsyncClient(transport=transport, timeout=10) as client:
            page = await client.get(f"{address}&_sandbox_consent=allow")
    except httpx2.HTTPError as error:
        raise XeroUnavailable(f"The sandbox's login page gave no answer ({type(error).__name__}).") from None
    place = page.headers.get("location")
    if page.status_code not in {302, 303} or not place:
        raise FixSetup("This is not a sandbox, or it refused the login: it did not send the browser back.")
    return _came_back(urlsplit(place).query)


@dataclass(frozen=True)
class _Answer:
    """Answers the one request that a login ends with; every other is refused."""

    path: str
    state: str
    arrived: asyncio.Future[CameBack]

    async def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        status, title = "400 Bad Request", "This is not the end of a login"
        try:
            line = (await reader.readuntil(b"\r\n")).decode("latin-1").split(" ")
            target = urlsplit(line[1]) if len(line) > 1 else urlsplit("")
            came_back = _came_back(target.query)
            fits = line[0] == "GET" and target.path == self.path
            if fits and hmac.compare_digest(came_back.state.encode(), self.state.encode()):
                status, title = "200 OK", "Login refused" if came_back.error else "Logged in at Xero"
                if not self.arrived.done():
                    self.arrived.set_result(came_back)
        except (asyncio.IncompleteReadError, asyncio.LimitOverrunError, ValueError):
            pass  # not a browser; it gets the refusal
        body = _PAGE.format(title=title).encode()
        head = (
            f"HTTP/1.1 {status}\r\nContent-Type: text/html\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
        )
        writer.write(head.encode() + body)
        await writer.drain()
        writer.close()


def _came_back(query: str) -> CameBack:
    given = {name: values[0] for name, values in parse_qs(query).items()}
    return CameBack(given.get("state", ""), given.get("code"), given.get("error"))
