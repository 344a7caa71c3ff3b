"""What may be chosen of a report, each choice an address: its period, columns, basis, tracking and file."""

from __future__ import annotations

from typing import Any, Final

from msgspec import Struct

from atom_xero_plugin.core.periods import Period
from atom_xero_plugin.interfaces.web.page import NotDone, WebPage
from atom_xero_plugin.interfaces.web.reports.asked import Asked, Columns
from atom_xero_plugin.interfaces.web.reports.kinds import ReportKind
from atom_xero_plugin.interfaces.web.reports.spans import day_name, moved, named, whole_months

Choice = tuple[str, str, bool]
"""Its word, its address, and whether it is the present one."""
_WORDS: Final[dict[Columns, str]] = {
    "month": "By month",
    "total": "Total",
    "before": "Period before",
    "year": "Year before",
}
_FILES: Final = (
    ("xlsx", "Spreadsheet with formulas"),
    ("pdf", "To print"),
    ("csv", "Figures only"),
    ("json", "For programs"),
)


class ReportChoices(Struct, frozen=True):
    """All of them."""

    period: str
    earlier: str
    later: str
    step: str
    columns: list[Choice]
    basis: list[Choice]
    sides: list[Choice]
    ages: list[Choice]
    tracking: list[Choice]
    files: list[tuple[str, str, str]]
    """Words, kind and address."""
    hidden: list[tuple[str, str]]
    """What a form keeps of the address."""
    sub: str
    """The line under the title."""


async def choices_of(page: WebPage, kind: ReportKind, asked: Asked) -> ReportChoices:
    """The choices of a report. One call of Xero, where tracking may be chosen."""

    def url(**changes: Any) -> str:
        return page.url("report", name=kind.name, **asked.query(**{"opened": None, **changes}))

    back, on = _moved(kind, asked.days, -1), _moved(kind, asked.days, 1)
    words = _months_word(asked.days) if kind.of == "range" else "A month"
    kept = {"from", "to"} | ({kind.needs} if kind.needs else set())
    hidden = [
        (key, value) for key, value in asked.query(opened=None).items() if key not in kept and isinstance(value, str)
    ]
    return ReportChoices(
        period=day_name(asked.days.last) if kind.of == "day" else named(asked.days),
        earlier=url(days=back),
        later=url(days=on),
        step=words,
        columns=[(_WORDS[each], url(columns=each), each == asked.columns) for each in kind.columns],
        basis=[("Accrual", url(cash=False), not asked.cash), ("Cash", url(cash=True), asked.cash)]
        if kind.basis else [],
        sides=[("Owes us", url(side="receivables"), asked.side == "receivables"),
               ("We owe", url(side="payables"), asked.side == "payables")] if kind.sides else [],
        ages=[("By due date", url(age_by="due_date"), asked.age_by == "due_date"),
              ("By invoice date", url(age_by="invoice_date"), asked.age_by == "invoice_date")]
        if kind.skill == "show_aged_balances" else [],
        tracking=await _tracking(page, asked, url) if kind.tracking else [],
        files=[(word, form, page.url("report_file", name=kind.name, form=form, **asked.query(opened=None)))
               for form, word in _FILES],
        hidden=hidden,
        sub=_sub(page, kind, asked),
    )  # fmt: skip


def _moved(kind: ReportKind, days: Period, times: int) -> Period:
    if kind.of == "range":
        return moved(days, times)
    month = moved(Period(days.last.replace(day=1), days.last), times)
    whole = moved(_month(days), times)
    return Period(whole.last, whole.last) if days.last == _month(days).last else Period(month.last, month.last)


def _month(days: Period) -> Period:
    from atom_xero_plugin.core.periods import month_end

    return Period(days.last.replace(day=1), month_end(days.last))


def _months_word(days: Period) -> str:
    months = whole_months(days)
    return {0: f"{days.days} days", 1: "A month", 3: "A quarter", 6: "Half a year", 12: "A year"}.get(
        months, f"{months} months"
    )


def _sub(page: WebPage, kind: ReportKind, asked: Asked) -> str:
    currency = page.organisation.currency if page.organisation else ""
    when = f"At {day_name(asked.days.last)}" if kind.of == "day" else named(asked.days)
    parts = [when]
    if asked.columns == "month" and kind.columns and kind.of == "range":
        parts[0] += " by month"
    if kind.basis:
        parts.append("cash basis" if asked.cash else "accrual")
    parts += [*asked.tracking, currency]
    return ", ".join(part for part in parts if part)


async def _tracking(page: WebPage, asked: Asked, url: Any) -> list[Choice]:
    """All, each option alone; nothing where there are no categories or they may not be read."""
    try:
        found = (await page.ask("find_tracking_categories"))["items"]
    except NotDone:
        return []
    options = [f"{each['name']}: {option['name']}" for each in found for option in each.get("options") or ()]
    if not options:
        return []
    chosen = [(word, url(tracking=(word,)), asked.tracking == (word,)) for word in options]
    return [("All", url(tracking=()), not asked.tracking), *chosen]
