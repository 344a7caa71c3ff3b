"""What Xero says of a write is believed only as far as it can be about this write."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx2
import pytest
from support.asking import LINE, row, rows
from support.asking import plan as proposed
from support.houses import house_on
from support.wire import Wire

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio
INVOICE = {"contact": "Brooklyn Hill Wind Energy", "lines": [LINE], "due_in_days": 20}


@pytest.fixture
async def line(tmp_path: Path) -> AsyncIterator[tuple[House, Wire]]:
    async with house_on(tmp_path) as opened:
        yield opened


async def approved(house: House, skill: str, **given: Any) -> dict[str, Any]:
    made = await proposed(house, skill, **given)
    assert (await house.dispatch.approve(made["id"], made["hash"], house.person)).success
    return made


async def executed(house: House, made: dict[str, Any]) -> dict[str, Any]:
    return (await house.dispatch.execute(made["id"], house.person)).plain()


@pytest.mark.parametrize("status", [403, 429])
async def test_what_is_said_to_another_process_says_nothing_of_what_an_earlier_one_sent(
    line: tuple[House, Wire], status: int
) -> None:
    """No answer came to the first, which ended; whoever takes the plan up finds nothing, sends again and is refused."""
    house, wire = line
    made = await approved(house, "create_contact", name="Ngaio Florist")
    wire.never_arrive = 1
    wire.after_write = lambda: house.sandbox.faults.add(kind="status", status=503, match="/api.xro/", times=99)
    await executed(house, made)
    house.sandbox.faults.clear()
    wire.after_write = None
    house.sandbox.faults.add(kind="status", status=status, match="/Contacts", method="PUT", times=9)

    answer = await executed(house, made)

    assert (answer["error"]["code"], answer["error"]["may_have_written"]) == ("outcome_unknown", True)
    assert answer["plan"]["state"] == "unknown"


async def test_an_answer_that_names_another_plans_record_is_no_proof(
    line: tuple[House, Wire], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Xero repeated the answer of an earlier request, as it does under a key that it has seen: nothing new is there."""
    house, wire = line
    real = wire.inner.handle_async_request

    async def under_one_key(request: httpx2.Request) -> httpx2.Response:
        if "idempotency-key" in request.headers:
            request.headers["idempotency-key"] = "the same"
        return await real(request)

    monkeypatch.setattr(wire.inner, "handle_async_request", under_one_key)
    first = await approved(house, "create_invoice", **INVOICE)
    assert (await executed(house, first))["success"]
    second = await approved(house, "create_invoice", **INVOICE)
    count = len(rows(house, "Invoices"))

    answer = await executed(house, second)

    assert (answer["error"]["code"], answer["plan"]["state"]) == ("outcome_unknown", "unknown")
    assert len(rows(house, "Invoices")) == count


async def test_a_deletion_that_a_list_belies_is_not_believed(line: tuple[House, Wire]) -> None:
    """Xero says once that it has no such record, and lists it: that may be a fault of the moment."""
    house, wire = line
    made = await house.do("create_bank_account", name="Till", number="12-3456-0789012-51")
    account = made["result"]["account"]["id"]
    stored = row(house, "Accounts", AccountID=account)
    deleting = await approved(house, "archive_bank_account", account=account, delete=True)

    def still_there() -> None:
        house.sandbox.organisations[house.organisation].tables["Accounts"].put(stored)
        house.sandbox.faults.add(kind="status", status=404, match=f"/Accounts/{account}", method="GET", times=9)

    wire.after_write = still_there
    answer = await executed(house, deleting)

    assert (answer["error"]["code"], answer["plan"]["state"]) == ("outcome_unknown", "unknown")
