"""Days as people type them: 31/8/2026, 31 Aug 2026, yesterday; and a question where one can be two days."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Final

from atom_xero_plugin.catalogue.validation.conventions import DAY_FIRST, MONTH_FIRST, Customs, Question

_ISO: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_MIDNIGHT: Final = re.compile(r"(\d{4}-\d{2}-\d{2})[T ]00:00(?::00(?:\.0+)?)?Z?")
_YEAR_FIRST: Final = re.compile(r"(\d{4})([-/. ])(\d{1,2})\2(\d{1,2})")
_YEAR_LAST: Final = re.compile(r"(\d{1,2})([-/. ])(\d{1,2})\2(\d{4})")
_SHORT_YEAR: Final = re.compile(r"\d{1,2}([-/. ])\d{1,2}\1\d{2}")
_DAY_MONTH: Final = re.compile(r"(\d{1,2})(?:st|nd|rd|th|\.)?[- ]*([a-z]{3,9})\.?,?[- ]*(\d{4})")
_MONTH_DAY: Final = re.compile(r"([a-z]{3,9})\.?[- ]*(\d{1,2})(?:st|nd|rd|th)?,?[- ]+(\d{4})")
_AHEAD: Final = re.compile(r"in (\d{1,4}) days?")
_AGO: Final = re.compile(r"(\d{1,4}) days? ago")
_MONTHS: Final = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_WORDS: Final = {"today": 0, "yesterday": -1, "tomorrow": 1}
_HOW: Final = "as YYYY-MM-DD"
LONGEST: Final = 40


def day_of(text: str, customs: Customs | None) -> date | Question | None:
    """The day that a text means; a question where it can be two; None where it is no other writing of a day."""
    words = " ".join(text.split()).casefold()
    if len(words) > LONGEST or not words.isascii() or _ISO.fullmatch(words):
        return None
    if midnight := _MIDNIGHT.fullmatch(words.upper()):
        return _day(*map(int, midnight[1].split("-")))
    if found := _YEAR_FIRST.fullmatch(words):
        return _day(int(found[1]), int(found[3]), int(found[4]))
    if found := _YEAR_LAST.fullmatch(words):
        return _in_order(int(found[1]), int(found[3]), int(found[4]), customs, is_dotted=found[2] == ".")
    if found := _DAY_MONTH.fullmatch(words):
        return _named(found[2], int(found[1]), int(found[3]))
    if found := _MONTH_DAY.fullmatch(words):
        return _named(found[1], int(found[2]), int(found[3]))
    if _SHORT_YEAR.fullmatch(words):
        return Question(f"does not show its century and order; write the full year, {_HOW}")
    return _relative(words, customs)


def _relative(words: str, customs: Customs | None) -> date | Question | None:
    days = _WORDS.get(words)
    if found := _AHEAD.fullmatch(words):
        days = int(found[1])
    if found := _AGO.fullmatch(words):
        days = -int(found[1])
    if days is None:
        return None
    if customs is None:
        return Question(f"must be a day {_HOW}: {words} depends on an organisation's time zone", needs_customs=True)
    return customs.today + timedelta(days=days)


def _in_order(
    first: int, second: int, year: int, customs: Customs | None, *, is_dotted: bool
) -> date | Question | None:
    """By what can be; else by the organisation's country. With dots between, the day is first everywhere."""
    day_first, month_first = _day(year, second, first), _day(year, first, second)
    if day_first is None or month_first is None or day_first == month_first or is_dotted:
        return day_first if is_dotted else day_first or month_first
    country = customs.country if customs else ""
    if country in DAY_FIRST:
        return day_first
    if country in MONTH_FIRST:
        return month_first
    return Question(
        f"can be {day_first} or {month_first}; say which, {_HOW}",
        needs_customs=customs is None,
    )


def _named(month: str, day: int, year: int) -> date | None:
    fitting = [place for place, name in enumerate(_MONTHS, 1) if name.startswith(month)]
    return _day(year, fitting[0], day) if len(fitting) == 1 else None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
