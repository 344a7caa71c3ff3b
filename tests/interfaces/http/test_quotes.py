"""Quotes over HTTP: their routes come from their skills."""

from __future__ import annotations

import pytest
from support.asking import LINE, row, writes
from support.service import Served, error_of, result_of

pytestmark = pytest.mark.anyio
QUOTES = "/api/integrations/xero/quotes"
ABOUT = {"organisation": "harbour"}
NOW = {**ABOUT, "approve": "true"}


async def test_a_quote_is_made_changed_sent_accepted_and_deleted(served: Served) -> None:
    """The whole of its life, each step at an address of its own, number and terms the same throughout."""
    body = {"contact": "Kauri Grove Cafe", "lines": [LINE], "terms": "Half in advance."}
    async with await served.program() as program:
        made = result_of(await program.post(QUOTES, params=NOW, json=body))["quote"]
        path = f"{QUOTES}/{made['id']}"
        await program.put(path, params=NOW, json={"expiry_date": "2026-12-31"})
        early = await program.post(f"{path}/accept", params=NOW)
        sent = result_of(await program.post(f"{path}/send", params=NOW))["quote"]
        accepted = result_of(await program.post(f"{path}/accept", params=NOW))["quote"]
        shown = result_of(await program.get(path, params=ABOUT))["quote"]
        listed = result_of(await program.get(QUOTES, params={**ABOUT, "status": "accepted"}))["items"]
        deleted = result_of(await program.delete(path, params=NOW))["quote"]

    assert (early.status_code, error_of(early)["hint"]) == (409, "Mark it as sent first with send_quote.")
    assert [each["status"] for each in (made, sent, accepted, deleted)] == ["draft", "sent", "accepted", "deleted"]
    assert {each["number"] for each in (made, sent, accepted, shown, deleted)} == {"QU-0006"}
    assert {each["terms"] for each in (made, sent, accepted, shown, deleted)} == {"Half in advance."}
    assert shown["expiry_date"] == "2026-12-31"
    assert [each["number"] for each in listed] == ["QU-0006", "QU-0002"]


async def test_a_write_waits_for_a_person(served: Served) -> None:
    """Its plan is the answer, and nothing is sent."""
    async with await served.program() as program:
        waits = await program.post(f"{QUOTES}/QU-0004/decline", params=ABOUT)

    assert (waits.status_code, error_of(waits)["code"]) == (202, "approval_needed")
    assert row(served.house, "Quotes", QuoteNumber="QU-0004")["Status"] == "SENT"
    assert writes(served.house) == 0
