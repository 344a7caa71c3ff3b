"""A list call through our client next to a bare httpx2 + msgspec loop, on the same loopback server in the same run.

Both decode the same page of 100 invoices into the same typed records. Ours also authorises, takes its leave from the
shared limits on SQLite, counts calls and bytes, and maps failures.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import socket
import tempfile
import time
from pathlib import Path
from statistics import median

import httpx2

from atom_xero_plugin.core.clock import SystemClock
from atom_xero_plugin.rate_limits.shared import SharedLimits
from atom_xero_plugin.store.database import Store
from atom_xero_plugin.store.migrations import upgrade
from atom_xero_plugin.xero.client import XeroClient
from atom_xero_plugin.xero.decoding.base import decode_page
from atom_xero_plugin.xero.pages import page_of
from atom_xero_plugin.xero.records.invoices import INVOICES
from benchmarks.invoice_page import page
from benchmarks.table import Row

ROUNDS, CALLS = 9, 60


class _Tokens:
    async def bearer(self) -> str:
        return "benchmark"

    async def refused(self, token: str) -> None:
        raise AssertionError(token)


class _Answer(asyncio.Protocol):
    """Answers every request with the same page; it reads no more than it must."""

    def __init__(self, answer: bytes) -> None:
        self._answer = answer

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport
        transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def data_received(self, data: bytes) -> None:
        for _ in range(data.count(b"\r\n\r\n")):
            self._transport.write(self._answer)  # type: ignore[attr-defined]


def _serve(listening: socket.socket, answer: bytes) -> None:
    head = (
        f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(answer)}\r\n"
        "X-MinLimit-Remaining: 100000\r\nX-DayLimit-Remaining: 100000\r\nX-AppMinLimit-Remaining: 100000\r\n\r\n"
    )

    async def run() -> None:
        loop = asyncio.get_running_loop()
        server = await loop.create_server(lambda: _Answer(head.encode() + answer), sock=listening)
        await server.serve_forever()

    asyncio.run(run())


async def _bare(http: httpx2.AsyncClient, base: str) -> int:
    reply = await http.get(
        f"{base}/api.xro/2.0/Invoices",
        params={"page": "1", "pageSize": "100", "unitdp": "4"},
        headers={"authorization": "Bearer benchmark", "accept": "application/json", "xero-tenant-id": "t"},
    )
    return len(decode_page(INVOICES.record, reply.content)[0])


async def _measure(base: str, folder: Path) -> tuple[float, float]:
    url = f"sqlite+aiosqlite:///{folder / 'bench.db'}"
    await upgrade(url)
    store = Store(url, clock=SystemClock())
    limits = SharedLimits(store, SystemClock(), app_id="benchmark")
    async with httpx2.AsyncClient() as bare, httpx2.AsyncClient() as pool:
        client = XeroClient(
            api_url=base, tenant_id="t", http=pool, tokens=_Tokens(), limits=limits, clock=SystemClock()
        )
        times: dict[str, list[float]] = {"ours": [], "bare": []}
        for round_number in range(ROUNDS + 1):
            for name in ("ours", "bare"):
                started = time.perf_counter()
                for _ in range(CALLS):
                    if name == "ours":
                        found = len((await page_of(client, INVOICES, {}, page=1, page_size=100)).items)
                    else:
                        found = await _bare(bare, base)
                    assert found == 100
                if round_number:  # the first is a warm-up
                    times[name].append((time.perf_counter() - started) / CALLS * 1000)
    await limits.close()
    await store.close()
    return median(times["ours"]), median(times["bare"])


def run() -> list[Row]:
    """Interleaved rounds; medians."""
    with socket.socket() as listening, tempfile.TemporaryDirectory() as folder:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        base = f"http://127.0.0.1:{listening.getsockname()[1]}"
        server = multiprocessing.get_context("fork").Process(target=_serve, args=(listening, page()))
        server.start()
        try:
            ours, bare = asyncio.run(_measure(base, Path(folder)))
        finally:
            server.kill()
            server.join()
    ratio = ours / bare
    return [
        Row("list call of 100 invoices, ms (vs bare httpx2 + msgspec)", ours, bare, ratio, "<= 1.3 x", ratio <= 1.3)
    ]
