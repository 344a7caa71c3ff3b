"""What show_workload promises."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import Any

import pytest
from support.asking import result, rows

from atom_xero_plugin.sync.poller import Poller
from atom_xero_plugin.testing import TODAY, House

pytestmark = pytest.mark.anyio
STATUS = {"draft": "DRAFT", "to_approve": "SUBMITTED", "unpaid": "AUTHORISED", "late": "AUTHORISED"}
TYPE = {"invoice": "ACCREC", "bill": "ACCPAY"}


async def synced(house: House) -> None:
    await house.runtime.polls.request_sync("default")
    for _ in range(3):
        await Poller(house.runtime, {}).tick()


def fits(row: dict[str, Any], kind: str, what: str) -> bool:
    late = str(row.get("DueDate"))[:10] < TODAY.isoformat()
    return row["Type"] == TYPE[kind] and row["Status"] == STATUS[what] and (what != "late" or late)


async def test_what_waits_is_what_the_books_hold_to_the_cent_and_xero_is_not_asked(house: House) -> None:
    await synced(house)
    calls = house.sandbox.requests.counts.total()

    found = await result(house, "show_workload")

    assert house.sandbox.requests.counts.total() == calls
    assert found["local_copy"]["complete"] is True
    assert {(each["kind"], each["what"]) for each in found["waiting"]} == {(k, w) for k in TYPE for w in STATUS}
    for each in found["waiting"]:
        mine = [row for row in rows(house, "Invoices") if fits(row, each["kind"], each["what"])]
        owed: dict[str, Decimal] = defaultdict(Decimal)
        for row in mine:
            owed[row["CurrencyCode"]] += Decimal(
                str(row["AmountDue" if each["what"] in {"late", "unpaid"} else "Total"])
            )
        assert each["count"] == len(mine), each
        assert {one["currency"]: Decimal(one["amount"]) for one in each["sums"]} == dict(owed), each
        assert each["over_90_days"] <= each["count"]
    assert next(each for each in found["waiting"] if (each["kind"], each["what"]) == ("invoice", "late"))["count"] > 3


async def test_before_the_first_sync_it_says_that_nothing_is_known(house: House) -> None:
    found = await result(house, "show_workload")

    assert found["local_copy"] == {"complete": False, "not_synced": ["invoice", "bill", "contact"]}
    assert {each["count"] for each in found["waiting"]} == {0}
