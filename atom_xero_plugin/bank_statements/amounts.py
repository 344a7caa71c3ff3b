"""Amounts of money as banks print them, read to exact decimals."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache
from typing import Final, Literal, NamedTuple

from atom_xero_plugin.bank_statements.csv.layout import DecimalMark
from atom_xero_plugin.bank_statements.currency_signs import OWN_SIGNS, SHARED_SIGNS
from atom_xero_plugin.bank_statements.errors import LAYOUT, refused, shown, undecided
from atom_xero_plugin.core.money import CODES

_MINUS: Final = str.maketrans({"\u2212": "-", "\u2013": "-", "\ufe63": "-", "\uff0d": "-", "\u2019": "'"})
_SPACES: Final = re.compile(r"[\s\u00a0\u2007\u202f]+")
_CURRENCY: Final = r"[A-Z]{0,3}[$£€¥₹]|[A-Z]{3}|kr|zł|Ft|Kč|R(?= ?[0-9][0-9 ,]*[.,][0-9]{2}(?![0-9]))"
"""A lone R is the rand before an amount with cents; `R1042` is a number of something."""
_PRINTED: Final = re.compile(
    rf"(?:(?P<outside>{_CURRENCY}) ?(?=\())?(?P<open>\()? ?(?P<before>[-+])? ?"
    rf"(?P<left>{_CURRENCY})? ?(?P<within>[-+])? ?"
    rf"(?P<number>[0-9][0-9.,' ]*[0-9]|[0-9][.,]?|[.,][0-9]+) ?"
    rf"(?P<after>[-+])? ?(?P<right>{_CURRENCY})? ?(?P<word>(?i:CR|DR|DB))?\.? ?(?P<close>\))?"
    rf"(?:(?<=\)) ?(?P<beyond>{_CURRENCY}))?"
)
_GROUPED: Final = r"[1-9][0-9]{{0,2}}(?:(?P<by>[{group}' ])[0-9]{{3}})(?:(?P=by)[0-9]{{3}})*"
_INDIAN: Final = r"|[1-9][0-9]?(?:,[0-9]{2})+,[0-9]{3}"
_POINT: Final = re.compile(rf"(?:[0-9]*|{_GROUPED.format(group=',')}{_INDIAN})(?:\.[0-9]*)?")
_COMMA: Final = re.compile(rf"(?:[0-9]*|{_GROUPED.format(group='.')})(?:,[0-9]*)?")
_WHOLE_DIGITS: Final = 12
_PLACES: Final = 4
_LONGEST: Final = 60
"""Characters of a cell that may be an amount."""

Word = Literal["in", "out"]


class ParsedCell(NamedTuple):
    """One cell taken apart, its marks not yet distinguished from each other."""

    number: str
    sign: str
    """`-`, `+` when printed, or empty."""
    word: Word | None
    """What CR or DR next to it says."""
    currency: str | None
    """A code, or the sign as printed when several currencies use it."""


def take_apart(text: str) -> ParsedCell | None:
    """A cell's parts, or None if it does not print an amount. NaN, exponents and formulas are none."""
    return _take_apart(text) if len(text) <= _LONGEST else None


@lru_cache(maxsize=65_536)
def _take_apart(text: str) -> ParsedCell | None:
    tidy = _SPACES.sub(" ", text.translate(_MINUS)).strip()
    match = _PRINTED.fullmatch(tidy) if tidy else None
    if match is None:
        return None
    signs = [sign for sign in match.group("before", "within", "after") if sign]
    brackets = [bracket for bracket in match.group("open", "close") if bracket]
    word, currencies = match["word"], [mark for mark in match.group("outside", "left", "right", "beyond") if mark]
    if len(brackets) == 1 or len(signs) + bool(brackets) + bool(word) > 1 or len(currencies) > 1:
        return None
    sign = "-" if brackets else "".join(signs)
    said: Word | None = None if word is None else "in" if word.upper() == "CR" else "out"
    currency = OWN_SIGNS.get(currencies[0], currencies[0]) if currencies else None
    if currency is not None and currency not in CODES and currency not in SHARED_SIGNS:
        return None
    return ParsedCell(match["number"], sign, said, currency)


