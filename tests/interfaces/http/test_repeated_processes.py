"""The promise of callers' keys between processes: two services on one PostgreSQL, raced, killed and asked again."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import anyio
import httpx2
import pytest
from interfaces.cli.conftest import sandbox
from support.connected import connected

from atom_xero_plugin.interfaces.callers import of_token
from atom_xero_plugin.store.api_tokens import ApiTokens

__all__ = ["sandbox"]
pytestmark = [pytest.mark.anyio, pytest.mark.full]
COMMAND = str(Path(sys.executable).with_name("atom-xero"))
XERO = "/api/integrations/xero"
INVOICE = {
    "contact": "Karori Veterinary Clinic",
    "lines": [{"description": "Poster design", "quantity": "2", "unit_amount": "150.00", "account": "200"}],
    "due_in_days": 14,
}
ROUNDS = 8
POINTS = ("plan.before_claim", "plan.after_call")
LEASE_S = 150
"""Longer than the lease of a plan whose process died."""


class Service:
    """A service in a process of its own; `crash` names where it dies."""

    def __init__(self, environment: dict[str, str], crash: str = "") -> None:
        self.process = subprocess.Popen(
            [COMMAND, "serve", "--port", "0"],
            env={**os.environ, **environment, "ATOM_XERO_CRASHPOINT": crash},
            stderr=subprocess.PIPE,
            text=True,
        )
        self.address = ""
        while "http" not in self.address:
            line = self.process.stderr.readline() if self.process.stderr else ""
            assert line, "it ended"
            self.address = next((word.rstrip(";/.") for word in line.split() if word.startswith("http://")), "")

    def post(self, token: str, key: str, reference: str) -> httpx2.Response:
        headers = {"authorization": f"Bearer {token}", "idempotency-key": key}
        where = {"organisation": "harbour", "approve": "true"}
        body = {**INVOICE, "reference": reference}
        return httpx2.post(f"{self.address}{XERO}/invoices", json=body, params=where, headers=headers, timeout=60)

    def end(self) -> None:
        self.process.kill()
        self.process.communicate()


def invoices(sandbox: dict[str, Any]) -> int:
    facts = httpx2.get(f"{sandbox['address']}/_sandbox/").json()
    return int(facts["organisations"][0]["records"]["Invoices"])


async def test_two_services_raced_with_one_key_write_once(
    sandbox: dict[str, Any], postgres_url: str, tmp_path: Path
) -> None:
    """Each key is one invoice, and all who asked with it were answered alike, or reported to ask again."""
    async with connected(sandbox, tmp_path, ATOM_XERO_DATABASE_URL=postgres_url) as (runtime, environment):
        made = await ApiTokens(runtime.store).new("default", "n8n", ["read", "write", "approve"], by="person:tester")
        assert of_token(made.made).may("approve")
        before = invoices(sandbox)

        def race() -> list[set[bytes]]:
            services = [Service(environment) for _ in range(2)]
            try:
                answers = []
                with ThreadPoolExecutor(6) as pool:
                    for number in range(ROUNDS):
                        asked = [
                            pool.submit(services[each % 2].post, made.token, f"race-{number}", f"race {number}")
                            for each in range(6)
                        ]
                        reported = [each.result() for each in asked]
                        assert {each.status_code for each in reported} <= {201, 409}, [each.text for each in reported]
                        last = services[0].post(made.token, f"race-{number}", f"race {number}")
                        answers.append({each.content for each in (*reported, last) if each.status_code == 201})
                return answers
            finally:
                for each in services:
                    each.end()

        answers = await anyio.to_thread.run_sync(race)
        assert [len(each) for each in answers] == [1] * ROUNDS
        assert invoices(sandbox) == before + ROUNDS


@pytest.mark.parametrize("point", POINTS)
async def test_a_service_killed_half_way_is_taken_over_by_the_next(
    sandbox: dict[str, Any], postgres_url: str, tmp_path: Path, point: str
) -> None:
    """The same key at another service goes on with the plan that the first made: one invoice."""
    async with connected(sandbox, tmp_path, ATOM_XERO_DATABASE_URL=postgres_url) as (runtime, environment):
        made = await ApiTokens(runtime.store).new("default", "n8n", ["read", "write", "approve"], by="person:tester")
        before = invoices(sandbox)

        def kill_and_repeat() -> list[httpx2.Response]:
            first = Service(environment, crash=point)
            with pytest.raises(httpx2.HTTPError):
                first.post(made.token, "k", f"killed at {point}")
            first.end()
            second = Service(environment)
            try:
                reported = [second.post(made.token, "k", f"killed at {point}")]
                ends = time.monotonic() + LEASE_S
                while reported[-1].status_code in {409, 503} and time.monotonic() < ends:
                    assert reported[-1].json()["error"]["retryable"] is True
                    time.sleep(1)
                    reported.append(second.post(made.token, "k", f"killed at {point}"))
                return [*reported, second.post(made.token, "k", f"killed at {point}")]
            finally:
                second.end()

        reported = await anyio.to_thread.run_sync(kill_and_repeat)
        assert reported[-1].content == reported[-2].content
        assert reported[-1].status_code == 201, reported[-1].text
        assert invoices(sandbox) == before + 1
        assert len(await runtime.plans.recent("default")) == 1
