"""Xero's dates are read exactly and written as Xero takes them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from atom_xero_plugin.xero.dates import (
    EPOCH,
    format_day,
    format_if_modified_since,
    parse_day,
    parse_instant,
)

days = st.dates(min_value=date(1800, 1, 2), max_value=date(2999, 12, 30))
instants = st.integers(-5_000_000_000_000, 32_000_000_000_000).map(lambda ms: EPOCH + timedelta(milliseconds=ms))
offsets = st.integers(-14 * 60, 14 * 60)


def milliseconds(instant: datetime) -> int:
    return (instant - EPOCH) // timedelta(milliseconds=1)


def printed(minutes: int) -> str:
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}{abs(minutes) % 60:02}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("/Date(1439434356790)/", datetime(2015, 8, 13, 2, 52, 36, 790_000, UTC)),
        ("/Date(1439434356790+1300)/", datetime(2015, 8, 13, 2, 52, 36, 790_000, UTC)),
        ("/Date(-1642464000000+0000)/", datetime(1917, 12, 15, tzinfo=UTC)),
        ("/Date(0)/", EPOCH),
        ("2019-12-07T18:46:19.5165400", datetime(2019, 12, 7, 18, 46, 19, 516_540, UTC)),
        ("2019-12-07T18:46:19", datetime(2019, 12, 7, 18, 46, 19, 0, UTC)),
        ("2019-12-07T18:46:19Z", datetime(2019, 12, 7, 18, 46, 19, 0, UTC)),
        ("2019-12-08T07:46:19+13:00", datetime(2019, 12, 7, 18, 46, 19, 0, UTC)),
        ("", None),
        ("/Date(0+0000)/", None),
    ],
)
def test_an_instant_is_the_milliseconds_whatever_the_offset(text: str, expected: datetime | None) -> None:
    assert parse_instant(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("/Date(1426849200000+1300)/", date(2015, 3, 21)),
        ("/Date(1426849200000+0000)/", date(2015, 3, 20)),
        ("/Date(1426849200000)/", date(2015, 3, 20)),
        ("/Date(1419937200000-1200)/", date(2014, 12, 29)),
        ("2014-03-10T00:00:00", date(2014, 3, 10)),
        ("2014-03-10", date(2014, 3, 10)),
        ("2014-03-10T23:00:00-10:00", date(2014, 3, 10)),
        ("", None),
        ("/Date(0+0000)/", None),
    ],
)
def test_a_day_is_the_date_at_the_printed_offset(text: str, expected: date | None) -> None:
    assert parse_day(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "rubbish",
        "/Date()/",
        "/Date(1.5)/",
        "/Date(1)/x",
        "/Date(١٢)/",
        "2026-02-30",
        "20260131",
        "/Date(9999999999999999)/",
    ],
)
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises((ValueError, OverflowError)):
        parse_instant(text)
    with pytest.raises((ValueError, OverflowError)):
        parse_day(text)


@settings(deadline=None)
@given(instants, offsets)
def test_every_instant_comes_back_from_the_wire(instant: datetime, minutes: int) -> None:
    if milliseconds(instant) or minutes:
        assert parse_instant(f"/Date({milliseconds(instant)}{printed(minutes)})/") == instant
    assert parse_instant(instant.replace(tzinfo=None).isoformat()) == instant


@settings(deadline=None)
@given(days, offsets)
def test_every_local_midnight_comes_back_as_its_day(day: date, minutes: int) -> None:
    midnight = datetime(day.year, day.month, day.day, tzinfo=timezone(timedelta(minutes=minutes)))
    text = f"/Date({milliseconds(midnight)}{printed(minutes)})/"
    assert parse_day(text) == (None if text == "/Date(0+0000)/" else day)
    assert parse_day(format_day(day)) == day


@settings(deadline=None)
@given(instants, offsets)
def test_if_modified_since_is_utc_to_the_second_and_never_later(instant: datetime, minutes: int) -> None:
    elsewhere = instant.astimezone(timezone(timedelta(minutes=minutes)))
    sent = format_if_modified_since(elsewhere)
    read = datetime.fromisoformat(sent).replace(tzinfo=UTC)
    assert len(sent) == len("2026-01-31T09:30:00")
    assert timedelta(0) <= instant - read < timedelta(seconds=1)


def test_an_instant_is_never_sent_as_a_day_nor_without_a_zone() -> None:
    with pytest.raises(ValueError, match="not an instant"):
        format_day(datetime(2026, 1, 31, tzinfo=UTC))
    with pytest.raises(ValueError, match="time zone"):
        format_if_modified_since(datetime(2026, 1, 31))  # noqa: DTZ001 - the case
