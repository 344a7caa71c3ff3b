"""What show_monthly_cash promises."""

from __future__ import annotations

from calendar import monthrange
from decimal import Decimal

import pytest
from support.asking import change, result, rows

from atom_xero_plugin.sync.poller import Poller
from atom_xero_plugin.testing import TODAY, House

pytestmark = pytest.mark.anyio


async def synced(house: House) -> None:
    await house.runtime.polls.request_sync("default")
    for _ in range(3):
        await Poller(house.runtime, {}).tick()


async def test_the_net_cash_of_each_month_is_that_of_the_bank_summary(house: House) -> None:
    """To the cent, month by month: what came in less what went out is what the bank accounts gained."""
    await synced(house)
    found = (await result(house, "show_monthly_cash", months=6))["months"]

    assert len(found) == 6
    for each in found[:-1]:
        days = {"from": each["month"], "to": _end(each["month"])}
        summary = await result(house, "show_report", report="bank_summary", dates=days)
        accounts = [row["values"] for row in summary["report"]["rows"] if row.get("account_id")]
        gained = sum((Decimal(values[-1]) - Decimal(values[0]) for values in accounts), Decimal(0))
        came, went, net = (Decimal(each[name]["amount"]) for name in ("cash_in", "cash_out", "net"))
        assert net == gained, each
        assert net == came - went


async def test_before_the_first_sync_it_says_that_nothing_is_known(house: House) -> None:
    found = await result(house, "show_monthly_cash", months=1)

    assert found["local_copy"]["complete"] is False
    assert found["months"][0]["net"]["amount"] == "0.00"


async def test_what_changed_in_xero_is_counted_at_the_next_sync(house: House) -> None:
    """Sums that are kept are those of the records as they are."""
    await synced(house)
    before = (await result(house, "show_monthly_cash", months=1))["months"][0]
    payment = next(each for each in rows(house, "Payments") if each["Status"] == "AUTHORISED")
    change(house, "Payments", payment, Amount=Decimal(str(payment["Amount"])) + 1, Date=TODAY)
    house.sandbox.clock.advance(60)
    await synced(house)

    after = (await result(house, "show_monthly_cash", months=1))["months"][0]

    assert after != before


def _end(first: str) -> str:
    year, month = int(first[:4]), int(first[5:7])
    return f"{first[:8]}{monthrange(year, month)[1]}"
