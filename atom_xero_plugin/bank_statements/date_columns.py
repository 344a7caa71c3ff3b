"""A column of days: the order of day, month and year is found from the whole column, or refused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise
from math import factorial, prod
from typing import Final, Literal, NamedTuple

from atom_xero_plugin.bank_statements.amounts import looks_like_formula
from atom_xero_plugin.bank_statements.csv.layout import DateOrder
from atom_xero_plugin.bank_statements.date_formats import (
    MONTHS,
    ParsedDate,
    lacks_year,
    take_apart,
)
from atom_xero_plugin.bank_statements.errors import LAYOUT, refused, shown, undecided
from atom_xero_plugin.core.errors import XeroPluginError
from atom_xero_plugin.core.periods import EARLIEST, LATEST

AHEAD: Final = timedelta(days=31)
"""How far after today a line may lie: banks print payments that are not due yet."""
_MANY: Final = 170
"""Lines whose orders can be counted; of more, a few different days say enough."""
_FEW: Final = 4
_A_YEAR: Final = timedelta(days=400)
_LONG_AGO: Final = timedelta(days=3_650)
_BY_CHANCE: Final = 1e-4
"""How likely lines in no order may seem to be in order before their sequence proves nothing."""

Direction = Literal["forward", "backward"]
ORDERS: Final[tuple[DateOrder, ...]] = ("day_first", "month_first", "year_first")
_WORDS: Final = {"day_first": "the day first", "month_first": "the month first", "year_first": "the year first"}
_Cells = Sequence[tuple[int, str]]
_Readings = dict[DateOrder, list[date]]


class Hints(NamedTuple):
    """What other columns say of the days: how the running balance runs, and whose headings these are."""

    direction: Direction | None = None
    unordered: bool = False
    """There are balances, and they follow no direction."""
    habit: tuple[str, DateOrder] | None = None
    """The bank whose headings these are, and the order in which it writes dates."""
    elsewhere: Callable[[], Sequence[str]] = tuple
    """Other cells of the file, in which days may stand."""
    day_first_language: bool = False
    """The headings are in a language whose speakers write the day before the month."""


class Days(NamedTuple):
    """A column of days, read."""

    order: DateOrder
    days: list[date]
    evidence: str | None


def read_days(cells: _Cells, *, given: DateOrder | None, today: date | None, hints: Hints) -> Days:
    """The days of a column of (line, text), all in one order.

    Raises InvalidArguments with the line that is no day, Ambiguous if more than one order fits.
    """
    printed = [_printed(line, text) for line, text in cells]
    _refuse_two_shapes(cells, printed)
    allowed = _allowed(cells, printed, given)
    fitting, misfits = _fitting(allowed, printed, today)
    if not fitting:
        raise _no_order(cells, printed, misfits, today)
    if len(fitting) > 1 and "year_first" in fitting:
        _refuse_year_doubt(cells, fitting, today)
        del fitting["year_first"]
    columns = list(fitting.values())
    if all(days == columns[0] for days in columns):
        order = next(iter(fitting))
        return Days(order, columns[0], _excluded(cells, order, misfits))
    return _by_sequence(cells, fitting, hints)


def direction_of(days: Sequence[date]) -> Direction | Literal["same"] | None:
    """Whether days run forward or backward, are all the same, or follow no order (None)."""
    up = all(one <= two for one, two in pairwise(days))
    down = all(one >= two for one, two in pairwise(days))
    if up and down:
        return "same"
    return "forward" if up else "backward" if down else None


def _printed(line: int, text: str) -> ParsedDate:
    parts = take_apart(text)
    if parts is not None:
        return parts
    if looks_like_formula(text):
        raise refused(f"the date cell holds a formula: {shown(text)}.", line=line)
    if lacks_year(text):
        reason = f"{shown(text)} is a day without its year, so it could be of any."
    else:
        reason = f"{shown(text)} is not a date with day, month and year." if text.strip() else "there is no date."
    raise refused(reason, line=line)


def _refuse_two_shapes(cells: _Cells, printed: Sequence[ParsedDate]) -> None:
    """Two ways of writing in one column: a spreadsheet has rewritten some of the days, and often wrongly."""
    for (line, text), parts in zip(cells, printed, strict=True):
        if parts.shape != printed[0].shape:
            first, first_text = cells[0]
            raise refused(
                f"{shown(text)} is written in another way than {shown(first_text)} on line {first}; a spreadsheet may "
                "have changed the dates.",
                line=line,
            )


def _allowed(cells: _Cells, printed: Sequence[ParsedDate], given: DateOrder | None) -> list[DateOrder]:
    if given is None:
        return [order for order in ORDERS if any(order in parts.readings for parts in printed)]
    for (line, text), parts in zip(cells, printed, strict=True):
        if parts.readings.get(given) is None:
            raise refused(
                f"{shown(text)} is no date with {_WORDS[given]}.",
                line=line,
                path=f"{LAYOUT}/date_order",
                hint="Leave layout.date_order out, or correct it.",
            )
    return [given]


def _fitting(
    allowed: Sequence[DateOrder], printed: Sequence[ParsedDate], today: date | None
) -> tuple[_Readings, dict[DateOrder, int]]:
    """The days in each order that fits all cells; for the others the index of the first cell that speaks against it."""
    limit = LATEST if today is None else today + AHEAD
    fitting: _Readings = {}
    misfits: dict[DateOrder, int] = {}
    for order in allowed:
        days: list[date] = []
        for at, parts in enumerate(printed):
            day = parts.readings.get(order)
            if day is None or day > limit:
                misfits[order] = at
                break
            days.append(day)
        else:
            fitting[order] = days
    return fitting, misfits


def _no_order(
    cells: _Cells, printed: Sequence[ParsedDate], misfits: Mapping[DateOrder, int], today: date | None
) -> XeroPluginError:
    """A cell that is a day in no order, else two cells whose orders contradict each other."""
    limit = LATEST if today is None else today + AHEAD
    for (line, text), parts in zip(cells, printed, strict=True):
        days = [day for order in misfits if (day := parts.readings.get(order)) is not None]
        if not days:
            return refused(f"{shown(text)} is no day from {EARLIEST} to {LATEST}.", line=line)
        if min(days) > limit:
            return refused(f"{shown(text)} is more than {AHEAD.days} days from now.", line=line)
    first, *_, last = sorted(misfits.values()) * 2
    (line, text), (other, other_text) = cells[first], cells[last]
    return refused(f"{shown(other_text)} and {shown(text)} on line {line} cannot have the same order.", line=other)


def _refuse_year_doubt(cells: _Cells, fitting: _Readings, today: date | None) -> None:
    """26/03/01: the year may stand first, when the other readings are spread over years or long past."""
    first = fitting["year_first"]
    others = [days for order, days in fitting.items() if order != "year_first"]
    spread = min(max(days) - min(days) for days in others) > _A_YEAR >= max(first) - min(first)
    old = today is not None and max(max(days) for days in others) < today - _LONG_AGO <= max(first)
    if spread or old:
        line, text = cells[0]
        raise _undecided(f"Line {line}: {shown(text)} has two digits for the year, which may stand first or last.")


def _undecided(reason: str, allowed: Sequence[str] = ORDERS, examples: Sequence[str] = ()) -> XeroPluginError:
    hint = "Give layout.date_order: day_first, month_first or year_first."
    return undecided(reason, choose=f"{LAYOUT}/date_order", hint=hint, allowed=allowed, examples=examples)


def _excluded(cells: _Cells, order: DateOrder, misfits: Mapping[DateOrder, int]) -> str | None:
    """Which cell decided the order, where the way of writing alone did not."""
    against = [at for other, at in misfits.items() if other != "year_first" and order != "year_first"]
    if not against:
        return None
    line, text = cells[against[0]]
    return f"{shown(text)} on line {line} can only have {_WORDS[order]}."


def _by_sequence(cells: _Cells, fitting: _Readings, hints: Hints) -> Days:
    """The one order in which the lines follow each other in time, as banks print them; Ambiguous if not just one."""
    columns = list(fitting.values())
    at = next(at for at in range(len(cells)) if columns[0][at] != columns[1][at])
    elsewhere = _elsewhere(cells, fitting, hints.elsewhere())
    if elsewhere is not None:
        return elsewhere
    direction = hints.direction
    if direction or not hints.unordered:
        requested = {direction, "same"} if direction else {"forward", "backward", "same"}
        in_time = [order for order, days in fitting.items() if direction_of(days) in requested]
        if len(in_time) == 1 and (direction or _by_chance(fitting[in_time[0]]) <= _BY_CHANCE):
            how = "as the running balance runs" if direction else "one after the other"
            order = in_time[0]
            return Days(order, fitting[order], f"Only with {_WORDS[order]} do the days follow {how}.")
    if hints.habit and hints.habit[1] in fitting:
        bank, order = hints.habit
        return Days(order, fitting[order], f"The headings are those of {bank}, which writes {_WORDS[order]}.")
    if hints.day_first_language and "day_first" in fitting:
        reported = "The headings are in a language in which the day is written before the month."
        return Days("day_first", fitting["day_first"], reported)
    line, text = cells[at]
    readings = " or ".join(f"{days[at].day} {MONTHS[days[at].month - 1]}" for days in columns)
    reason = f"Line {line}: {shown(text)} is {readings}, and nothing in the file decides it."
    raise _undecided(reason, allowed=list(fitting), examples=[f"line {line}: {text}" for line, text in cells[:3]])


def _by_chance(days: Sequence[date]) -> float:
    """How likely these days, put in any order at random, would run forward or backward all the same."""
    likely = 2.0 * prod(factorial(count) for count in Counter(days).values()) if len(days) <= _MANY else 0.0
    return min(1.0, likely / factorial(len(days))) if likely else _of_many(days)


def _of_many(days: Sequence[date]) -> float:
    return 0.0 if len(set(days)) > _FEW else 1.0


def _elsewhere(cells: _Cells, fitting: _Readings, others: Sequence[str]) -> Days | None:
    """The one order that other days of the file, written in the same way, leave open; None if they leave both."""
    shape = next(parts.shape for _, text in cells if (parts := take_apart(text)) is not None)
    left = set(fitting)
    decided = ""
    for text in others:
        parts = take_apart(text) if text[:1].isdigit() else None
        if parts is None or parts.shape != shape:
            continue
        able = {order for order in fitting if parts.readings.get(order) is not None}
        if able and able != set(fitting):
            left &= able
            decided = decided or text
    if len(left) != 1:
        return None
    order = left.pop()
    return Days(order, fitting[order], f"{shown(decided)} elsewhere in the file can only have {_WORDS[order]}.")
