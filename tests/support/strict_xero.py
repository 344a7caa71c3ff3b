"""A Xero that plays back what a test says, and notes exactly what was sent."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx2
from support.clock import StillClock

from atom_xero_plugin.rate_limits.gate import NoLimits
from atom_xero_plugin.xero.client import LimitGate, XeroClient

CANARY = "eyJhbGciOiJSUzI1NiJ9.canary-token-that-must-never-show.signature"
Step = httpx2.Response | Exception | Callable[[httpx2.Request], httpx2.Response]


@dataclass
class Script:
    """Answers, one a call; the last is given again and again."""

    steps: list[Step]
    sent: list[httpx2.Request] = field(default_factory=list)

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        self.sent.append(request)
        step = self.steps.pop(0) if len(self.steps) > 1 else self.steps[0]
        if isinstance(step, Exception):
            raise step
        return (
            step(request)
            if callable(step)
            else httpx2.Response(step.status_code, headers=step.headers, content=step.content)
        )


@dataclass
class Tokens:
    """A token source that counts refusals."""

    tokens: list[str] = field(default_factory=lambda: [CANARY, f"{CANARY}2"])
    refusals: int = 0

    async def bearer(self) -> str:
        return self.tokens[min(self.refusals, len(self.tokens) - 1)]

    async def refused(self, token: str) -> None:
        assert token in self.tokens
        self.refusals += 1


def ok(body: Any = None, **headers: str) -> httpx2.Response:
    """200 with JSON."""
    return httpx2.Response(200, headers={"content-type": "application/json", **headers}, content=json.dumps(body or {}))


def bad(status: int, body: Any = "", **headers: str) -> httpx2.Response:
    """A refusal; a dict goes as JSON, text as it is."""
    kind = "application/json" if isinstance(body, (dict, list)) else "text/plain"
    content = json.dumps(body) if isinstance(body, (dict, list)) else body
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return httpx2.Response(status, headers={"content-type": kind, **named}, content=content)


@contextmanager
def playing(
    *steps: Step, limits: LimitGate | None = None, custom: bool = False
) -> Iterator[tuple[XeroClient, Script, Tokens]]:
    """A client whose Xero plays these answers."""
    script, tokens = Script(list(steps)), Tokens()
    client = XeroClient(
        api_url="https://api.example.com",
        tenant_id="tenant-1",
        http=httpx2.AsyncClient(transport=httpx2.MockTransport(script)),
        tokens=tokens,
        limits=limits or NoLimits(),
        clock=StillClock(),
        custom=custom,
    )
    yield client, script, tokens
