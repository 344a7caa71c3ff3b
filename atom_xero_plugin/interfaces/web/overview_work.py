"""The parts of the overview that the local copy knows: what waits, cash by month, and the finding of both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from atom_xero_plugin.interfaces.web import charts
from atom_xero_plugin.interfaces.web.formats import amount as amount_text
from atom_xero_plugin.interfaces.web.formats import month
from atom_xero_plugin.interfaces.web.links import link
from atom_xero_plugin.interfaces.web.page import WebPage

_MOST_PLANS: Final = 500
_PLURALS: Final = {"invoice": ("invoice", "invoices"), "bill": ("bill", "bills")}
Waiting = Mapping[tuple[str, str], Mapping[str, Any]]


async def waiting(page: WebPage, work: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What waits for a person, the most pressing first; what nothing waits in is left out."""
    found = by_kind(work)
    rows = [await _bank(page), await _plans(page), *(_late(page, found, kind) for kind in _PLURALS)]
    rows += [_unfinished(page, found, kind) for kind in _PLURALS]
    return [each for each in rows if each is not None]


async def cash_by_month(page: WebPage) -> dict[str, Any]:
    """The chart of cash in and out, with its finding."""
    answer = await page.ask("show_monthly_cash", months=12)
    months = answer["months"]
    drawn = [charts.Month(_month(page, each, months), *(_amount(each[way]) for way in ("cash_in", "cash_out")))
             for each in months]  # fmt: skip
    last = drawn[-1]
    name = f"{date.fromisoformat(months[-1]['month']):%B}"
    more = "took in" if last.left >= 0 else "paid out"
    than = "it paid" if last.left >= 0 else "it took in"
    return {
        "plot": charts.cash(drawn, "Cash in and out by month"),
        "title": f"{name} {more} {amount_text(abs(last.left))} more than {than}",
        "others": answer["other_currencies"],
        "complete": answer["local_copy"]["complete"],
    }


def finding(page: WebPage, work: Mapping[str, Any]) -> str:
    """What the page says first where the cash is not known yet."""
    late = by_kind(work)["invoice", "late"]
    if not work["local_copy"]["complete"]:
        return "The books are being read"
    if late["count"]:
        return f"{_counted('invoice', late['count'])} late, {sums_text(page, late['sums'])}"
    return "Nothing that customers owe is late"


def by_kind(work: Mapping[str, Any]) -> Waiting:
    """What waits, by the kind of document and what it waits for."""
    return {(each["kind"], each["what"]): each for each in work["waiting"]}


def sums_text(page: WebPage, sums: Sequence[Mapping[str, Any]]) -> str:
    """Amounts side by side, one a currency; the home currency has no code."""
    home = page.organisation.currency if page.organisation else None
    parts = [
        amount_text(each["amount"]) if each["currency"] == home else f"{each['currency']} {amount_text(each['amount'])}"
        for each in sums
    ]
    return " and ".join(parts) or amount_text("0")


async def _bank(page: WebPage) -> dict[str, Any] | None:
    lines = (await page.count()).bank
    if not lines:
        return None
    words = "bank line to reconcile" if lines == 1 else "bank lines to reconcile"
    return _row(lines, words, "", "Reconcile", link(page, "bank"))


async def _plans(page: WebPage) -> dict[str, Any] | None:
    """Plans of this organisation that wait for a yes."""
    listed = await page.service.runtime.plan_lists.page(
        page.caller.workspace_id, states=("proposed",), tenant_id=page.organisation.id if page.organisation else None,
        limit=_MOST_PLANS,
    )  # fmt: skip
    ends = [each.expires_at for each in listed.items if each.expires_at > page.now]
    if not ends:
        return None
    words = "plan to approve" if len(ends) == 1 else "plans to approve"
    return _row(len(ends), words, _ends_in(min(ends), page.now), "Look", link(page, "approvals"))


def _ends_in(when: datetime, now: datetime) -> str:
    minutes = int((when - now).total_seconds() // 60)
    return f"one ends in {minutes} min" if minutes < 60 else f"the first ends in {minutes // 60} h"  # noqa: PLR2004


def _late(page: WebPage, found: Waiting, kind: str) -> dict[str, Any] | None:
    late = found[kind, "late"]
    if not late["count"]:
        return None
    small = ""
    if late["over_90_days"]:
        small = f"{late['over_90_days']} of them over 90 days, {sums_text(page, late['over_90_days_sums'])}"
    words = f"{_PLURALS[kind][late['count'] != 1]} late, {sums_text(page, late['sums'])}"
    return _row(late["count"], words, small, "See invoices" if kind == "invoice" else "See bills",
                link(page, f"{kind}s", status="overdue"))  # fmt: skip


def _unfinished(page: WebPage, found: Waiting, kind: str) -> dict[str, Any] | None:
    drafts, submitted = found[kind, "draft"], found[kind, "to_approve"]
    count = drafts["count"] + submitted["count"]
    if not count:
        return None
    sums: dict[str, Decimal] = {}
    for each in (*drafts["sums"], *submitted["sums"]):
        sums[each["currency"]] = sums.get(each["currency"], Decimal(0)) + Decimal(each["amount"])
    moneys = [{"amount": value, "currency": code} for code, value in sums.items()]
    small = ", ".join(
        words
        for words in (_drafts(drafts["count"]), submitted["count"] and f"{submitted['count']} to approve")
        if words
    )
    not_yet = "not sent yet" if kind == "invoice" else "not approved yet"
    words = f"{_PLURALS[kind][count != 1]} {not_yet}, {sums_text(page, moneys)}"
    status = "draft" if drafts["count"] else "awaiting_approval"
    return _row(count, words, small, "Finish", link(page, f"{kind}s", status=status))


def _row(count: int, text: str, small: str, act: str, href: str | None) -> dict[str, Any]:
    return {"n": count, "text": text, "small": small, "act": act, "href": href}


def _counted(kind: str, count: int) -> str:
    return f"{count:,} {_PLURALS[kind][count != 1]} {'is' if count == 1 else 'are'}"


def _drafts(count: int) -> str:
    return "" if not count else "1 draft" if count == 1 else f"{count} drafts"


def _amount(money: Mapping[str, Any]) -> Decimal:
    return Decimal(money["amount"])


def _month(page: WebPage, each: Mapping[str, Any], months: Sequence[Mapping[str, Any]]) -> charts.Label:
    """The month's name, which leads to all money of that month."""
    first = date.fromisoformat(each["month"])
    return charts.Label(month(first, page)[:3], link(page, "money", **_days(first)), current=each is months[-1])


def _days(first: date) -> dict[str, str]:
    from calendar import monthrange

    return {"from": first.isoformat(), "to": first.replace(day=monthrange(first.year, first.month)[1]).isoformat()}
