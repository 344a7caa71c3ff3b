"""Amounts, days and times are written exactly, as the organisation writes them, and can be heard."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.pages import Place, StandIn

from atom_xero_plugin.core.money import Money
from atom_xero_plugin.interfaces.web.formats import (
    FILTERS,
    MINUS,
    NOTHING,
    ago,
    amount,
    day,
    figure,
    moment,
    money,
    quantity,
    status,
)

NZ = StandIn()
US = StandIn(organisation=Place(locale="en-US", time_zone="EASTERNSTANDARDTIME"))
NOW = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)


def test_money_out_is_in_brackets_and_heard_as_minus() -> None:
    assert str(money("-1088.77")) == '<span class="money neg"><span class="vh">minus </span>(1,088.77)</span>'


def test_only_what_is_called_bad_is_red() -> None:
    assert figure("-412", bad=True).css == "money bad neg"
    assert figure("412", bad=True).css == "money"


def test_the_cents_of_a_lead_figure_are_in_the_second_voice() -> None:
    assert str(figure("230985.33", lead=True).text) == '230,985<span class="c">.33</span>'


def test_no_amount_is_a_dash_and_zero_is_an_amount() -> None:
    assert str(figure(None).text) == NOTHING
    assert str(figure("0").text) == "0.00"
    assert str(figure("0", dash=True).text) == NOTHING


def test_another_currency_stands_before_its_amount_and_the_page_s_own_does_not() -> None:
    aud = {"amount": "8114.60", "currency": "AUD"}
    assert str(figure(aud, "NZD").text) == "<small>AUD</small> 8,114.60"
    assert figure(aud, "AUD") == figure("8114.60") == figure(Money(Decimal("8114.60"), "AUD"), "AUD")


def test_a_currency_of_hostile_text_is_escaped() -> None:
    assert "<script" not in str(figure({"amount": "1", "currency": "<script>"}, "NZD").text)


@pytest.mark.parametrize("wrong", [1.5, "twelve", "NaN", "Infinity", [], object()])
def test_what_is_no_exact_amount_is_refused_not_shown(wrong: object) -> None:
    with pytest.raises(ValueError, match="no exact amount"):
        figure(wrong)


@given(st.decimals(min_value=-(10**20), max_value=10**20, places=2))
def test_every_digit_of_an_amount_is_shown(value: Decimal) -> None:
    text = amount(value)
    assert Decimal(text.replace(",", "").replace(MINUS, "-")) == value
    shown = str(figure(value).text).replace('<span class="vh">minus </span>', "")
    assert Decimal(shown.strip("()").replace(",", "")) == abs(value)
    assert shown.startswith("(") == (value < 0)


def test_a_quantity_has_as_many_places_as_it_needs() -> None:
    assert [quantity(each) for each in ("5.0000", "2.50", "-1200", None)] == ["5", "2.5", f"{MINUS}1,200", ""]


def test_a_day_is_in_the_organisation_s_order_and_has_its_year_only_if_it_is_another() -> None:
    assert str(day("2026-11-23", NZ)) == '<time datetime="2026-11-23">23 Nov</time>'
    assert ">23 Nov 2025<" in day(date(2025, 11, 23), NZ)
    assert ">Nov 23<" in day("2026-11-23", US)
    assert ">Nov 23, 2025<" in day("2025-11-23", US)
    assert ">Monday 30 November 2026<" in day("2026-11-30", NZ, weekday=True)
    assert ">Monday, November 30, 2026<" in day("2026-11-30", US, weekday=True)
    assert str(day(None, NZ)) == str(day("", NZ)) == ""


def test_a_moment_is_in_the_organisation_s_time_zone() -> None:
    assert ">22:00<" in moment("2026-11-30T09:00:00+00:00", NZ)  # New Zealand is 13 hours ahead in summer
    assert ">1 Dec 01:00<" in moment("2026-11-30T12:00:00+00:00", NZ)
    assert 'datetime="2026-11-30T09:00:00Z"' in moment("2026-11-30T09:00:00+00:00", NZ)


def test_a_moment_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        moment("2026-11-30T09:00:00", NZ)


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0, "just now"), (40, "40 s ago"), (90, "1 min ago"), (7_200, "2 h ago"), (100_000, "27 h ago"),
     (172_800, "2 days ago"), (-720, "in 12 min"), (-40, "in 40 s")],
)  # fmt: skip
def test_how_long_ago_is_said_in_one_unit(seconds: int, text: str) -> None:
    assert f">{text}<" in ago(NOW - timedelta(seconds=seconds), NOW)


@dataclass
class Case:
    status: str
    facts: dict[str, object]
    shape: str
    word: str


@pytest.mark.parametrize(
    "case",
    [
        Case("draft", {}, "draft", "Draft"),
        Case("awaiting_approval", {}, "waits", "To approve"),
        Case("awaiting_payment", {}, "due", "Awaiting payment"),
        Case("awaiting_payment", {"late_by": 1}, "late", "1 day late"),
        Case("awaiting_payment", {"due": "2026-11-19", "today": date(2026, 11, 30)}, "late", "11 days late"),
        Case("awaiting_payment", {"due": "2026-11-30", "today": date(2026, 11, 30)}, "due", "Awaiting payment"),
        Case("awaiting_payment", {"late_by": 9, "left": "0.00", "total": "10"}, "due", "Awaiting payment"),
        Case("awaiting_payment", {"left": {"amount": "5.00", "currency": "NZD"}, "total": "10"}, "part", "Part paid"),
        Case("approved", {"left": "5", "total": "10"}, "part", "Part used"),
        Case("paid", {"late_by": 9}, "ok", "Paid"),
        Case("VOIDED", {}, "void", "Voided"),
        Case("a_new_word", {}, "due", "A new word"),
    ],
    ids=lambda case: f"{case.status} {case.word}",
)
def test_a_status_is_a_shape_and_a_word_and_late_says_how_late(case: Case) -> None:
    assert status(case.status, **case.facts) == (case.shape, case.word)  # type: ignore[arg-type]


def test_every_filter_has_a_name_that_hides_none_of_jinja_s_own() -> None:
    from jinja2.defaults import DEFAULT_FILTERS

    assert not FILTERS.keys() & DEFAULT_FILTERS.keys()
