"""The days of a list by key: what stands before and after them."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from atom_xero_plugin.core.errors import XeroPluginError
from atom_xero_plugin.core.periods import EARLIEST, LATEST, Period, named_period, period_between
from atom_xero_plugin.interfaces.web.lists.query import ListQuery
from atom_xero_plugin.interfaces.web.page import WebPage
from atom_xero_plugin.interfaces.web.reports.spans import moved, named


class ListPeriod(NamedTuple):
    """The days that a list is of, and where the days before and after them are."""

    text: str
    earlier: str | None
    later: str | None


def period_of_list(page: WebPage, query: ListQuery) -> ListPeriod:
    """Of a list of all days, this month is what the key for earlier days leads to.

    Days that are open at one end, and such that make no sense, have no neighbours.
    """
    try:
        span = _asked(page, query)
    except (XeroPluginError, ValueError):
        return ListPeriod("These days", None, None)
    if span is None:
        if {"from", "to"} & set(query.values):
            return ListPeriod("These days", None, None)
        this_month = named_period("this_month", today=page.today, year_end_month=12, year_end_day=31)
        return ListPeriod("All days", _address(page, query, this_month), None)
    return ListPeriod(named(span), *(_near(page, query, span, times) for times in (-1, 1)))


def _asked(page: WebPage, query: ListQuery) -> Period | None:
    """The days of the address; None for none, or for such that are open at one end."""
    word, first, last = query.one("period"), query.one("from"), query.one("to")
    if word is not None and page.organisation is not None:
        known = page.service.runtime.organisations.as_known(page.organisation.connection)
        return named_period(
            word, today=page.today, year_end_month=known.year_end_month, year_end_day=known.year_end_day
        )
    if first is None or last is None:
        return None
    return period_between(date.fromisoformat(first), date.fromisoformat(last))


def _near(page: WebPage, query: ListQuery, span: Period, times: int) -> str | None:
    try:
        near = moved(span, times)
    except (OverflowError, ValueError):
        return None
    return _address(page, query, near) if near.first >= EARLIEST and near.last <= LATEST else None


def _address(page: WebPage, query: ListQuery, span: Period) -> str:
    days: dict[str, Any] = {"from_": span.first.isoformat(), "to_": span.last.isoformat(), "period": None}
    return page.url(query.declared.name, **query.with_(**days))
