"""The browser's part of a login: what comes back, and what is turned away."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable

import httpx2
import pytest

from atom_xero_plugin.auth.browser_login import CameBack, consent_by_itself, log_in_by_browser
from atom_xero_plugin.auth.login_flow import LoginStart
from atom_xero_plugin.core.errors import FixSetup, NotAllowed, XeroUnavailable

pytestmark = pytest.mark.anyio
BEGUN = LoginStart("https://login.example/authorize?state=CANARY", "the-state")
Asker = Callable[[httpx2.AsyncClient], Awaitable[None]]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def log_in(asker: Asker, *, path: str = "/callback") -> CameBack:
    """A login whose browser is `asker`."""
    port, loop = free_port(), asyncio.get_running_loop()
    browsing: list[asyncio.Future[None]] = []

    async def browse() -> None:
        async with httpx2.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client:
            await asker(client)

    def opener(address: str) -> None:
        assert address == BEGUN.address
        browsing.append(asyncio.run_coroutine_threadsafe(browse(), loop))  # type: ignore[arg-type]

    came_back = await log_in_by_browser(
        BEGUN, f"http://localhost:{port}{path}", say=lambda _: None, opener=opener, patience_s=20
    )
    await asyncio.wrap_future(browsing[0])  # type: ignore[arg-type]
    return came_back


async def test_the_browser_comes_back_with_a_code() -> None:
    """And learns that its window can be closed."""

    async def asker(client: httpx2.AsyncClient) -> None:
        page = await client.get("/callback", params={"state": "the-state", "code": "the code+/="})
        assert page.status_code == 200
        assert "You can close this window" in page.text
        assert page.headers["cache-control"] == "no-store"
        assert page.headers["referrer-policy"] == "no-referrer"
        assert "the code" not in page.text

    came_back = await log_in(asker)

    assert (came_back.state, came_back.code, came_back.error) == ("the-state", "the code+/=", None)
    assert "the code" not in repr(came_back)


async def test_a_cancelled_login_comes_back_as_one() -> None:
    """Xero's error is handed on."""

    async def asker(client: httpx2.AsyncClient) -> None:
        page = await client.get("/callback", params={"state": "the-state", "error": "access_denied"})
        assert "refused" in page.text

    assert (await log_in(asker)).error == "access_denied"


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/", 404),
        ("GET", "/favicon.ico", 404),
        ("GET", "/callback/?state=the-state&code=x", 404),
        ("GET", "//evil/callback?state=the-state&code=x", 404),
        ("POST", "/callback?state=the-state&code=x", 405),
        ("HEAD", "/callback?state=the-state&code=x", 405),
        ("GET", "/callback", 400),
        ("GET", "/callback?code=x", 400),
        ("GET", "/callback?state=another&code=x", 400),
        ("GET", "/callback?state=the-stat%C3%A9&code=x", 400),
        ("GET", "/callback?" + "&".join(["state=the-state"] * 60), 400),
    ],
)
async def test_anything_else_is_turned_away_and_the_login_goes_on(method: str, path: str, status: int) -> None:
    """A page in another tab cannot end the login, nor put its own code in."""

    async def asker(client: httpx2.AsyncClient) -> None:
        raw = httpx2.URL(str(client.base_url)).copy_with(raw_path=path.encode())
        assert (await client.request(method, raw)).status_code == status
        await client.get("/callback", params={"state": "the-state", "code": "right"})

    assert (await log_in(asker)).code == "right"


@pytest.mark.parametrize("sent", [b"", b"\r\n\r\n", b"GET\r\n\r\n", b"\x16\x03\x01\x02\x00", b"A" * 40_000])
async def test_what_is_no_request_does_no_harm(sent: bytes) -> None:
    """Nor does a connection that a browser holds open for later."""

    async def asker(client: httpx2.AsyncClient) -> None:
        _, idle = await asyncio.open_connection("127.0.0.1", client.base_url.port)
        _, odd = await asyncio.open_connection("127.0.0.1", client.base_url.port)
        odd.write(sent)
        await client.get("/callback", params={"state": "the-state", "code": "right"})
        idle.close()
        odd.close()

    assert (await log_in(asker)).code == "right"


async def test_nobody_comes_back() -> None:
    """It is reported after the patience ends, and the port is free again."""
    port = free_port()
    for _ in range(2):
        with pytest.raises(NotAllowed, match="Nobody logged in"):
            await log_in_by_browser(
                BEGUN, f"http://localhost:{port}/", say=lambda _: None, open_browser=False, patience_s=0
            )


async def test_a_port_in_use_is_reported() -> None:
    """With the setting to change."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(FixSetup, match="XERO_REDIRECT_URI"):
            await log_in_by_browser(BEGUN, f"http://localhost:{port}/", say=lambda _: None, open_browser=False)


@pytest.mark.parametrize(
    "redirect",
    ["https://example.com/callback", "http://127.0.0.1:5058/", "http://localhost/callback", "http://localhost:x/", ""],
)
async def test_a_redirect_address_elsewhere_cannot_be_waited_for(redirect: str) -> None:
    """Xero takes localhost by that name only."""
    with pytest.raises(FixSetup, match="http://localhost"):
        await log_in_by_browser(BEGUN, redirect, say=lambda _: None, open_browser=False)


async def test_the_address_is_said_for_those_without_a_browser() -> None:
    """So that it can be opened by hand."""
    said: list[str] = []
    with pytest.raises(NotAllowed):
        await log_in_by_browser(
            BEGUN, f"http://localhost:{free_port()}/", say=said.append, open_browser=False, patience_s=0
        )

    assert BEGUN.address in said[0]


async def test_a_sandbox_consents_by_itself() -> None:
    """Its redirect is read and not followed."""

    def sandbox(request: httpx2.Request) -> httpx2.Response:
        assert request.url.params["_sandbox_consent"] == "allow"
        return httpx2.Response(302, headers={"location": "http://localhost:5058/callback?state=the-state&code=abc"})

    came_back = await consent_by_itself(BEGUN.address, transport=httpx2.MockTransport(sandbox))

    assert (came_back.state, came_back.code) == ("the-state", "abc")


@pytest.mark.parametrize("reply", [httpx2.Response(200, text="a login page"), httpx2.Response(400)])
async def test_xero_itself_never_consents_by_itself(reply: httpx2.Response) -> None:
    """A page instead of a redirect is no sandbox's answer."""
    with pytest.raises(FixSetup, match="not a sandbox"):
        await consent_by_itself(BEGUN.address, transport=httpx2.MockTransport(lambda _request: reply))


async def test_a_sandbox_that_is_not_there_is_reported() -> None:
    """By our own error."""
    with pytest.raises(XeroUnavailable):
        await consent_by_itself(f"http://127.0.0.1:{free_port()}/?a=b")
