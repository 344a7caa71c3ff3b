"""The rail says what waits, to who may know it; and a row of a list passes nothing of a record for markup."""

from __future__ import annotations

import re
from typing import Any, cast

import pytest
from support.browsing import browser_of
from support.pages import StandIn
from support.service import Served

from atom_xero_plugin.interfaces.web.lists.declared import BY_NAME
from atom_xero_plugin.interfaces.web.lists.row_markup import RowMaker
from atom_xero_plugin.interfaces.web.page import WebPage

pytestmark = pytest.mark.anyio
_LATE = re.compile(r'data-go="([il])">[^<]*<span class="n hot">(\d+) late</span>')
EVIL = '<b onmouseover="x">"\'&</b>\u202e'


async def test_the_rail_says_how_many_are_late_as_the_skill_does_and_only_to_who_may_ask_it(served: Served) -> None:
    await served.hear()
    address = f"/o/{served.house.organisation}/quotes"
    async with browser_of(served) as browser, browser_of(served, "read", skills=["find_records"]) as limited:
        told, untold = await browser.get(address), await limited.get(address)

    work = (await served.house.call("show_workload"))["result"]["waiting"]
    late = {each["kind"][0]: each["count"] for each in work if each["what"] == "late"}
    assert all(late.values())
    assert {{"i": "i", "l": "b"}[key]: int(count) for key, count in _LATE.findall(told.text)} == late
    assert _LATE.findall(untold.text) == []


@pytest.mark.parametrize("name", ["money", "bank-transactions"])
async def test_nothing_of_a_record_becomes_markup_in_any_column(name: str) -> None:
    declared = BY_NAME[name]
    item = dict.fromkeys(("id", "kind", "title", "number", "reference", "account", "direction"), EVIL)
    whole: dict[str, Any] = {
        **item, "status": "draft", "contact": {"id": "c", "name": EVIL},
        "total": {"amount": "-1234.5", "currency": "USD"},
        "day": "2026-11-30", "due_day": None, "reconciled": True, "sent": False,
    }  # fmt: skip
    page = cast("WebPage", StandIn(nonce='"><i>'))
    rows = RowMaker(page, declared.every_column, declared.named_by, picks=True, open_id=EVIL, place="beside")

    made = rows.rows([(whole, f"/o/t1/x?q={EVIL}")])

    assert "<b" not in made
    assert "<i>" not in made
    assert "\u202e" not in re.sub(r'(href|hx-get|value)="[^"]*"', "", made)
    assert made.count("<td") + made.count("<th") == len(declared.every_column) + 1
    assert '<span class="vh">minus </span>(1,234.50)' in made
