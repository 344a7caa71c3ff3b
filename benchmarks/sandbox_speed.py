"""How fast the sandbox is: its start, and pages of 100 invoices out of 10,000, asked for by another process."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import time
from statistics import median
from urllib.parse import parse_qs, urlsplit

import httpx2

from benchmarks.table import Row

INVOICES, CALLS, AT_ONCE, ROUNDS = 10_000, 300, 4, 5
SCOPES = "openid offline_access accounting.invoices"


def _started() -> tuple[subprocess.Popen[str], dict[str, object], float]:
    before = time.perf_counter()
    command = [sys.executable, "-m", "atom_xero_plugin.sandbox", "--port", "0", "--json", "--no-limits"]
    process = subprocess.Popen([*command, "--invoices", str(INVOICES)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    facts = json.loads(process.stdout.readline())
    httpx2.get(f"{facts['address']}/_sandbox/")
    return process, facts, time.perf_counter() - before


def _headers(facts: dict[str, object]) -> dict[str, str]:
    base, app = str(facts["address"]), facts["apps"]["web"]  # type: ignore[index]
    redirect = "http://localhost:1/back"
    asked = {"client_id": app["client_id"], "redirect_uri": redirect, "response_type": "code", "scope": SCOPES}
    page = httpx2.get(f"{base}/identity/connect/authorize", params={**asked, "_sandbox_consent": "allow"})
    code = parse_qs(urlsplit(page.headers["location"]).query)["code"][0]
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": redirect}
    tokens = httpx2.post(f"{base}/connect/token", data=form, auth=(app["client_id"], app["client_secret"])).json()
    tenant = facts["organisations"][0]["tenant_id"]  # type: ignore[index]
    return {
        "Authorization": f"Bearer {tokens['access_token']}",
        "xero-tenant-id": tenant,
        "Accept": "application/json",
    }


async def _client(host: str, port: int, head: str, numbers: range) -> None:
    """A raw keep-alive client, so that the server is what is measured."""
    reader, writer = await asyncio.open_connection(host, port)
    for number in numbers:
        writer.write(f"GET /api.xro/2.0/Invoices?page={number % 100 + 1}&pageSize=100 HTTP/1.1\r\n{head}\r\n".encode())
        answer = await reader.readuntil(b"\r\n\r\n")
        assert answer.startswith(b"HTTP/1.1 200"), answer
        length = next(line for line in answer.split(b"\r\n") if line.lower().startswith(b"content-length"))
        await reader.readexactly(int(length.split(b":")[1]))
    writer.close()


async def _round(address: str, headers: dict[str, str]) -> float:
    parts = urlsplit(address)
    head = "".join(f"{name}: {value}\r\n" for name, value in {"Host": parts.netloc, **headers}.items())
    each = CALLS // AT_ONCE
    started = time.perf_counter()
    clients = (_client("127.0.0.1", parts.port or 80, head, range(n * each, (n + 1) * each)) for n in range(AT_ONCE))
    await asyncio.gather(*clients)
    return each * AT_ONCE / (time.perf_counter() - started)


def run() -> list[Row]:
    """Requests a second, the median of five rounds after a warm-up; and seconds to the first answer."""
    process, facts, start = _started()
    try:
        headers, address = _headers(facts), str(facts["address"])
        rates = [asyncio.run(_round(address, headers)) for _ in range(ROUNDS + 1)][1:]
    finally:
        process.terminate()
        process.wait()
    rate = median(rates)
    return [
        Row(f"sandbox, pages of 100 out of {INVOICES:,} invoices, requests/s", rate, None, None, ">= 300", rate >= 300),
        Row(f"sandbox, start with {INVOICES:,} invoices, s", start, None, None, "< 2 s", start < 2),
    ]
