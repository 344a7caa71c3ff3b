"""People's words for time mean the days they think of, in every financial year and time zone."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from atom_xero_plugin.core.errors import InvalidArguments
from atom_xero_plugin.core.periods import (
    EARLIEST,
    PERIOD_WORDS,
    Period,
    financial_year,
    named_period,
    period_between,
    period_of,
    today_in,
    zone_of,
)
from atom_xero_plugin.core.time_zones import ZONES

ONE_DAY = timedelta(days=1)
todays = st.dates(min_value=date(1990, 1, 1), max_value=date(2090, 12, 31))
year_ends = st.sampled_from(
    [(12, 31), (3, 31), (6, 30), (2, 28), (2, 29), (4, 5), (8, 30), (1, 30), (11, 31), (9, 30)]
) | st.tuples(st.integers(1, 12), st.integers(1, 31))
relaxed = settings(deadline=None)


def named(word: str, today: date, end: tuple[int, int] = (12, 31)) -> Period:
    return named_period(word, today=today, year_end_month=end[0], year_end_day=end[1])


@pytest.mark.parametrize(
    ("word", "first", "last"),
    [
        ("today", date(2026, 5, 13), date(2026, 5, 13)),
        ("yesterday", date(2026, 5, 12), date(2026, 5, 12)),
        ("this_week", date(2026, 5, 11), date(2026, 5, 17)),
        ("last_week", date(2026, 5, 4), date(2026, 5, 10)),
        ("this_month", date(2026, 5, 1), date(2026, 5, 31)),
        ("last_month", date(2026, 4, 1), date(2026, 4, 30)),
        ("this_quarter", date(2026, 4, 1), date(2026, 6, 30)),
        ("last_quarter", date(2026, 1, 1), date(2026, 3, 31)),
        ("this_year", date(2026, 1, 1), date(2026, 12, 31)),
        ("last_year", date(2025, 1, 1), date(2025, 12, 31)),
        ("this_financial_year", date(2026, 4, 1), date(2027, 3, 31)),
        ("last_financial_year", date(2025, 4, 1), date(2026, 3, 31)),
        ("year_to_date", date(2026, 4, 1), date(2026, 5, 13)),
        ("month_to_date", date(2026, 5, 1), date(2026, 5, 13)),
        ("last_7_days", date(2026, 5, 7), date(2026, 5, 13)),
        ("last_30_days", date(2026, 4, 14), date(2026, 5, 13)),
        ("last_90_days", date(2026, 2, 13), date(2026, 5, 13)),
    ],
)
def test_each_word_means_its_days_in_a_year_that_ends_in_march(word: str, first: date, last: date) -> None:
    assert named(word, date(2026, 5, 13), (3, 31)) == (first, last)


def test_every_word_has_a_meaning_and_no_other_has() -> None:
    assert all(named(word, date(2026, 5, 13)).days >= 1 for word in PERIOD_WORDS)
    with pytest.raises(InvalidArguments, match="last_quarter"):
        named("the_other_day", date(2026, 5, 13))


@pytest.mark.parametrize(
    ("today", "end", "first", "last"),
    [
        (date(2026, 1, 15), (6, 30), date(2025, 10, 1), date(2025, 12, 31)),
        (date(2026, 5, 13), (4, 5), date(2026, 1, 6), date(2026, 4, 5)),
        (date(2026, 7, 5), (4, 5), date(2026, 1, 6), date(2026, 4, 5)),
        (date(2026, 7, 6), (4, 5), date(2026, 4, 6), date(2026, 7, 5)),
        (date(2024, 3, 10), (2, 28), date(2023, 12, 1), date(2024, 2, 29)),
        (date(2025, 3, 10), (2, 29), date(2024, 12, 1), date(2025, 2, 28)),
    ],
)
def test_quarters_are_those_of_the_financial_year(today: date, end: tuple[int, int], first: date, last: date) -> None:
    assert named("last_quarter", today, end) == (first, last)


@pytest.mark.parametrize("day", [28, 29, 30, 31])
def test_a_year_ending_in_february_ends_with_the_month(day: int) -> None:
    assert financial_year(date(2024, 2, 29), 2, day) == (date(2023, 3, 1), date(2024, 2, 29))
    assert financial_year(date(2024, 3, 1), 2, day) == (date(2024, 3, 1), date(2025, 2, 28))


def test_a_year_end_that_is_no_day_is_december() -> None:
    assert financial_year(date(2026, 5, 1), 0, 99) == (date(2026, 1, 1), date(2026, 12, 31))


@relaxed
@given(todays, year_ends)
@example(date(2024, 2, 29), (2, 28))
def test_this_and_last_lie_side_by_side(today: date, end: tuple[int, int]) -> None:
    for what in ("week", "month", "quarter", "year", "financial_year"):
        this, last = named(f"this_{what}", today, end), named(f"last_{what}", today, end)
        assert this.first <= today <= this.last
        assert last.first <= last.last == this.first - ONE_DAY
        assert named(f"this_{what}", last.first, end) == named(f"this_{what}", last.last, end) == last


@relaxed
@given(todays, year_ends)
@example(date(2024, 2, 29), (8, 30))
def test_four_quarters_tile_a_financial_year(today: date, end: tuple[int, int]) -> None:
    year = named("this_financial_year", today, end)
    at, quarters = year.first, []
    while at <= year.last:
        quarters.append(named("this_quarter", at, end))
        assert quarters[-1].first == at
        at = quarters[-1].last + ONE_DAY
    assert len(quarters) == 4
    assert quarters[-1].last == year.last
    assert 365 <= year.days <= 366 or end[1] > 28


@relaxed
@given(todays, year_ends)
def test_what_runs_to_date_ends_today(today: date, end: tuple[int, int]) -> None:
    assert named("year_to_date", today, end) == (named("this_financial_year", today, end).first, today)
    assert named("month_to_date", today, end) == (named("this_month", today, end).first, today)
    assert [named(f"last_{days}_days", today, end).days for days in (7, 30, 90)] == [7, 30, 90]


def test_days_may_be_given_outright() -> None:
    today, end = date(2026, 5, 13), {"year_end_month": 3, "year_end_day": 31}
    assert period_of("today", today=today, **end) == (today, today)
    assert period_of({"from": date(2026, 1, 1), "to": date(2026, 1, 1)}, today=today, **end).days == 1
    assert period_of({"from": date(2026, 1, 1)}, today=today, **end).last == today
    assert period_of({"from": date(2027, 1, 1)}, today=today, **end).last == date(2027, 1, 1)
    assert period_of({"to": today}, today=today, **end).first == EARLIEST
    for invalid in ({}, {"since": today}, {"from": today, "to": today - ONE_DAY}):
        with pytest.raises(InvalidArguments):
            period_of(invalid, today=today, **end)
    with pytest.raises(InvalidArguments, match="before"):
        period_between(today, today - ONE_DAY)


@pytest.mark.parametrize(
    ("zone", "expected"),
    [
        ("NEWZEALANDSTANDARDTIME", date(2026, 4, 1)),
        ("AUSEASTERNSTANDARDTIME", date(2026, 4, 1)),
        ("GMTSTANDARDTIME", date(2026, 4, 1)),
        ("UTC", date(2026, 3, 31)),
        ("EASTERNSTANDARDTIME", date(2026, 3, 31)),
        ("somewhere else", date(2026, 3, 31)),
    ],
)
def test_today_is_the_date_where_the_organisation_is(zone: str, expected: date) -> None:
    assert today_in(zone, datetime(2026, 3, 31, 23, 30, tzinfo=UTC)) == expected


def test_an_instant_without_a_zone_has_no_date() -> None:
    with pytest.raises(ValueError, match="time zone"):
        today_in("UTC", datetime(2026, 3, 31))  # noqa: DTZ001 - the case


@pytest.mark.parametrize("name", sorted(ZONES))
def test_every_zone_xero_names_is_one_we_have(name: str) -> None:
    zone = zone_of(name)
    assert zone.known
    assert zone.tz == ZoneInfo(ZONES[name])


@pytest.mark.parametrize("name", ["New Zealand Standard Time", "Pacific/Auckland", "newzealandstandardtime"])
def test_other_spellings_of_a_zone_are_understood(name: str) -> None:
    assert zone_of(name) == (ZoneInfo("Pacific/Auckland"), True)


@pytest.mark.parametrize("name", ["", "MOONSTANDARDTIME", "../../etc/passwd"])
def test_an_unknown_zone_is_utc_and_says_so(name: str) -> None:
    assert zone_of(name) == (UTC, False)


SPEC = Path(__file__).parents[3] / "shared" / "openapi" / "xero_accounting.yaml"

if SPEC.exists():

    def test_every_time_zone_of_the_spec_is_known() -> None:
        section = SPEC.read_text().split("\n    TimeZone:\n")[1]
        listed = re.match(r"(?:      .*\n)+", section)
        assert listed is not None
        names = re.findall(r"^ +- (\S+)$", listed[0], re.MULTILINE)
        assert len(names) > 130
        assert [name for name in names if not zone_of(name).known] == []
