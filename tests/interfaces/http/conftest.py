"""Services on a sandbox, in this process."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import httpx2
import pytest
from support.service import Served, open_service


@pytest.fixture
async def served(tmp_path: Path) -> AsyncIterator[Served]:
    """A service on SQLite, its workspace connected to both organisations."""
    opened = await open_service(tmp_path, connected=True)
    yield opened
    await opened.close()


@pytest.fixture
async def unconnected(tmp_path: Path) -> AsyncIterator[Served]:
    """A service on SQLite that is not connected yet."""
    opened = await open_service(tmp_path)
    yield opened
    await opened.close()


@pytest.fixture
async def on_each(tmp_path: Path, database_url: str) -> AsyncIterator[Served]:
    """A service on each kind of database in turn, not connected yet."""
    opened = await open_service(tmp_path, database_url)
    yield opened
    await opened.close()


@pytest.fixture
def asked(tmp_path: Path) -> Iterator[Callable[[str, str, bytes], httpx2.Response]]:
    """Asks a service, from code that is not asynchronous."""
    with asyncio.Runner() as runner:
        opened = runner.run(open_service(tmp_path))
        runner.run(opened.house.connect())
        program = runner.run(opened.program())

        def ask(method: str, path: str, body: bytes) -> httpx2.Response:
            where = {"organisation": "harbour"}
            return runner.run(program.request(method, path, content=body, params=where))

        yield ask
        runner.run(program.aclose())
        runner.run(opened.close())
