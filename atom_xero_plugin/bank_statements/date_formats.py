"""One day as a bank prints it: how it is written, and what each order of day, month and year makes of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Final, NamedTuple

from atom_xero_plugin.bank_statements.csv.layout import DateOrder
from atom_xero_plugin.bank_statements.letters import plain_letters
from atom_xero_plugin.core.periods import EARLIEST, LATEST

_CENTURY: Final = 70
"""Two-digit years from here on are of the 1900s, as in POSIX."""
_YEAR: Final = 4
_SHORT_YEAR: Final = 2
_LONGEST: Final = 60
"""Characters of a cell that may be a date."""

MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_NUMBER_OF: Final = {
    **{name.lower(): at for at, name in enumerate(MONTHS, 1)},
    **{name[:3].lower(): at for at, name in enumerate(MONTHS, 1)},
    **{
        name: at
        for at, names in enumerate(
            (
                "januar jan januari janv janvier ene enero gen gennaio janeiro",
                "februar februari fev fevr fevrier febrero febbraio fevereiro",
                "marz mrz maart mrt mars marzo marco",
                "avr avril abr abril aprile",
                "mai mei maj mayo mag maggio maio",
                "juni juin junio giu giugno junho",
                "juli juil juillet julio lug luglio julho",
                "aout ago agosto augustus augusti",
                "sept septembre septiembre set settembre setembro",
                "okt oktober octobre octubre ott ottobre out outubro",
                "novembre noviembre novembro",
                "dez dezember des desember decembre dic diciembre dicembre dezembro",
            ),
            1,
        )
        for name in names.split()
    },
}
"""The months in English, German, Dutch, French, Spanish, Italian, Portuguese and the languages of the North, as
`plain_letters` makes them. No name stands for two months."""
_TIME: Final = re.compile(
    r"(?<=[0-9])(?:T|,? +)[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)? ?(?:[AaPp]\.?[Mm]\.?)?"
    r" ?(?:Z|UTC|GMT|[+-][0-9]{2}:?[0-9]{2})?$"
)
_WEEKDAY: Final = re.compile(r"^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,? +", re.IGNORECASE)
_NUMBERS: Final = re.compile(r"([0-9]{1,4})([/.\- ])([0-9]{1,2})\2([0-9]{1,4})")
_AFTER_POINT: Final = re.compile(r"(?<=[0-9])\. (?=[0-9])")
_POINTS: Final = 3
_NO_YEAR: Final = re.compile(r"[0-9]{1,2}[ \-/.]*([^\W\d_]{3,10})|([^\W\d_]{3,10})[ \-/.]*[0-9]{1,2}")
_DIGITS: Final = re.compile(r"[0-9]{8}")
_DAY_NAME: Final = re.compile(
    r"([0-9]{1,2})(?:st|nd|rd|th)?([ \-/.]*)([^\W\d_]{3,10})\.?,?[ \-/.]*'?([0-9]{4}|[0-9]{2})"
)
_NAME_DAY: Final = re.compile(
    r"([^\W\d_]{3,10})\.?([ \-]*)([0-9]{1,2})(?:st|nd|rd|th)?(?:, ?|[ \-]+)([0-9]{4}|[0-9]{2})"
)
_YEAR_NAME: Final = re.compile(r"([0-9]{4})([ \-/.])([^\W\d_]{3,10})\2([0-9]{1,2})")


class ParsedDate(NamedTuple):
    """One cell taken apart."""

    shape: str
    """The way of writing: cells of one column share it."""
    readings: Mapping[DateOrder, date | None]
    """Only the orders that the shape allows; None where there is no such day between 1970 and 2099."""


def take_apart(text: str) -> ParsedDate | None:
    """How a cell prints a day, whatever time stands next to it; None if it prints none with day, month and year."""
    return _take_apart(text) if len(text) <= _LONGEST else None


def lacks_year(text: str) -> bool:
    """Whether a cell prints a day and a month only, as `13 Aug`."""
    match = _NO_YEAR.fullmatch(text.strip(" '\".")) if len(text) <= _LONGEST else None
    return match is not None and plain_letters(match[1] or match[2]) in _NUMBER_OF


@lru_cache(maxsize=16_384)
def _take_apart(text: str) -> ParsedDate | None:
    tidy = _WEEKDAY.sub("", _TIME.sub("", " ".join(text.split())))
    tidy = _AFTER_POINT.sub(".", tidy)
    if _NUMBERS.fullmatch(tidy[:-1]) and tidy.count(".") == _POINTS:  # 2026.09.19. as Hungarians write it
        tidy = tidy[:-1]
    if match := _NUMBERS.fullmatch(tidy):
        first, mark, middle, last = match.groups()
        return _numbers(first, mark, middle, last)
    if _DIGITS.fullmatch(tidy):
        readings: dict[DateOrder, date | None] = {
            "day_first": _day(tidy[4:], tidy[2:4], tidy[:2]),
            "month_first": _day(tidy[4:], tidy[:2], tidy[2:4]),
            "year_first": _day(tidy[:4], tidy[4:6], tidy[6:]),
        }
        return ParsedDate("digits", readings) if any(readings.values()) else None
    return _named(tidy)


def _numbers(first: str, mark: str, middle: str, last: str) -> ParsedDate | None:
    if len(first) == _YEAR and len(last) <= _SHORT_YEAR:
        return ParsedDate(f"year{mark}", {"year_first": _day(first, middle, last)})
    if len(first) > _SHORT_YEAR or len(last) not in {_SHORT_YEAR, _YEAR}:
        return None
    readings: dict[DateOrder, date | None] = {
        "day_first": _day(last, middle, first),
        "month_first": _day(last, first, middle),
    }
    if len(first) == len(last) == _SHORT_YEAR:
        readings["year_first"] = _day(first, middle, last)
    return ParsedDate(f"{mark}{len(last)}", readings)


def _named(tidy: str) -> ParsedDate | None:
    order: DateOrder
    if match := _DAY_NAME.fullmatch(tidy):
        order, (day, mark, name, year) = "day_first", match.groups()
    elif match := _NAME_DAY.fullmatch(tidy):
        order, (name, mark, day, year) = "month_first", match.groups()
    elif match := _YEAR_NAME.fullmatch(tidy):
        order, (year, mark, name, day) = "year_first", match.groups()
    else:
        return None
    month = _NUMBER_OF.get(plain_letters(name))
    return ParsedDate(f"{order}{mark}{len(year)}", {order: _day(year, str(month), day)}) if month else None


def _day(year: str, month: str, day: str) -> date | None:
    number = int(year)
    if len(year) == _SHORT_YEAR:
        number += 1900 if number >= _CENTURY else 2000
    try:
        found = date(number, int(month), int(day))
    except ValueError:
        return None
    return found if EARLIEST <= found <= LATEST else None
