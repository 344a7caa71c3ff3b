"""An account's balance at the end of each day."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Annotated

from msgspec import Meta, Struct

from atom_xero_plugin.core.money import in_cents
from atom_xero_plugin.reports.account_transactions import AccountHistory


class DayBalance(Struct):
    """The balance at the end of a day, in the organisation's currency."""

    date: Annotated[dt.date, Meta(description="The day.")]
    balance: Annotated[Decimal, Meta(description="At its end; a debit balance is above zero.")]


def by_day(history: AccountHistory) -> list[DayBalance]:
    """The last balance of each day on which something was posted, in the order of days."""
    last = {each.day: balance for each, balance in zip(history.postings, history.balances, strict=True)}
    return [DayBalance(day, in_cents(balance)) for day, balance in last.items()]