def looks_like_formula(text: str) -> bool:
    """Whether a spreadsheet would run the cell: it begins with = @ + or - and is no amount."""
    tidy = text.strip()
    return tidy[:1] in {"=", "@", "+", "-"} and take_apart(tidy) is None


@lru_cache(maxsize=65_536)
def _fits(number: str) -> tuple[bool, bool]:
    """Whether a decimal point, and a decimal comma, make a number of it."""
    return _POINT.fullmatch(number) is not None, _COMMA.fullmatch(number) is not None


def decimal_mark(cells: Iterable[tuple[int, ParsedCell]], given: DecimalMark | None) -> tuple[DecimalMark, str | None]:
    """The mark before the cents in these cells (line, parts), and the evidence where one cell decided it.

    Raises Ambiguous if 1,234 could be either and nothing else decides, InvalidArguments if cells contradict each other.
    """
    proof: dict[DecimalMark, tuple[int, str]] = {}
    either: tuple[int, str] | None = None
    for line, printed in cells:
        fits_point, fits_comma = _fits(printed.number)
        if fits_point != fits_comma:
            proof.setdefault("point" if fits_point else "comma", (line, printed.number))
        elif either is None and ("." in printed.number or "," in printed.number):
            either = (line, printed.number)
    if given is not None:
        _refuse_other(proof, given)
        return given, None
    if len(proof) > 1:
        (one, point), (other, comma) = proof["point"], proof["comma"]
        raise refused(
            f"{shown(comma)} has a decimal comma, but line {one} has a decimal point: {shown(point)}.", line=other
        )
    if proof:
        mark, (line, number) = next(iter(proof.items()))
        return mark, f"{shown(number)} on line {line} has a decimal {mark}." if either else None
    if either:
        raise undecided(
            f"Line {either[0]}: {shown(either[1])} is a whole number with a mark for thousands, or has three decimals; "
            "nothing in the file decides it.",
            choose=f"{LAYOUT}/decimal_mark",
            hint="Give layout.decimal_mark: point or comma.",
            allowed=("point", "comma"),
        )
    return "point", None


def proven_mark(cells: Iterable[tuple[int, ParsedCell]]) -> DecimalMark | None:
    """The one mark that some of these cells can have and no other; None if none or both are proven."""
    fits = {_fits(printed.number) for _, printed in cells}
    point, comma = (True, False) in fits, (False, True) in fits
    return None if point == comma else "point" if point else "comma"


def _refuse_other(proof: dict[DecimalMark, tuple[int, str]], given: DecimalMark) -> None:
    for mark, (line, number) in proof.items():
        if mark != given:
            raise refused(
                f"{shown(number)} cannot have a decimal {given}.",
                line=line,
                path=f"{LAYOUT}/decimal_mark",
                hint="Leave layout.decimal_mark out, or correct it.",
            )


def value(printed: ParsedCell, mark: DecimalMark) -> Decimal | None:
    """The exact amount without its sign, or None if it is not one that a bank account could hold."""
    fits_point, fits_comma = _fits(printed.number)
    if not (fits_point if mark == "point" else fits_comma):
        return None
    decimal, group = (".", ",") if mark == "point" else (",", ".")
    whole, _, places = printed.number.partition(decimal)
    if not whole.isdigit():
        whole = whole.replace(group, "").replace("'", "").replace(" ", "")
    whole = whole.lstrip("0")
    stored = places.rstrip("0")
    if len(whole) > _WHOLE_DIGITS or len(stored) > _PLACES:
        return None
    return Decimal(f"{whole or '0'}.{places[:_PLACES]}") if places else Decimal(whole or "0")


def signed(printed: ParsedCell, mark: DecimalMark) -> Decimal | None:
    """The amount with the sign or the CR or DR that stands next to it."""
    unsigned = value(printed, mark)
    if unsigned is None:
        return None
    return -unsigned if printed.sign == "-" or printed.word == "out" else unsigned
