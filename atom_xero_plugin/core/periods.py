"""The words people use for time, as days in an organisation's time zone and financial year."""

from __future__ import annotations

import calendar
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Final, NamedTuple

from atom_xero_plugin.core.errors import FieldError, InvalidArguments
from atom_xero_plugin.core.time_zones import Zone, zone_of

__all__ = [
    "PERIOD_WORDS",
    "Period",
    "Zone",
    "financial_year",
    "named_period",
    "period_between",
    "period_of",
    "shifted",
    "today_in",
    "zone_of",
]

EARLIEST: Final = date(1950, 1, 1)
LATEST: Final = date(2099, 12, 31)
"""The days of bookkeeping: one outside is a slip. A period without a beginning begins on the first of them."""
ONE_DAY: Final = timedelta(days=1)
MONTHS: Final = 12
QUARTER: Final = 3
LAST_OF_FEBRUARY: Final = 28
"""From this day on a year that ends in February ends with the month, leap year or not."""


class Period(NamedTuple):
    """Days, the first and the last included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1


class YearEnd(NamedTuple):
    """The day a financial year ends on."""

    month: int
    day: int


def _week(today: date, back: int) -> Period:
    monday = today - timedelta(days=today.weekday() + 7 * back)
    return Period(monday, monday + timedelta(days=6))


def _month(today: date, back: int) -> Period:
    first = shifted(today.replace(day=1), -back)
    return Period(first, shifted(first, 1) - ONE_DAY)


def _year(today: date, back: int) -> Period:
    return Period(date(today.year - back, 1, 1), date(today.year - back, MONTHS, 31))


def _quarter(today: date, year_end: YearEnd, back: int) -> Period:
    year = financial_year(today, year_end.month, year_end.day)
    number = max(n for n in range(4) if _quarter_start(year.first, n) <= today) - back
    if number < 0:
        year = financial_year(year.first - ONE_DAY, year_end.month, year_end.day)
        number += 4
    last = year.last if number == QUARTER else _quarter_start(year.first, number + 1) - ONE_DAY
    return Period(_quarter_start(year.first, number), last)


def _financial(today: date, year_end: YearEnd, back: int) -> Period:
    year = financial_year(today, year_end.month, year_end.day)
    return year if back == 0 else financial_year(year.first - ONE_DAY, year_end.month, year_end.day)


def _ending(today: date, days: int) -> Period:
    return Period(today - timedelta(days=days - 1), today)


_MEANINGS: Final[Mapping[str, Callable[[date, YearEnd], Period]]] = {
    "today": lambda today, _: Period(today, today),
    "yesterday": lambda today, _: Period(today - ONE_DAY, today - ONE_DAY),
    "this_week": lambda today, _: _week(today, 0),
    "last_week": lambda today, _: _week(today, 1),
    "this_month": lambda today, _: _month(today, 0),
    "last_month": lambda today, _: _month(today, 1),
    "this_quarter": lambda today, end: _quarter(today, end, 0),
    "last_quarter": lambda today, end: _quarter(today, end, 1),
    "this_year": lambda today, _: _year(today, 0),
    "last_year": lambda today, _: _year(today, 1),
    "this_financial_year": lambda today, end: _financial(today, end, 0),
    "last_financial_year": lambda today, end: _financial(today, end, 1),
    "year_to_date": lambda today, end: Period(_financial(today, end, 0).first, today),
    "month_to_date": lambda today, _: Period(today.replace(day=1), today),
    "last_7_days": lambda today, _: _ending(today, 7),
    "last_30_days": lambda today, _: _ending(today, 30),
    "last_90_days": lambda today, _: _ending(today, 90),
}

PERIOD_WORDS: Final = tuple(_MEANINGS)
"""Weeks begin on Monday. Quarters and `year_to_date` are the financial year's; `this_year` and `last_year` the
calendar's. `last_7_days` and its like end today."""


def named_period(word: str, *, today: date, year_end_month: int, year_end_day: int) -> Period:
    """The days a word means. Raises InvalidArguments for a word that is none of PERIOD_WORDS."""
    meaning = _MEANINGS.get(word)
    if meaning is None:
        raise _invalid("", f"{word[:40]!r} is no period; say one of {', '.join(PERIOD_WORDS)}, or give from and to")
    return meaning(today, _checked(year_end_month, year_end_day))


def period_between(first: date, last: date) -> Period:
    """The days from one to another. Raises InvalidArguments if they are the wrong way round."""
    if last < first:
        raise _invalid("/to", f"{last} is before {first}")
    return Period(first, last)


def period_of(requested: str | Mapping[str, date], *, today: date, year_end_month: int, year_end_day: int) -> Period:
    """The days meant by a word or by `{"from": …, "to": …}`.

    `to` alone begins on EARLIEST; `from` alone ends today, or on that day if it is still to come.
    Raises InvalidArguments for anything else.
    """
    if isinstance(requested, str):
        return named_period(requested, today=today, year_end_month=year_end_month, year_end_day=year_end_day)
    if not requested or not set(requested) <= {"from", "to"}:
        raise _invalid("", "a period has from and to")
    first = requested.get("from", EARLIEST)
    return period_between(first, requested.get("to", max(today, first)))


def financial_year(day: date, year_end_month: int, year_end_day: int) -> Period:
    """The financial year that `day` is in. A year ending on 28 or 29 February always ends with that month."""
    year_end = _checked(year_end_month, year_end_day)
    ends = _year_end(day.year, year_end)
    if day > ends:
        return Period(ends + ONE_DAY, _year_end(day.year + 1, year_end))
    return Period(_year_end(day.year - 1, year_end) + ONE_DAY, ends)


def month_end(day: date) -> date:
    """The last day of a day's month: what Xero's balance sheet is as at, whatever day was asked for."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def today_in(timezone: str, now: datetime) -> date:
    """The date in a zone that Xero names, at an aware instant; in UTC for an unknown one (`zone_of` says)."""
    if now.tzinfo is None:
        raise ValueError("an instant without a time zone has no date")
    return now.astimezone(zone_of(timezone).tz).date()


def _checked(month: int, day: int) -> YearEnd:
    """Xero's own default, 31 December, for what is no day of any year."""
    return YearEnd(month, day) if 1 <= month <= MONTHS and 1 <= day <= 31 else YearEnd(MONTHS, 31)  # noqa: PLR2004


def _year_end(year: int, year_end: YearEnd) -> date:
    length = calendar.monthrange(year, year_end.month)[1]
    with_the_month = year_end.day > length or (year_end.month == 2 and year_end.day >= LAST_OF_FEBRUARY)  # noqa: PLR2004
    return date(year, year_end.month, length if with_the_month else year_end.day)


def _quarter_start(first: date, number: int) -> date:
    return shifted(first, QUARTER * number)


def shifted(day: date, months: int) -> date:
    """The same day some months on, or the last of that month if it has no such day."""
    index = day.year * MONTHS + day.month - 1 + months
    year, month = divmod(index, MONTHS)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _invalid(path: str, message: str) -> InvalidArguments:
    return InvalidArguments(f"{message[:1].upper()}{message[1:]}.", fields=[FieldError(path, message)])
