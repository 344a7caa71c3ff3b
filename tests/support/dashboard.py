"""The dashboard on a sandbox, on a port of this machine, for a real browser; and a person who is signed in there."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import uvicorn
from playwright.sync_api import Browser, ConsoleMessage, Page
from support.service import Served, open_service

from atom_xero_plugin.testing import SandboxTime

T = TypeVar("T")
_STARTS_S = 30


class Dashboard:
    """The service, in a thread of its own."""

    def __init__(self, loop: asyncio.AbstractEventLoop, served: Served, address: str) -> None:
        self.loop, self.served, self.address = loop, served, address

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Do something where the service lives."""
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(_STARTS_S)


@contextmanager
def dashboard(folder: Path) -> Iterator[Dashboard]:
    """The dashboard with its workspace connected to both organisations, until the end of the block."""
    started: threading.Event = threading.Event()
    made: list[Dashboard] = []
    servers: list[uvicorn.Server] = []

    async def serve() -> None:
        served = await open_service(folder, connected=True)
        clock = served.runtime.clock
        assert isinstance(clock, SandboxTime)
        clock.waits = True  # each open page listens for changes, and would run away with the time
        server = uvicorn.Server(uvicorn.Config(served.app, host="127.0.0.1", port=0, log_level="warning"))
        servers.append(server)
        task = asyncio.create_task(server.serve())
        while not server.started and not task.done():  # noqa: ASYNC110 - uvicorn has no event for it
            await asyncio.sleep(0.01)
        port = server.servers[0].sockets[0].getsockname()[1]
        made.append(Dashboard(asyncio.get_running_loop(), served, f"http://localhost:{port}"))
        started.set()
        await task
        await served.close()

    thread = threading.Thread(target=lambda: asyncio.run(serve()), daemon=True)
    thread.start()
    assert started.wait(_STARTS_S), "the dashboard did not start"
    try:
        yield made[0]
    finally:
        servers[0].should_exit = True
        thread.join(_STARTS_S)


def _counts(told: ConsoleMessage) -> bool:
    """Whether it is an error of ours: Chromium says of a page that asks again, with 400, that it failed to load."""
    return told.type == "error" and "a status of 400" not in told.text


@contextmanager
def signed_in(chromium: Browser, at: Dashboard, width: int = 1440, **more: Any) -> Iterator[Page]:
    """A browser of a person with every right; an error in its console, or a request to elsewhere, fails the test."""
    context = chromium.new_context(viewport={"width": width, "height": 900}, **more)
    page = context.new_page()
    wrong: list[str] = []
    page.on("console", lambda told: wrong.append(told.text) if _counts(told) else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("request", lambda asked: None if asked.url.startswith(at.address) else wrong.append(asked.url))
    page.goto(f"{at.address}/sign-in")
    page.locator("[name=token]").fill(at.run(at.served.token()))
    page.locator("form button[type=submit]").first.click()
    page.wait_for_url(lambda url: "/sign-in" not in url)
    wrong.clear()
    yield page
    context.close()
    assert wrong == [], wrong
