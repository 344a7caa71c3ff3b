"""The browser's part of a login from the command line: it comes back to a small server on this machine."""

from __future__ import annotations

import asyncio
import hmac
import webbrowser
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import SplitResult, parse_qs, urlsplit

import httpx2

from atom_xero_plugin.auth.login_flow import LoginStart
from atom_xero_plugin.core.errors import FixSetup, NotAllowed, XeroUnavailable
from atom_xero_plugin.core.settings import split_address

PATIENCE_S = 300.0
_LONGEST_REQUEST = 16_384
_REQUEST_TIMEOUT_S = 5.0
_PAGE = (
    "<!doctype html><html lang=en><meta charset=utf-8><title>Xero login</title>"
    "<h1>{title}</h1><p>You can close this window and go back to the terminal.</p>"
)
_HEAD = (
    "HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {length}\r\n"
    "Cache-Control: no-store\r\nReferrer-Policy: no-referrer\r\nContent-Security-Policy: default-src 'none'\r\n"
    "X-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n"
)


@dataclass(frozen=True)
class CameBack:
    """What the browser came back with."""

    state: str = field(repr=False)
    code: str | None = field(repr=False)
    error: str | None = None


async def log_in_by_browser(
    begun: LoginStart,
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
    target = _local(redirect_uri)
    callback = _Callback(target.path or "/", begun.state)
    try:
        server = await asyncio.start_server(callback.serve, "127.0.0.1", target.port, limit=_LONGEST_REQUEST)
    except OSError:
        raise FixSetup(
            f"Port {target.port} is in use; end what uses it, or choose another XERO_REDIRECT_URI.",
            hint=f"If it is `atom-xero serve`, connect on its page: http://localhost:{target.port}/",
        ) from None
    opening: asyncio.Future[object] | None = None
    try:
        say(f"Log in at Xero: {begun.address}")
        if open_browser:
            # In a thread: a browser in the terminal would otherwise keep us from answering it.
            opening = asyncio.ensure_future(asyncio.to_thread(opener, begun.address))
            opening.add_done_callback(lambda done: done.cancelled() or done.exception())
        return await asyncio.wait_for(callback.arrived, patience_s)
    except TimeoutError:
        raise NotAllowed(f"Nobody logged in within {patience_s:g} seconds.", hint="Begin again.") from None
    finally:
        server.close()
        callback.hang_up()  # browsers hold connections open for later; closing would wait for them
        await server.wait_closed()
        if opening is not None:
            await asyncio.wait({opening}, timeout=_REQUEST_TIMEOUT_S)


async def consent_by_itself(address: str, *, transport: httpx2.AsyncBaseTransport | None = None) -> CameBack:
    """Consent at a sandbox, which lets a program say yes; Xero itself never does.

    The final redirect is not followed: its address holds what the browser would come back with.
    """
    try:
        async with httpx2.AsyncClient(transport=transport, timeout=10, follow_redirects=False) as client:
            page = await client.get(f"{address}&_sandbox_consent=allow")
    except httpx2.HTTPError as error:
        raise XeroUnavailable(f"The sandbox's login page gave no answer ({type(error).__name__}).") from None
    place = page.headers.get("location")
    if page.status_code not in {302, 303} or not place:
        raise FixSetup("This is not a sandbox, or it refused the login: it did not send the browser back.")
    return _came_back(urlsplit(place).query)


class _Callback:
    """Answers the one request that a login ends with; every other is refused and changes nothing."""

    def __init__(self, path: str, state: str) -> None:
        self.arrived: asyncio.Future[CameBack] = asyncio.get_running_loop().create_future()
        self._path = path
        self._state = state
        self._open: set[asyncio.StreamWriter] = set()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, one request."""
        self._open.add(writer)
        try:
            async with asyncio.timeout(_REQUEST_TIMEOUT_S):
                request = await reader.readuntil(b"\r\n\r\n")
                status, title = self._answer(request)
                body = _PAGE.format(title=title).encode()
                writer.write(_HEAD.format(status=status, length=len(body)).encode() + body)
                await writer.drain()
        except (OSError, TimeoutError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            pass  # not a browser with a request; it gets no answer
        finally:
            self._open.discard(writer)
            writer.close()

    def hang_up(self) -> None:
        """Drop connections that never asked for anything."""
        for writer in list(self._open):
            writer.transport.abort()

    def _answer(self, request: bytes) -> tuple[str, str]:
        words = request.split(b"\r\n", 1)[0].decode("latin-1").split(" ")
        method, place = (words[0], words[1]) if len(words) == 3 else ("", "")  # noqa: PLR2004 - method, target, version
        path, _, query = place.partition("?")
        if path != self._path:
            return "404 Not Found", "There is nothing here"
        if method != "GET":
            return "405 Method Not Allowed", "This is not the end of a login"
        came_back = _came_back(query)
        if not hmac.compare_digest(came_back.state.encode(), self._state.encode()):
            return "400 Bad Request", "This is not the end of the login that was begun"
        if not self.arrived.done():
            self.arrived.set_result(came_back)
        return "200 OK", "Login refused" if came_back.error else "Logged in at Xero"


def _local(redirect_uri: str) -> SplitResult:
    target = split_address(redirect_uri)
    if target is None or target.scheme != "http" or target.hostname != "localhost" or target.port is None:
        raise FixSetup(
            "XERO_REDIRECT_URI must be like http://localhost:5058/path for a login from the command line.",
            hint="Xero does not take 127.0.0.1; register the localhost address with your app.",
        )
    return target


def _came_back(query: str) -> CameBack:
    try:
        given = {name: values[0] for name, values in parse_qs(query, max_num_fields=50).items()}
    except ValueError:
        given = {}
    return CameBack(given.get("state", ""), given.get("code"), given.get("error"))
