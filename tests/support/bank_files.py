"""Bank statements written as banks write them: any dialect, encoding, order of dates and way to print a sign."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from atom_xero_plugin.bank_statements.csv.layout import Columns, CsvLayoutInput

DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t", "pipe": "|"}
DATE_STYLES: dict[str, tuple[str, Callable[[date], str]]] = {
    "dd/mm/yyyy": ("day_first", lambda day: f"{day:%d/%m/%Y}"),
    "d.m.yyyy": ("day_first", lambda day: f"{day.day}.{day.month}.{day.year}"),
    "dd-mm-yy": ("day_first", lambda day: f"{day:%d-%m-%y}"),
    "mm/dd/yyyy": ("month_first", lambda day: f"{day:%m/%d/%Y}"),
    "m/d/yy": ("month_first", lambda day: f"{day.month}/{day.day}/{day:%y}"),
    "yyyy-mm-dd": ("year_first", lambda day: f"{day:%Y-%m-%d}"),
    "yyyymmdd": ("year_first", lambda day: f"{day:%Y%m%d}"),
    "yyyy/mm/dd hh:mm": ("year_first", lambda day: f"{day:%Y/%m/%d} 23:59"),
    "dd mon yyyy": ("day_first", lambda day: f"{day:%d %b %Y}"),
    "dd-Mon-yy": ("day_first", lambda day: f"{day:%d-%b-%y}"),
    "Month d, yyyy": ("month_first", lambda day: f"{day:%B} {day.day}, {day.year}"),
}
MARKS: dict[str, tuple[str, str]] = {  # thousands, decimals
    "1234.56": ("", "."),
    "1,234.56": (",", "."),
    "1'234.56": ("'", "."),
    "1234,56": ("", ","),
    "1.234,56": (".", ","),
    "1 234,56": ("\u00a0", ","),
}
ONE_COLUMN = ("minus", "plus", "brackets", "trailing", "unicode", "dollar")
SIGNS = (*ONE_COLUMN, "cr dr", "cr only", "pair", "pair zeros", "pair minus", "direction", "out positive")


@dataclass(frozen=True)
class Line:
    """What truly happened on the account."""

    day: date
    cents: int
    words: str

    @property
    def amount(self) -> Decimal:
        return Decimal(self.cents) / 100


@dataclass(frozen=True)
class Style:
    """How a bank writes its file."""

    delimiter: str = "comma"
    encoding: str = "utf-8"
    dates: str = "dd/mm/yyyy"
    marks: str = "1,234.56"
    sign: str = "minus"
    newest_first: bool = False
    headings: bool = True
    balance: bool = True
    preamble: bool = False
    quoted: bool = False
    newline: str = "\n"
    last_newline: bool = True

    def reported(self) -> CsvLayoutInput:
        """The layout that a person would give who knows the bank."""
        sign: dict[str, Any] = {"out positive": "out_positive", "cr only": "out_positive", "pair minus": "in_positive"}
        if self.sign in ONE_COLUMN:
            sign[self.sign] = "in_positive"
        mark: Any = "point" if MARKS[self.marks][1] == "." else "comma"
        order: Any = DATE_STYLES[self.dates][0]
        names = self.columns()
        at = {name: str(number) for number, name in enumerate(names, 1)}
        columns = Columns(
            date=at["Date"],
            amount=at.get("Amount"),
            debit=at.get("Debit"),
            credit=at.get("Credit"),
            direction=at.get("DR/CR"),
            balance=at.get("Balance"),
            description=[at["Description"]],
        )
        delimiter: Any = self.delimiter
        return CsvLayoutInput(
            encoding=self.encoding,
            delimiter=delimiter,
            header_row=None if self.headings else 0,
            date_order=order,
            decimal_mark=mark,
            sign=sign.get(self.sign, "unsigned"),
            columns=columns,
        )

    def columns(self) -> list[str]:
        money = ["Debit", "Credit"] if self.sign.startswith("pair") else ["Amount"]
        names = ["Date", "Description", *money]
        return [*names, *(["DR/CR"] if self.sign == "direction" else []), *(["Balance"] if self.balance else [])]


def written(lines: Sequence[Line], style: Style, opening: int = 0) -> bytes:
    """The file of these lines, which are in the order of time."""
    rows: list[list[str]] = []
    balance = opening
    for line in lines:
        balance += line.cents
        rows.append(_row(line, balance, style))
    if style.newest_first:
        rows.reverse()
    target = io.StringIO()
    quoting = csv.QUOTE_ALL if style.quoted else csv.QUOTE_MINIMAL
    writer = csv.writer(target, delimiter=DELIMITERS[style.delimiter], quoting=quoting, lineterminator=style.newline)
    if style.preamble and style.headings:
        writer.writerows([["Account name", "Business account"], [], ["Statement of all lines"]])
    if style.headings:
        writer.writerow(style.columns())
    writer.writerows(rows)
    text = target.getvalue()
    return (text if style.last_newline else text.removesuffix(style.newline)).encode(style.encoding)


def _row(line: Line, balance: int, style: Style) -> list[str]:
    day = DATE_STYLES[style.dates][1](line.day)
    tail = [_signed(balance, replace(style, sign="minus"))] if style.balance else []
    return [day, line.words, *_money(line.cents, style), *tail]


def _money(cents: int, style: Style) -> list[str]:
    size = _size(abs(cents), style)
    if style.sign in {"pair", "pair zeros", "pair minus"}:
        empty = _size(0, style) if style.sign == "pair zeros" else ""
        debit = f"-{size}" if style.sign == "pair minus" else size
        return [debit, empty] if cents < 0 else [empty, size]
    if style.sign == "direction":
        return [size, "DR" if cents < 0 else "CR"]
    return [_signed(cents, style)]


def _signed(cents: int, style: Style) -> str:
    size = _size(abs(cents), style)
    minus = cents < 0
    ways = {
        "minus": f"-{size}" if minus else size,
        "plus": f"-{size}" if minus else f"+{size}",
        "brackets": f"({size})" if minus else size,
        "trailing": f"{size}-" if minus else size,
        "unicode": f"\u2212{size}" if minus else size,
        "dollar": f"-${size}" if minus else f"${size}",
        "cr dr": f"{size} DR" if minus else f"{size} CR",
        "cr only": size if minus else f"{size}CR",
        "out positive": size if minus else f"-{size}",
    }
    return ways[style.sign]


def _size(cents: int, style: Style) -> str:
    thousands, decimals = MARKS[style.marks]
    whole = f"{cents // 100:,}".replace(",", thousands)
    return f"{whole}{decimals}{cents % 100:02}"


cents = st.integers(-(10**9), 10**9).filter(bool) | st.sampled_from([-1, 1, 100, -100, 100_000, -123_456])
words = st.sampled_from(
    ["INV-0123", "=1+1", "@SUM(A1)", "-", "12.50", 'say "hi"', "a, b; c | d", "01/02/2026"]
) | st.text(st.characters(codec="latin-1", exclude_categories=["C", "Z"]), max_size=12)


@st.composite
def lines(draw: st.DrawFn, least: int = 1, most: int = 8) -> list[Line]:
    """Lines in the order of time, several a day among them."""
    first = draw(st.dates(date(1971, 1, 1), date(2068, 1, 1)).map(date.toordinal))
    steps = draw(st.lists(st.sampled_from([0, 0, 1, 1, 2, 7, 30, 31, 90]), min_size=least, max_size=most))
    found: list[Line] = []
    for step in steps:
        first += step
        found.append(Line(date.fromordinal(first), draw(cents), draw(words)))
    return found


@st.composite
def styles(draw: st.DrawFn) -> Style:
    """Any style; what cannot be written in an encoding is not drawn with it."""
    marks = draw(st.sampled_from(sorted(MARKS)))
    sign = draw(st.sampled_from(SIGNS))
    encodings = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"]
    if sign != "unicode":
        encodings += ["cp1252", "latin-1"]
    return Style(
        delimiter=draw(st.sampled_from(sorted(DELIMITERS))),
        encoding=draw(st.sampled_from(encodings)),
        dates=draw(st.sampled_from(sorted(DATE_STYLES))),
        marks=marks,
        sign=sign,
        newest_first=draw(st.booleans()),
        headings=draw(st.booleans()),
        balance=draw(st.booleans()),
        preamble=draw(st.booleans()),
        quoted=draw(st.booleans()),
        newline=draw(st.sampled_from(["\n", "\r\n"])),
        last_newline=draw(st.booleans()),
    )
