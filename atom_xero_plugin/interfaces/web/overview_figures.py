"""What the overview makes of the answers of skills: sums, ages, months and days. Pure functions, exact amounts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from decimal import ROUND_DOWN, Decimal
from typing import Any, Final, NamedTuple

from atom_xero_plugin.core.money import ZERO

MONTHS_BACK: Final = 11
"""Months that stand before the current one."""
_FULL_MONTHS: Final = 3
"""Whole months whose costs count as usual."""
_TENTH: Final = Decimal("0.1")
_SALES_TAX: Final = "GST"
"""What Xero books on the account of sales tax, whatever the country calls it. Source: developer.xero.com, Types,
System Accounts."""
Row = Mapping[str, Any]


class MonthResult(NamedTuple):
    """Income and costs of a month."""

    first_day: date
    income: Decimal
    costs: Decimal

    @property
    def profit(self) -> Decimal:
        """What is left."""
        return self.income - self.costs


class TaxToPay(NamedTuple):
    """What the books say is owed in sales tax; below zero for what comes back."""

    account: str
    amount: Decimal


def amount(money: Mapping[str, Any] | None) -> Decimal:
    """The amount of money as a skill answers it; nothing for none."""
    return ZERO if money is None else Decimal(money["amount"])


def months_of(report: Row, accounts: Sequence[Row]) -> list[MonthResult]:
    """Income and costs by month, the earliest first, from a profit and loss that stands in months.

    Whether an account is income or a cost is the chart's word, not the report's headings.
    """
    kinds = {each["id"]: each["kind"] for each in accounts}
    found = []
    for number, days in enumerate(report["column_days"]):
        sums = {"revenue": ZERO, "expense": ZERO}
        for row in report["rows"]:
            kind = kinds.get(row.get("account_id"))
            if kind in sums and row["values"][number] is not None:
                sums[kind] += Decimal(row["values"][number])
        first = days["first_day"] or days["last_day"]
        found.append(MonthResult(date.fromisoformat(first), sums["revenue"], sums["expense"]))
    return sorted(found)


def usual_costs(months: Sequence[MonthResult]) -> Decimal | None:
    """What a month costs, by the last whole ones; None where none had costs. The last month is under way."""
    whole = [each.costs for each in months[:-1]][-_FULL_MONTHS:]
    total = sum(whole, ZERO)
    return total / len(whole) if whole and total > 0 else None


def months_covered(cash: Decimal, months: Sequence[MonthResult]) -> Decimal | None:
    """For how many months of usual costs the cash lasts, rounded down; None where costs are not known."""
    costs = usual_costs(months)
    return None if costs is None else (cash / costs).quantize(_TENTH, ROUND_DOWN)


def tax_to_pay(balance_sheet: Row, accounts: Sequence[Row]) -> TaxToPay | None:
    """What the account of sales tax holds by a balance sheet; None where it holds nothing or there is none."""
    account = next((each for each in accounts if each.get("used_by_xero_for") == _SALES_TAX), None)
    if account is None:
        return None
    row = next((each for each in balance_sheet["rows"] if each.get("account_id") == account["id"]), None)
    if row is None or not row["values"] or row["values"][0] is None or Decimal(row["values"][0]) == 0:
        return None
    return TaxToPay(account["name"], Decimal(row["values"][0]))


def aged_totals(report: Row) -> list[Decimal]:
    """What is owed by age, the total last."""
    total = next(each for each in report["rows"] if each.get("kind") == "total" and not each.get("section"))
    return [Decimal(each or 0) for each in total["values"]]


def daily_balances(opening: Decimal, rows: Iterable[Row], first: date, last: date) -> list[tuple[date, Decimal]]:
    """The balance at the end of the first day, of each day with a movement, and of the last day."""
    found = {first: opening}
    for row in rows:
        found[date.fromisoformat(row["date"])] = Decimal(row["balance"])
    found.setdefault(last, next(reversed(found.values())))
    return sorted(found.items())


def weekly(days: Sequence[tuple[date, Decimal]]) -> list[tuple[date, Decimal]]:
    """The balance at the end of each week of the period, the last day among them: what a table can show."""
    if not days:
        return []
    wanted, day = [], days[-1][0]
    while day >= days[0][0]:
        wanted.append(day)
        day -= timedelta(days=7)
    return [(each, next(value for when, value in reversed(days) if when <= each)) for each in reversed(wanted)]
