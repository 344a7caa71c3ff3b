"""The charts of the dashboard: pure functions of amounts and days, that the macros of components/charts.html show.

In is solid, out is hollow, what is left of both is the line; below zero its dot is red and larger. A chart comes with
the figures it was drawn from, for the table under it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Final, NamedTuple

from atom_xero_plugin.core.money import ZERO
from atom_xero_plugin.interfaces.web.axes import Axis, axis
from atom_xero_plugin.interfaces.web.formats import amount
from atom_xero_plugin.interfaces.web.svg import Bar, Dots, Drawing, Element, Point, Polyline, Rule, Steps

TALL: Final = Decimal(160)
LOW: Final = Decimal(96)
"""Heights of drawings, in pixels."""
COLUMN: Final = Decimal(20)
"""Width of a month."""
_MIDDLE: Final = COLUMN / 2
_LINE_WIDTH: Final = Decimal(300)
_SPARK: Final = (Decimal(72), Decimal(20))
_MARGIN: Final = Decimal(2)
_PARTS: Final = (5, 6, 4, 7)
"""Into how many parts the days of a line may be cut; the first that divides them well."""
MANY: Final = 6
"""From so many labels on every second one is left out where it is narrow."""


class Label(NamedTuple):
    """What stands below a column; `current` is the one that the page is about."""

    text: str
    href: str | None = None
    current: bool = False


class Month(NamedTuple):
    """The two amounts of a month: cash in and out, or income and costs. Both as they are, out and costs positive."""

    label: Label
    first: Decimal
    second: Decimal

    @property
    def left(self) -> Decimal:
        """What the first leaves over the second."""
        return self.first - self.second


class KeySign(NamedTuple):
    """One sign of a chart and its word; `sign` is `in`, `out`, `line`."""

    sign: str
    word: str


class Plot(NamedTuple):
    """A chart: its drawing, what stands around it, and its figures."""

    drawing: Drawing
    y: Sequence[str]
    """Words beside the ticks, from the top."""
    x: Sequence[Label]
    key: Sequence[KeySign]
    columns: Sequence[str]
    """Titles of the table's columns, the name's first."""
    rows: Sequence[tuple[str, tuple[Decimal, ...]]]
    """The table: a name and its amounts."""
    low: bool = False
    days: bool = False
    """Whether labels stand where their part begins, not in its middle."""

    @property
    def many(self) -> bool:
        """Whether there are more labels than a narrow chart has room for."""
        return len(self.x) > MANY

    @property
    def empty(self) -> bool:
        """Whether there is nothing to draw."""
        return not any(each for _, amounts in self.rows for each in amounts)


def cash(months: Sequence[Month], title: str, desc: str = "") -> Plot:
    """Cash in upwards and cash out downwards by month, and the line of what is left.

    Args:
        months: at least one; `first` is in, `second` is out.
        title: what the chart is called, for who does not see it.
        desc: what it says; without one, the first and last month, and the amounts of the last.

    Raises:
        ValueError: without a month.
    """
    scale = axis([each.first for each in months] + [-each.second for each in months] + [each.left for each in months])

    def bars(month: Month, x: Decimal) -> list[Bar]:
        x += COLUMN / 4
        return [
            _bar("in", scale, x, _MIDDLE, month.first, f"{month.label.text}: in {amount(month.first)}"),
            _bar("out", scale, x, _MIDDLE, -month.second, f"{month.label.text}: out {amount(month.second)}"),
        ]

    return _by_month(months, scale, bars, ("In", "Out", "Net"), (title, desc), ("Cash in", "Cash out", "Net"))


def profit(months: Sequence[Month], title: str, desc: str = "") -> Plot:
    """Income beside costs by month, and the line of the profit. Arguments and errors as of `cash`."""
    scale = axis([each.first for each in months] + [each.second for each in months] + [each.left for each in months])
    inset, width = Decimal("3.5"), Decimal(6)

    def bars(month: Month, x: Decimal) -> list[Bar]:
        name = month.label.text
        return [
            _bar("in", scale, x + inset, width, month.first, f"{name}: income {amount(month.first)}"),
            _bar("out", scale, x + inset + width + 1, width, month.second, f"{name}: costs {amount(month.second)}"),
        ]

    words = ("Income", "Costs", "Profit")
    return _by_month(months, scale, bars, words, (title, desc), words)


def balance(
    days: Sequence[tuple[date, Decimal]], title: str, desc: str = "", *, name_of: Callable[[date], str] = str
) -> Plot:
    """The balance at the end of each day as a line in steps, with dots at its lowest day and its last.

    Args:
        days: days in order, the first and the last of the period among them; a day without a change may be left out.
        title: what the chart is called, for who does not see it.
        desc: what it says; without one, the lowest day and the last.
        name_of: how a day is written.

    Raises:
        ValueError: without a day.
    """
    if not days:
        raise ValueError("A line needs at least one day.")
    scale = axis([value for _, value in days], most=3)
    first, last = days[0][0], days[-1][0]
    spanned = (last - first).days + 1
    lowest = min(days, key=lambda each: each[1])

    def place(day: date, value: Decimal) -> Point:
        return Point(_LINE_WIDTH * (day - first).days / spanned, scale.at(value, LOW))

    points = [place(*each) for each in days]
    points.append(Point(_LINE_WIDTH, points[-1].y))
    marked = [(place(*lowest), lowest[1]), (points[-1], days[-1][1])]
    said = desc or (f"Lowest {amount(lowest[1])} on {name_of(lowest[0])}; {amount(days[-1][1])} on {name_of(last)}.")
    return Plot(
        Drawing(
            _LINE_WIDTH, LOW, title, said,
            [*_grid(scale, _LINE_WIDTH, LOW), _zero(scale, _LINE_WIDTH, LOW), Steps(points), *_dots(marked)],
        ),
        scale.labels(),
        [Label(name_of(each)) for each in _marks(first, spanned)],
        (),
        ("Day", "Balance"),
        [(name_of(day), (value,)) for day, value in days],
        low=True,
        days=True,
    )  # fmt: skip


def spark(values: Sequence[Decimal], title: str) -> Drawing:
    """A line as small as a word, with a dot at its end; its lowest and highest value fill its height.

    Raises:
        ValueError: without a value.
    """
    if not values:
        raise ValueError("A line needs at least one value.")
    width, height = _SPARK
    low, high = min(values), max(values)
    room = height - 2 * _MARGIN
    apart = width / max(len(values) - 1, 1)

    def y(value: Decimal) -> Decimal:
        return height / 2 if high == low else _MARGIN + room * (high - value) / (high - low)

    points = [Point(apart * number, y(value)) for number, value in enumerate(values)]
    if len(points) == 1:
        points.append(Point(width, points[0].y))
    return Drawing(width, height, title, "", [Polyline(points), Dots([points[-1]])], "spark")


def _by_month(
    months: Sequence[Month],
    scale: Axis,
    bars: Callable[[Month, Decimal], list[Bar]],
    columns: tuple[str, str, str],
    said: tuple[str, str],
    words: tuple[str, str, str],
) -> Plot:
    if not months:
        raise ValueError("A chart needs at least one month.")
    width = COLUMN * len(months)
    drawn = [bar for number, each in enumerate(months) for bar in bars(each, COLUMN * number) if bar.height > 0]
    line = [Point(COLUMN * number + _MIDDLE, scale.at(each.left, TALL)) for number, each in enumerate(months)]
    ends: list[tuple[Point, Decimal]] = list(zip(line, (each.left for each in months), strict=True))
    title, desc = said
    elements: list[Element] = [
        *_grid(scale, width, TALL),
        *drawn,
        _zero(scale, width, TALL),
        Polyline(line),
        *_dots(ends),
    ]
    return Plot(
        Drawing(width, TALL, title, desc or _said(months, columns), elements),
        scale.labels(),
        [each.label for each in months],
        [KeySign(sign, word) for sign, word in zip(("in", "out", "line"), words, strict=True)],
        ("Month", *columns),
        [(each.label.text, (each.first, each.second, each.left)) for each in months],
    )


def _said(months: Sequence[Month], columns: tuple[str, str, str]) -> str:
    last = months[-1]
    span = "" if len(months) == 1 else f"{months[0].label.text} to {last.label.text}. "
    figures = zip(columns, (last.first, last.second, last.left), strict=True)
    return f"{span}{last.label.text}: " + ", ".join(f"{name.lower()} {amount(value)}" for name, value in figures) + "."


def _bar(kind: str, scale: Axis, x: Decimal, width: Decimal, value: Decimal, title: str) -> Bar:
    zero, end = scale.at(ZERO, TALL), scale.at(value, TALL)
    return Bar(kind, x, min(zero, end), width, abs(zero - end), title)


def _grid(scale: Axis, width: Decimal, height: Decimal) -> list[Rule]:
    return [Rule(scale.at(tick, height), width) for tick in reversed(scale.ticks) if tick != 0 and scale.step_counts]


def _zero(scale: Axis, width: Decimal, height: Decimal) -> Rule:
    return Rule(scale.at(ZERO, height), width, zero=True)


def _dots(ends: Sequence[tuple[Point, Decimal]]) -> list[Dots]:
    good = [point for point, value in ends if value >= 0]
    bad = [point for point, value in ends if value < 0]
    return [Dots(good), Dots(bad, bad=True)]


def _marks(first: date, spanned: int) -> list[date]:
    """The days that are named below a line: where its equal parts begin, to the nearest day."""
    parts = next((each for each in _PARTS if spanned % each == 0), min(_PARTS[0], spanned))
    return [first + timedelta(days=(number * spanned * 2 + parts) // (2 * parts)) for number in range(parts)]
