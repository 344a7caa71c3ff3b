"""What a list of findings shows apart from names: the state, the days. Words of the index, and asked for as such.

An approved invoice or bill with something due has one word for that and the day it is due, so that `overdue`, which
depends on the day it is asked, is a set of beginnings of that word: no day after day is checked.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Final, NamedTuple

from atom_xero_plugin.core.words import plain

_DAY: Final = "day"
_OPEN: Final = "open"
SUBMITTED: Final = "submitted"
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ISO: Final = r"(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})"
_DAY_FIRST: Final = r"(?P<d2>\d{1,2})[-/.](?P<m2>\d{1,2})[-/.](?P<y2>\d{4})"
_NAMED: Final = rf"(?P<d3>\d{{1,2}})(?:st|nd|rd|th)? (?P<n3>{'|'.join(_MONTHS)})[a-z]*\.? (?P<y3>\d{{4}})"
_FACT: Final = re.compile(
    r"(?<!\S)(?:(?P<overdue>overdue|past due)|(?P<open>unpaid|awaiting payment)"
    rf"|(?P<submitted>awaiting approval)|(?P<due>due )?(?:{_ISO}|{_DAY_FIRST}|{_NAMED}))(?!\S)"
)
_OLDEST_DECADE: Final = 199


class Facts(NamedTuple):
    """A query, parted."""

    groups: tuple[tuple[str, ...], ...]
    """What a record must have as well: a word of each group, `open2026*` for any that begins so."""
    rest: str
    """The query without them."""


def day_word(day: date | None) -> str | None:
    """The word for the day of a record."""
    return f"{_DAY}{day.isoformat().replace('-', '')}" if day else None


def open_word(due: date | None) -> str:
    """The word for something that is still due, and when."""
    return f"{_OPEN}{due.isoformat().replace('-', '')}" if due else _OPEN


def facts_of(query: str, today: date) -> Facts:
    """The states and days that a query names, as words of the index, and what else it asks for.

    A day with the month's number in the middle is read day first; where that is no day, month first.
    """
    asked = " ".join(plain(query).split())
    groups: list[tuple[str, ...]] = []

    def taken(found: re.Match[str]) -> str:
        group = _group(found, today)
        if group is None:
            return found[0]
        groups.append(group)
        return " "

    rest = _FACT.sub(taken, asked)
    return Facts(tuple(groups), rest) if groups else Facts((), query)


def _group(found: re.Match[str], today: date) -> tuple[str, ...] | None:
    if found["overdue"]:
        return _before(today)
    if found["open"]:
        return (f"{_OPEN}*",)
    if found["submitted"]:
        return (SUBMITTED,)
    day = _day(found)
    if day is None:
        return None
    return (open_word(day),) if found["due"] else (f"{_DAY}{day:%Y%m%d}", open_word(day))


def _day(found: re.Match[str]) -> date | None:
    if found["y"]:
        return _valid(int(found["y"]), int(found["m"]), int(found["d"]))
    if found["y2"]:
        year, first, second = int(found["y2"]), int(found["d2"]), int(found["m2"])
        return _valid(year, second, first) or _valid(year, first, second)
    return _valid(int(found["y3"]), _MONTHS.index(found["n3"]) + 1, int(found["d3"]))


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _before(today: date) -> tuple[str, ...]:
    """Beginnings of the words of all days before this one: decades, years, months, days."""
    decade = today.year // 10
    return (
        *(f"{_OPEN}{each}*" for each in range(_OLDEST_DECADE, decade)),
        *(f"{_OPEN}{year}*" for year in range(decade * 10, today.year)),
        *(f"{_OPEN}{today.year}{month:02}*" for month in range(1, today.month)),
        *(f"{_OPEN}{today:%Y%m}{day:02}" for day in range(1, today.day)),
    )
