"""Periods in the address of a report: how they are named, and what stands before and after them."""

from __future__ import annotations

from datetime import date, timedelta

from atom_xero_plugin.core.periods import ONE_DAY, Period, month_end, shifted

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def whole_months(span: Period) -> int:
    """How many months it is exactly; 0 if it is not."""
    if span.first.day != 1 or span.last != month_end(span.last):
        return 0
    return (span.last.year - span.first.year) * 12 + span.last.month - span.first.month + 1


def moved(span: Period, times: int) -> Period:
    """The span as long as this one, so many times later: whole months stay whole."""
    months = whole_months(span)
    if months:
        first = shifted(span.first, months * times)
        return Period(first, shifted(first, months) - ONE_DAY)
    by = timedelta(days=span.days * times)
    return Period(span.first + by, span.last + by)


def named(span: Period) -> str:
    """`Nov 2026`, `Jun to Nov 2026`, or both days."""
    months = whole_months(span)
    if months == 1:
        return month_name(span.first)
    if months:
        first = _MONTHS[span.first.month - 1] if span.first.year == span.last.year else month_name(span.first)
        return f"{first} \N{EN DASH} {month_name(span.last)}"
    return (
        day_name(span.last) if span.first == span.last else f"{day_name(span.first)} \N{EN DASH} {day_name(span.last)}"
    )


def month_name(day: date) -> str:
    """`Nov 2026`."""
    return f"{_MONTHS[day.month - 1]} {day.year}"


def day_name(day: date) -> str:
    """`30 Nov 2026`."""
    return f"{day.day} {month_name(day)}"


def head(first: date | None, last: date, today: date) -> str:
    """The head of a column: a month by its name, with its year if it is not this one."""
    if first is not None and whole_months(Period(first, last)) == 1:
        return _MONTHS[last.month - 1] if last.year == today.year else month_name(last)
    return day_name(last) if first is None else named(Period(first, last))
