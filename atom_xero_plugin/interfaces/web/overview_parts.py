"""The parts of the overview that need Xero: each asks its skills, or shows what they answered before, with its time."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from msgspec import Struct

from atom_xero_plugin.core.errors import ErrorBody, XeroPluginError
from atom_xero_plugin.core.money import ZERO
from atom_xero_plugin.interfaces.web import ages, charts
from atom_xero_plugin.interfaces.web.formats import amount as amount_text
from atom_xero_plugin.interfaces.web.formats import day_text, month
from atom_xero_plugin.interfaces.web.kept_answers import LASTS, KeptAnswer, kept_answers
from atom_xero_plugin.interfaces.web.links import link, record_link
from atom_xero_plugin.interfaces.web.overview_figures import (
    MONTHS_BACK,
    MonthResult,
    aged_totals,
    amount,
    daily_balances,
    months_covered,
    months_of,
    tax_to_pay,
    weekly,
)
from atom_xero_plugin.interfaces.web.overview_work import Waiting, by_kind
from atom_xero_plugin.interfaces.web.page import WebPage

Question = tuple[str, Mapping[str, Any]]
"""A skill and its arguments."""
POSITION: Final[Question] = ("show_cash_position", {})
AGED: Final[Question] = ("show_aged_balances", {"side": "receivables", "limit": 1})
SHEET: Final[Question] = ("show_report", {"report": "balance_sheet"})
PROFIT: Final[Question] = (
    "show_report",
    {"report": "profit_and_loss", "period": "this_month", "compare_periods": MONTHS_BACK, "compare_by": "month"},
)
STATEMENTS: Final[Question] = ("list_statements", {"limit": 1})
ACCOUNTS: Final[Question] = ("find_accounts", {"limit": 100, "include_archived": True})
_CHART_LASTS: Final = timedelta(hours=12)
_LINE_DAYS: Final = 90
Ask = Callable[[WebPage, Question, timedelta], Awaitable[KeptAnswer]]


class OverviewPart(Struct, frozen=True):
    """A part of the page: its figures, or why there are none yet."""

    name: str
    facts: dict[str, Any] | None = None
    """None where nothing was ever asked."""
    at: datetime | None = None
    """When Xero gave the oldest of its figures."""
    fresh: bool = False
    error: ErrorBody | None = None


async def known(page: WebPage, question: Question, lasts: timedelta = LASTS) -> KeptAnswer:
    """What was answered before; asks nothing."""
    return kept_answers(page).known(page, *question, lasts)


async def asked(page: WebPage, question: Question, lasts: timedelta = LASTS) -> KeptAnswer:
    """An answer that is fresh, asked of Xero if need be."""
    return await kept_answers(page).ask(page, *question, lasts)


async def position(page: WebPage, ask: Ask) -> OverviewPart:
    """The sum in a row."""
    cash, sheet = await ask(page, POSITION, LASTS), await ask(page, SHEET, LASTS)
    chart = await _chart(page, ask)
    if cash.result is None:
        return _part("position", None, cash)
    tax = tax_to_pay(sheet.result["report"], chart.result["items"]) if sheet.result and chart.result else None
    found = cash.result
    left = amount(found["net"]) - (tax.amount if tax else ZERO)
    accounts, work = len(found["accounts"]), by_kind(await page.ask("show_workload"))
    terms = [
        _term("", "Cash in the bank", found["in_bank"], f"{accounts} account{'' if accounts == 1 else 's'}",
              link(page, "bank")),
        _term("+", "Owed to us", found["receivable"]["total"], _late(page, found["receivable"], work, "invoice"),
              link(page, "invoices", status="overdue")),
        _term("-", "We owe", found["payable"]["total"], _late(page, found["payable"], work, "bill"),
              link(page, "bills", status="overdue")),
    ]  # fmt: skip
    if tax is not None:
        op, word = ("-", "to pay") if tax.amount > 0 else ("+", "to come back")
        terms.append(
            _term(
                op,
                f"{tax.account} {word}",
                abs(tax.amount),
                "by the balance sheet",
                link(page, "report", name="balance-sheet"),
            )
        )
    terms.append(_term("=", "Left when all is settled", left, "", None))
    return _part("position", {"terms": terms}, cash, sheet, chart)


async def accounts(page: WebPage, ask: Ask) -> OverviewPart:
    """What each bank account holds, the most first, next to what its newest statement says."""
    cash, statements = await ask(page, POSITION, LASTS), await ask(page, STATEMENTS, LASTS)
    if cash.result is None:
        return _part("accounts", None, cash)
    found = statements.result["accounts"] if statements.result else []
    at_bank = {each["account"]["id"]: each for each in found if each.get("balance")}
    ordered = sorted(cash.result["accounts"], key=lambda each: -amount(each["balance"]))
    rows = [
        {**each, "href": link(page, "bank_account", account=each["id"]), "at_bank": at_bank.get(each["id"])}
        for each in ordered
    ]
    return _part("accounts", {"accounts": rows, "in_bank": cash.result["in_bank"]}, cash)


async def aged(page: WebPage, ask: Ask) -> OverviewPart:
    """What customers owe, by age."""
    answer = await ask(page, AGED, LASTS)
    if answer.result is None:
        return _part("aged", None, answer)
    *amounts, total = aged_totals(answer.result["report"])
    oldest = await page.ask(
        "find_records", kinds=["invoice"], status=["overdue"], sort="due_day", sort_direction="ascending", limit=3
    )
    facts = {
        "bar": ages.ages(amounts, "What customers owe by age", tall=True),
        "title": _aged_title(amounts, total),
        "oldest": [{**each, "href": record_link(page, "invoice", each["id"])} for each in oldest["items"]],
    }
    return _part("aged", facts, answer)


async def profit(page: WebPage, ask: Ask) -> OverviewPart:
    """Profit and loss by month."""
    report, chart = await ask(page, PROFIT, LASTS), await _chart(page, ask)
    if report.result is None or chart.result is None:
        return _part("profit", None, report, chart)
    months = months_of(report.result["report"], chart.result["items"])
    drawn = [charts.Month(_label(page, each, months), each.income, each.costs) for each in months]
    last = months[-1]
    words = "Profit" if last.profit >= 0 else "Loss"
    title = f"{words} of {amount_text(abs(last.profit))} so far this month"
    return _part("profit", {"plot": charts.profit(drawn, "Profit and loss by month"), "title": title}, report, chart)


async def balance(page: WebPage, ask: Ask) -> OverviewPart:
    """The line of the bank account that holds most."""
    cash = await ask(page, POSITION, LASTS)
    accounts = cash.result["accounts"] if cash.result else []
    if not accounts:
        return _part("balance", None if cash.result is None else {"plot": None}, cash)
    account = max(accounts, key=lambda each: amount(each["balance"]))
    last, first = page.today, page.today - timedelta(days=_LINE_DAYS)
    days = {"from": first.isoformat(), "to": last.isoformat()}
    answer = await ask(page, ("show_daily_balances", {"account": account["id"], "dates": days}), LASTS)
    if answer.result is None:
        return _part("balance", None, answer)
    line = daily_balances(amount(answer.result["opening_balance"]), answer.result["days"], first, last)
    lowest = min(line, key=lambda each: each[1])
    plot = charts.balance(line, f"Balance of {account['account']} by day", name_of=lambda each: day_text(each, page))
    plot = plot._replace(rows=[(day_text(day, page), (value,)) for day, value in weekly(line)])
    facts = {
        "plot": plot,
        "title": f"{account['account']}, {_LINE_DAYS} days",
        "lowest": f"Lowest {amount_text(lowest[1])} on {day_text(lowest[0], page)}",
        "href": link(page, "bank_account", account=account["id"]),
        "proven": answer.result["proven"],
    }
    return _part("balance", facts, answer)


PARTS: Final[Mapping[str, Callable[[WebPage, Ask], Awaitable[OverviewPart]]]] = {
    "position": position,
    "accounts": accounts,
    "aged": aged,
    "profit": profit,
    "balance": balance,
}
"""By their names in addresses."""


async def health(page: WebPage) -> str | None:
    """The finding of the page, if what it takes was asked before: for how long the cash lasts."""
    cash, report, chart = await known(page, POSITION), await known(page, PROFIT), await _chart(page, known)
    if cash.result is None or report.result is None or chart.result is None:
        return None
    in_bank = amount(cash.result["in_bank"])
    months = months_covered(in_bank, months_of(report.result["report"], chart.result["items"]))
    if months is None:
        return None
    if in_bank <= 0:
        return f"Short: the bank accounts are overdrawn by {amount_text(-in_bank)}"
    word = "Healthy" if months >= 3 else "Tight" if months < 1 else "Steady"  # noqa: PLR2004 - months of costs
    return f"{word}: cash covers {months} month{'' if months == 1 else 's'} of costs"


async def _chart(page: WebPage, ask: Ask) -> KeptAnswer:
    """The whole chart of accounts, however many pages it has; none of it where a page is missing."""
    skill, arguments = ACCOUNTS
    answer = first = await ask(page, ACCOUNTS, _CHART_LASTS)
    found: list[Any] = []
    while answer.result is not None:
        found += answer.result["items"]
        cursor = answer.result["next_cursor"]
        if cursor is None:
            return KeptAnswer({"items": found}, first.at, first.fresh and answer.fresh, answer.error)
        answer = await ask(page, (skill, {**arguments, "cursor": cursor}), _CHART_LASTS)
    return answer


def _part(name: str, facts: dict[str, Any] | None, *answers: KeptAnswer) -> OverviewPart:
    times = [each.at for each in answers if each.at is not None]
    error = next((each.error for each in answers if each.error is not None), None)
    body = error.body() if isinstance(error, XeroPluginError) else None
    fresh = all(each.fresh for each in answers)
    return OverviewPart(name, facts, min(times) if times else None, fresh, body)


def _term(op: str, word: str, value: Any, more: str, href: str | None) -> dict[str, Any]:
    found: dict[str, Any] = {"word": word, "value": value, "more": more, "href": href}
    return found | ({"op": op} if op else {})


def _late(page: WebPage, owed: Mapping[str, Any], work: Waiting, kind: str) -> str:
    """What of it is late; credits that nobody used yet are taken off here, and not where documents are counted."""
    overdue = amount(owed["overdue"])
    if not overdue:
        return "nothing is late"
    home = page.organisation.currency if page.organisation else ""
    documents = [amount(each) for each in work[kind, "late"]["sums"] if each["currency"] == home]
    return f"{amount_text(overdue)} is late" + ("" if documents == [overdue] else ", less credits")


def _aged_title(amounts: list[Decimal], total: Decimal) -> str:
    late = sum(amounts[1:], ZERO)
    if total <= 0:
        return "Nobody owes us anything"
    if late <= 0:
        return "Nothing that we are owed is late"
    share = late / total
    for least, words in ((Decimal("0.6"), "More than half"), (Decimal("0.4"), "Half"), (Decimal("0.2"), "A third")):
        if share >= least:
            return f"{words} of what we are owed is late"
    return f"{amount_text(late)} of what we are owed is late"


def _label(page: WebPage, each: MonthResult, months: list[MonthResult]) -> charts.Label:
    """The month's name, which leads to its profit and loss."""
    last = _last_day(each.first_day)
    href = link(page, "reports")
    if page.addresses.has("report"):
        href = page.url(
            "report", name="profit-and-loss", **{"from": each.first_day.isoformat(), "to": last.isoformat()}
        )
    return charts.Label(month(each.first_day, page)[:3], href, current=each == months[-1])


def _last_day(first: date) -> date:
    return (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
