"""The days of a report's columns: a span and earlier ones next to it, none longer than what they are compared by.

Xero takes the days of the first span for every compared one: from a month of 30 days it makes 30 days of each, so that
the 31st of May is in no column; where a span is longer than what it is compared by, columns overlap. So whole months
are asked for such that each column is a whole month. Source: developer.xero.com, Reports, Profit And Loss.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Sequence
from datetime import date
from typing import Final, Literal, NamedTuple

from atom_xero_plugin.core.periods import ONE_DAY, Period, shifted

Unit = Literal["month", "quarter", "year"]
MONTHS_OF: Final[dict[Unit, int]] = {"month": 1, "quarter": 3, "year": 12}
MOST_COLUMNS: Final = 12
"""Xero compares with 11 earlier periods at most."""
_HEAD: Final = re.compile(r"(\d{1,2}) ([A-Z][a-z]{2,8}) (\d{2}|\d{4})")
_MONTHS: Final = {name.lower(): number for number, name in enumerate(calendar.month_abbr) if name}


class Group(NamedTuple):
    """Columns of one request: the first, and how many in all."""

    first: int
    columns: int


def is_whole(span: Period, unit: Unit) -> bool:
    """Whether it is exactly one month, quarter or year, from whatever day."""
    return span.last + ONE_DAY == shifted(span.first, MONTHS_OF[unit])


def fits(span: Period, unit: Unit, year_start: date) -> bool:
    """Whether it is one unit, or what has passed of one: then no column overlaps another."""
    begins = span.first.day == 1 or span.first == year_start
    return is_whole(span, unit) or (begins and span.last + ONE_DAY < shifted(span.first, MONTHS_OF[unit]))


def parts(span: Period, unit: Unit) -> list[Period]:
    """The whole units that it consists of, the last first; none if it is no whole number of them."""
    found: list[Period] = []
    first = span.first
    while first <= span.last and len(found) <= MOST_COLUMNS:
        found.append(Period(first, shifted(span.first, MONTHS_OF[unit] * (len(found) + 1)) - ONE_DAY))
        first = found[-1].last + ONE_DAY
    whole = bool(found) and found[-1].last == span.last and len(found) <= MOST_COLUMNS
    return found[::-1] if whole else []


def compared(span: Period, unit: Unit, earlier: int) -> list[Period]:
    """The span, and so many before it, each one unit earlier than the one before."""
    months, whole = MONTHS_OF[unit], is_whole(span, unit)
    found = []
    for number in range(earlier + 1):
        first = shifted(span.first, -months * number)
        last = shifted(span.first, -months * (number - 1)) - ONE_DAY if whole else shifted(span.last, -months * number)
        found.append(Period(first, last))
    return found


def groups(spans: Sequence[Period], unit: Unit) -> list[Group]:
    """Which spans one request can answer: those that Xero makes of the first of them, day by day, as they are."""
    found: list[Group] = []
    first = 0
    while first < len(spans):
        count = 1
        while first + count < len(spans) and spans[first + count] == _made(spans[first], unit, count):
            count += 1
        found.append(Group(first, count))
        first += count
    return found


def _made(span: Period, unit: Unit, number: int) -> Period:
    """What Xero compares a span with: the same days of an earlier month."""
    back = -MONTHS_OF[unit] * number
    return Period(shifted(span.first, back), shifted(span.last, back))


def day_in(head: str) -> date | None:
    """The day that a column's head names, for example `30 Jun 26`; None if it names none."""
    found = _HEAD.fullmatch(head.strip())
    month = _MONTHS.get(found[2][:3].lower()) if found else None
    if found is None or month is None:
        return None
    year = int(found[3]) + (2000 if len(found[3]) == 2 else 0)  # noqa: PLR2004 - two digits of a year
    try:
        return date(year, month, int(found[1]))
    except ValueError:
        return None
