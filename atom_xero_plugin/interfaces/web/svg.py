"""Drawings as typed elements, and their text: escaped, with classes for our style sheet and no style of their own.

The viewBox is in units, not pixels: a drawing stretches to the room it gets (`preserveAspectRatio="none"`), its strokes
do not, and letters stand outside it, as HTML.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from itertools import count
from typing import Final, NamedTuple, Protocol

from markupsafe import Markup

_TENTH: Final = Decimal("0.1")


class Element(Protocol):
    """What a drawing is made of."""

    def markup(self) -> Markup:
        """Its text, escaped."""
        ...


class Ids:
    """Numbers the ids of one page, or of one part of it, so that none stands there twice."""

    def __init__(self, prefix: str = "c") -> None:
        """Begin at 1.

        Args:
            prefix: letters before the number; a part that is put into a page that is open has its own.
        """
        self._prefix = prefix
        self._numbers = count(1)

    def next(self) -> str:
        """The next id."""
        return f"{self._prefix}{next(self._numbers)}"


class Point(NamedTuple):
    """A place in units of the viewBox, from its upper left corner."""

    x: Decimal
    y: Decimal


class Bar(NamedTuple):
    """A rectangle; what it stands for is read by a pointer that rests on it."""

    kind: str
    """Its class: `in`, `out`, `a0` to `a4`; `stripe` for the pattern that base.html defines."""
    x: Decimal
    y: Decimal
    width: Decimal
    height: Decimal
    title: str = ""

    def markup(self) -> Markup:
        """Its text, escaped."""
        drawn = Markup('fill="url(#stripe)"') if self.kind == "stripe" else Markup('class="{}"').format(self.kind)
        place = Markup(' x="{}" y="{}" width="{}" height="{}"').format(
            number(self.x), number(self.y), number(self.width), number(self.height)
        )
        if not self.title:
            return Markup("<rect {}{}/>").format(drawn, place)
        return Markup("<rect {}{}><title>{}</title></rect>").format(drawn, place, self.title)


class Rule(NamedTuple):
    """A line across the drawing."""

    y: Decimal
    width: Decimal
    zero: bool = False

    def markup(self) -> Markup:
        """Its text, escaped."""
        return Markup('<path class="{}" d="M0 {}H{}"/>').format(
            "zero" if self.zero else "grid", number(self.y), number(self.width)
        )


class Polyline(NamedTuple):
    """A line from point to point."""

    points: Sequence[Point]

    def markup(self) -> Markup:
        """Its text, escaped."""
        return Markup('<path class="line" d="M{}"/>').format("L".join(_place(each) for each in self.points))


class Steps(NamedTuple):
    """A line that stays at each height until the next point, and then goes there at once."""

    points: Sequence[Point]

    def markup(self) -> Markup:
        """Its text, escaped."""
        first, *others = self.points
        path = [f"M{_place(first)}"]
        height = number(first.y)
        for each in others:
            path.append(f"H{number(each.x)}")
            if number(each.y) != height:
                height = number(each.y)
                path.append(f"V{height}")
        return Markup('<path class="line" d="{}"/>').format("".join(path))


class Dots(NamedTuple):
    """Points that are seen by themselves; `bad` ones are larger, and in the colour of a loss."""

    points: Sequence[Point]
    bad: bool = False

    def markup(self) -> Markup:
        """Its text, escaped; nothing without points."""
        if not self.points:
            return Markup()
        path = "".join(f"M{_place(each)}h0" for each in self.points)
        return Markup('<path class="{}" d="{}"/>').format("dots bad" if self.bad else "dots", path)


class Drawing(NamedTuple):
    """A picture with its name and what it says, for who does not see it."""

    width: Decimal
    height: Decimal
    title: str
    desc: str
    elements: Sequence[Element]
    css: str = ""

    def markup(self, ids: Ids) -> Markup:
        """Its text, escaped; with a title and a description under ids of their own."""
        title, desc = ids.next(), ids.next()
        css = Markup(' class="{}"').format(self.css) if self.css else ""
        named = (title, desc) if self.desc else (title,)
        head = Markup(
            '<svg viewBox="0 0 {} {}" preserveAspectRatio="none" role="img" aria-labelledby="{}"{}>'
            '<title id="{}">{}</title>'
        ).format(number(self.width), number(self.height), " ".join(named), css, title, self.title)
        said = Markup('<desc id="{}">{}</desc>').format(desc, self.desc) if self.desc else Markup()
        drawn = Markup().join(each.markup() for each in self.elements)
        return head + said + drawn + Markup("</svg>")


def number(value: Decimal) -> str:
    """A length to a tenth of a unit, without trailing zeros: `12`, `43.4`, `-3.5`."""
    rounded = value.quantize(_TENTH, rounding=ROUND_HALF_UP)
    text = f"{rounded:f}".removesuffix(".0")
    return "0" if text == "-0" else text


def _place(point: Point) -> str:
    return f"{number(point.x)} {number(point.y)}"
