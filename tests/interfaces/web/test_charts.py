"""Charts: round ticks, nothing outside the drawing, every figure in the table, every text escaped."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atom_xero_plugin.interfaces.web.ages import WORDS, ages
from atom_xero_plugin.interfaces.web.axes import axis, short
from atom_xero_plugin.interfaces.web.charts import Label, Month, Plot, balance, cash, profit, spark
from atom_xero_plugin.interfaces.web.formats import MINUS
from atom_xero_plugin.interfaces.web.svg import Drawing, Ids

AMOUNTS = st.decimals(min_value=-(10**14), max_value=10**14, places=2)
FIRST = date(2026, 11, 1)


def months(pairs: Sequence[tuple[Decimal, Decimal]]) -> list[Month]:
    return [Month(Label(f"M{number}"), *pair) for number, pair in enumerate(pairs)]


def parsed(drawing: Drawing) -> ET.Element:
    """The drawing as a browser reads it: well formed, or this raises."""
    return read(drawing.markup(Ids()))


def read(markup: str) -> ET.Element:
    return ET.fromstring(str(markup))  # noqa: S314 - our own text


def places(drawing: Drawing) -> list[tuple[Decimal, Decimal]]:
    """Every point that is drawn, each corner of a rectangle too."""
    found: list[tuple[Decimal, Decimal]] = []
    for each in parsed(drawing).iter():
        if each.tag == "rect":
            x, y, width, height = (Decimal(each.attrib.get(name, "0")) for name in ("x", "y", "width", "height"))
            found += [(x, y), (x + width, y + height)]
        elif each.tag == "path":
            found += _of_path(each.attrib["d"])
    return found


def _of_path(path: str) -> list[tuple[Decimal, Decimal]]:
    found, x, y = [], Decimal(0), Decimal(0)
    for command, first, second in re.findall(r"([MLHVh])(-?[\d.]+)(?: (-?[\d.]+))?", path):
        if command in "ML":
            x, y = Decimal(first), Decimal(second)
        elif command == "H":
            x = Decimal(first)
        elif command == "V":
            y = Decimal(first)
        found.append((x, y))
    return found


def inside(drawing: Drawing) -> bool:
    slack = Decimal("0.1")  # lengths are rounded to a tenth
    return all(
        -slack <= x <= drawing.width + slack and -slack <= y <= drawing.height + slack for x, y in places(drawing)
    )


@given(st.lists(AMOUNTS, min_size=1, max_size=12), st.integers(2, 8))
def test_ticks_are_round_hold_every_amount_and_are_few(amounts: list[Decimal], most: int) -> None:
    scale = axis(amounts, most=most)
    assert scale.low <= min(Decimal(0), *amounts)
    assert scale.high >= max(Decimal(0), *amounts)
    assert len(scale.ticks) <= most + 1
    assert 0 in scale.ticks
    steps = {high - low for low, high in zip(scale.ticks, scale.ticks[1:], strict=False)}
    assert len(steps) == 1
    if any(amounts):
        digits = str(steps.pop().normalize().as_tuple().digits)
        assert digits in {"(1,)", "(2,)", "(2, 5)", "(4,)", "(5,)"}


def test_the_axis_of_the_design_s_figures_is_the_design_s() -> None:
    amounts = [Decimal(each) for each in ("103870.77", "-51822.72", "52048.05")]
    assert axis(amounts).labels() == ["120k", "80k", "40k", "0", f"{MINUS}40k", f"{MINUS}80k"]


def test_amounts_that_are_all_zero_have_a_line_and_no_numbers_but_zero() -> None:
    assert axis([Decimal(0)]).labels() == ["", "0"]


@pytest.mark.parametrize(
    ("amount", "text"),
    [("0", "0"), ("250", "250"), ("1500", "1.5k"), ("-80000", f"{MINUS}80k"), ("2500000", "2.5m"), ("1e9", "1bn"),
     ("4e13", "40tn"), ("0.5", "0.5"), ("1e18", "1,000,000tn")],
)  # fmt: skip
def test_a_tick_is_written_short(amount: str, text: str) -> None:
    assert short(Decimal(amount)) == text


PAIRS = st.lists(st.tuples(AMOUNTS, AMOUNTS), min_size=1, max_size=24)


@given(PAIRS)
def test_bars_and_lines_stay_inside_and_the_table_has_every_figure(pairs: list[tuple[Decimal, Decimal]]) -> None:
    for draw in (cash, profit):
        plot = draw(months(pairs), "Title")
        assert inside(plot.drawing)
        assert [amounts for _, amounts in plot.rows] == [(first, second, first - second) for first, second in pairs]
        assert len(plot.x) == len(pairs)


@given(st.lists(AMOUNTS, min_size=1, max_size=40))
def test_a_balance_line_stays_inside_and_reaches_both_edges(values: list[Decimal]) -> None:
    plot = balance([(FIRST + timedelta(days=number), value) for number, value in enumerate(values)], "Balance")
    assert inside(plot.drawing)
    line = next(each for each in parsed(plot.drawing) if each.attrib.get("class") == "line")
    points = _of_path(line.attrib["d"])
    assert (points[0][0], points[-1][0]) == (0, 300)
    assert 1 <= len(plot.x) <= 7


@given(st.lists(AMOUNTS, min_size=5, max_size=5), st.booleans())
def test_ages_stay_inside_and_every_part_is_seen(amounts: list[Decimal], tall: bool) -> None:
    bar = ages(amounts, "By age", tall=tall)
    assert inside(bar.drawing)
    drawn = [each for each in parsed(bar.drawing) if each.tag == "rect" and "class" in each.attrib]
    assert [each.attrib["class"] for each in drawn] == [f"a{n}" for n, each in enumerate(amounts) if each > 0]
    assert all(Decimal(each.attrib["width"]) > 0 for each in drawn)
    assert [each.amount for each in bar.buckets] == amounts


@given(st.lists(AMOUNTS, min_size=1, max_size=30))
def test_a_spark_stays_inside(values: list[Decimal]) -> None:
    assert inside(spark(values, "Sales"))


def test_the_height_of_a_bar_is_its_amount() -> None:
    plot = cash(months([(Decimal(60_000), Decimal(20_000))]), "Cash")
    bars = {each.attrib["class"]: each for each in parsed(plot.drawing) if each.tag == "rect"}
    assert plot.y == ["60k", "40k", "20k", "0", f"{MINUS}20k"]
    assert (bars["in"].attrib["y"], bars["in"].attrib["height"]) == ("0", "120")
    assert (bars["out"].attrib["y"], bars["out"].attrib["height"]) == ("120", "40")
    assert bars["in"].findtext("title") == "M0: in 60,000.00"


def test_a_loss_has_a_dot_of_its_own_kind() -> None:
    plot = profit(months([(Decimal(1), Decimal(5)), (Decimal(9), Decimal(2))]), "Profit")
    dots = [each for each in parsed(plot.drawing) if each.attrib.get("class", "").startswith("dots")]
    assert [(each.attrib["class"], each.attrib["d"].count("M")) for each in dots] == [("dots", 1), ("dots bad", 1)]


def test_one_month_and_all_zeros_are_charts_too() -> None:
    one = cash(months([(Decimal(5), Decimal(0))]), "Cash")
    assert not one.empty
    assert one.drawing.desc == "M0: in 5.00, out 0.00, net 5.00."
    nothing: Plot = cash(months([(Decimal(0), Decimal(0))] * 3), "Cash")
    assert nothing.empty
    assert inside(nothing.drawing)


def test_amounts_beyond_any_book_are_drawn_to_scale() -> None:
    plot = cash(months([(Decimal("9e24"), Decimal("1e24"))]), "Cash")
    assert inside(plot.drawing)
    assert plot.y[0] == "10,000,000,000,000tn"


def test_the_lowest_day_is_marked_and_said() -> None:
    days = [
        (FIRST, Decimal(100)),
        (FIRST + timedelta(days=10), Decimal(-20)),
        (FIRST + timedelta(days=29), Decimal(50)),
    ]
    plot = balance(days, "Balance", name_of=lambda day: f"day {day.day}")
    assert plot.drawing.desc == f"Lowest {MINUS}20.00 on day 11; 50.00 on day 30."
    assert [each.text for each in plot.x] == ["day 1", "day 7", "day 13", "day 19", "day 25"]
    bad = next(each for each in parsed(plot.drawing) if each.attrib.get("class") == "dots bad")
    assert _of_path(bad.attrib["d"])[0][0] == 100  # a third of the way: the tenth of thirty days


def test_bars_below_each_other_have_one_scale() -> None:
    half = ages([Decimal(50), *[Decimal(0)] * 4], "Half", most=Decimal(100))
    bar = next(each for each in parsed(half.drawing) if each.tag == "rect")
    assert Decimal(bar.attrib["width"]) == Decimal("49.7")
    assert half.buckets[0].share == 100


def test_a_credit_is_named_and_not_drawn() -> None:
    bar = ages([Decimal(-30), Decimal(10), *[Decimal(0)] * 3], "By age")
    assert bar.drawing.desc == f"{WORDS[0]} {MINUS}30.00; {WORDS[1]} 10.00"
    assert all(each.share is None for each in bar.buckets)
    assert not bar.empty


def test_names_of_records_are_escaped_in_every_place() -> None:
    hostile = '<img src=x onerror=alert(1)>"&'
    plot = cash([Month(Label(hostile), Decimal(1), Decimal(2))], hostile)
    assert "<img" not in plot.drawing.markup(Ids())
    assert parsed(plot.drawing).findtext("title") == hostile
    assert "<img" not in spark([Decimal(1)], hostile).markup(Ids())


def test_ids_are_numbered_and_named_by_the_drawing() -> None:
    ids = Ids("row-")
    first, second = (parsed_with(ids) for _ in range(2))
    assert first.attrib["aria-labelledby"] == "row-1 row-2"
    assert second.attrib["aria-labelledby"] == "row-3 row-4"
    assert [each.attrib["id"] for each in second if "id" in each.attrib] == ["row-3", "row-4"]


def parsed_with(ids: Ids) -> ET.Element:
    return read(ages([Decimal(1)] * 5, "By age").drawing.markup(ids))


@pytest.mark.parametrize("draw", [lambda: cash([], "C"), lambda: profit([], "P"), lambda: balance([], "B"),
                                  lambda: spark([], "S"), lambda: ages([Decimal(1)], "A")])  # fmt: skip
def test_a_chart_of_nothing_at_all_is_refused(draw: object) -> None:
    with pytest.raises(ValueError, match="need"):
        draw()  # type: ignore[operator]
