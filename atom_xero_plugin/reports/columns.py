"""Which columns a profit and loss has: a span and earlier ones next to it, or its parts; or what to ask instead."""

from __future__ import annotations

from datetime import date

from atom_xero_plugin.accounting.inputs import invalid_argument
from atom_xero_plugin.catalogue.context import Organisation
from atom_xero_plugin.core.errors import InvalidArguments
from atom_xero_plugin.core.periods import ONE_DAY, Period, financial_year, month_end, shifted
from atom_xero_plugin.reports.spans import MONTHS_OF, MOST_COLUMNS, Unit, compared, fits, parts


def requested_spans(
    organisation: Organisation, days: Period, compare_by: Unit | None, earlier: int | None
) -> tuple[list[Period], Unit]:
    """The days of each column of a profit and loss, the last first, and what they are compared by.

    Raises InvalidArguments for a span that is not one of what it is compared by, with what to ask instead.
    """
    unit: Unit = compare_by or "month"
    if compare_by is not None and earlier is None:
        found = parts(days, unit)
        if not found:
            raise _not_split(days, unit)
        return found, unit
    if earlier is None:
        return [days], unit
    year_start = financial_year(days.first, organisation.year_end_month, organisation.year_end_day).first
    if not fits(days, unit, year_start):
        raise invalid_argument(
            "/compare_by",
            f"{unit} does not fit {_words(days)}: {_why(days, unit)}",
            hint=_instead(days, unit, year_start),
        )
    return compared(days, unit, earlier), unit


def _not_split(days: Period, unit: Unit) -> InvalidArguments:
    """The error for a span that cannot be split, with the nearest that can be."""
    months = MONTHS_OF[unit]
    first = days.first.replace(day=1)
    passed = (days.last.year - first.year) * 12 + days.last.month - first.month + 1
    count = -(-passed // months)
    last = shifted(first, months * count) - ONE_DAY
    why = f"{_words(days)} is no whole number of {unit}s"
    if count > MOST_COLUMNS:
        last = shifted(first, months * MOST_COLUMNS) - ONE_DAY
        why = f"{_words(days)} has more than {MOST_COLUMNS} {unit}s"
    return invalid_argument(
        "/compare_periods",
        f"is required with compare_by: {why}",
        hint=f'To see each {unit}, give {{"dates": {{"from": "{first}", "to": "{last}"}}}} without period.',
    )


def _words(days: Period) -> str:
    return f"{days.first} to {days.last}"


def _why(days: Period, unit: Unit) -> str:
    longer = days.last >= shifted(days.first, MONTHS_OF[unit])
    return "its columns would overlap" if longer else f"it is no {unit} and not what has passed of one"


def _instead(days: Period, unit: Unit, year_start: date) -> str:
    """The right question, as arguments."""
    better = [each for each in MONTHS_OF if fits(days, each, year_start)]
    words = [f"Give compare_by {each} to compare the same days of each {each}." for each in better[:1]]
    if parts(days, unit):
        words.append(f"Leave compare_periods out to see each {unit} of it.")
    elif not better:
        first = days.last.replace(day=1)
        words.append(f'For months give {{"dates": {{"from": "{first}", "to": "{month_end(first)}"}}}}.')
    return " ".join(words)
