"""How records are printed, and how tables keep the bytes."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atom_xero_plugin.sandbox.api import wire
from atom_xero_plugin.sandbox.api.request_body import EMAIL, Malformed, day, number
from atom_xero_plugin.sandbox.books import json_values
from atom_xero_plugin.sandbox.books.table import Table
from atom_xero_plugin.sandbox.books.totals import cents, four


class Clock:
    instant = datetime(2026, 6, 16, 1, 2, 3, 456_789, tzinfo=UTC)

    def now(self) -> datetime:
        return self.instant


def table(**options: Any) -> Table:
    """A table whose clock stands still."""
    return Table("Things", "ID", Clock(), project=lambda row, form: {**row, "Form": form}, **options)


def test_dates_and_instants_are_xeros_with_escaped_slashes() -> None:
    """Before 1970 too."""
    record = {"Date": date(1917, 12, 15), "At": datetime(2015, 8, 13, 2, 52, 36, 790_000, tzinfo=UTC)}
    assert (
        json_values.encode(record)
        == b'{"Date":"\\/Date(-1642464000000+0000)\\/","At":"\\/Date(1439434356790+0000)\\/"}'
    )


def test_numbers_keep_their_decimals_and_nothing_is_null() -> None:
    """What has no value is left out."""
    assert json_values.encode({"Total": Decimal("115.00"), "Rate": Decimal("1.000000"), "None": None}) == (
        b'{"Total":115.00,"Rate":1.000000}'
    )


@given(st.text())
def test_any_text_survives_the_escaping(words: str) -> None:
    """Only dates are escaped so that it matters."""
    assert json.loads(json_values.encode({"Text": words}))["Text"] == words


@given(st.dates())
def test_a_day_read_back_from_its_xero_form_is_the_same(when: date) -> None:
    """In each of the three forms that Xero reads."""
    assert day(json_values.day_text(when), "Date") == when
    assert day(when.isoformat(), "Date") == when
    assert day(json_values.day_string(when), "Date") == when


@given(st.text(max_size=30))
def test_a_text_that_is_no_day_is_refused_and_never_a_crash(words: str) -> None:
    """Only what begins like a day may be one."""
    try:
        day(words, "Date")
    except Malformed:
        return
    assert words[:4].isdigit() or words.startswith("/Date(")


@given(st.one_of(st.text(max_size=20), st.decimals(), st.integers(), st.booleans(), st.none()))
def test_a_number_is_finite_and_bounded_or_refused(value: object) -> None:
    """Numbers, texts, and what is neither."""
    try:
        amount = number(value, "Amount")
    except Malformed:
        return
    assert abs(amount) < Decimal(10) ** 12


def test_nothing_is_never_negative() -> None:
    """No -0.00 in the books."""
    assert str(cents(Decimal("-0.004"))) == "0.00"
    assert str(four(Decimal("-0"))) == "0.0000"


def test_addresses_that_xero_takes_and_refuses() -> None:
    """As far as the sandbox tells them apart."""
    assert EMAIL.fullmatch("a.b+c@mail.example.co.nz")
    assert not any(EMAIL.fullmatch(text) for text in ("a", "a@b", "a b@c.d", "a@b.c;d@e.f", "@b.c", "a@.c."))


def test_the_envelope_holds_records_as_they_are() -> None:
    """Encoded once, put in as bytes."""
    body = wire.envelope("Things", [b'{"a":1}', b"{}"], now=Clock.instant, provider="App", pagination={"page": 1})
    reported = json.loads(body)
    assert reported["Things"] == [{"a": 1}, {}]
    assert (reported["ProviderName"], reported["pagination"]) == ("App", {"page": 1})


def test_a_row_is_stamped_to_the_millisecond_and_stays_the_same_object() -> None:
    """So a row that shows it needs no change."""
    things = table()
    first = things.put({"ID": "a", "Name": "x"})
    second = things.put({"ID": "a", "Name": "y"})
    assert first is second
    assert first == {"ID": "a", "Name": "y", "UpdatedDateUTC": datetime(2026, 6, 16, 1, 2, 3, 456_000, tzinfo=UTC)}


def test_bytes_are_kept_until_the_row_changes() -> None:
    """For each form of their own."""
    things = table(stamped=False)
    things.put({"ID": "a", "Name": "x"})
    before = things.encoded("a", "full")
    assert things.encoded("a", "full") is before
    assert things.encoded("a", "list") != before
    things.put({"ID": "a", "Name": "y"})
    assert things.encoded("a", "full") == b'{"ID":"a","Name":"y","Form":"full"}'


def test_an_index_follows_the_rows() -> None:
    """A changed, an emptied and a removed row leave it."""
    things = table(indexes={"name": lambda row: row["Name"] or None})
    things.put({"ID": "a", "Name": "x"})
    things.put({"ID": "b", "Name": "x"})
    things.put({"ID": "a", "Name": ""})
    assert [row["ID"] for row in things.find_all("name", "x")] == ["b"]
    things.remove("b")
    assert things.find("name", "x") is None
    assert "x" not in things.indexes["name"]


def test_the_default_order_is_by_instant_then_id() -> None:
    """A changed row moves to the end."""
    things = table()
    late = Clock.instant + timedelta(seconds=1)
    for identity, at in (("c", late), ("b", Clock.instant), ("a", Clock.instant)):
        things.put({"ID": identity}, at=at)
    assert things.in_order() == ["a", "b", "c"]
    things.put({"ID": "a"}, at=late + timedelta(seconds=1))
    assert things.in_order() == ["b", "c", "a"]


@pytest.mark.parametrize("identity", ["ab-1", "AB-1"])
def test_ids_are_found_in_any_letter_case(identity: str) -> None:
    """Xero answers to both."""
    things = table()
    things.put({"ID": "ab-1"})
    assert things.get(identity) is not None
