"""Amounts as people type them: 1,000 · $1,000.00 · 1 000,00; as exact decimal text, or a question."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from atom_xero_plugin.catalogue.validation.conventions import DECIMAL_POINT, Customs, Question

_EXACT: Final = re.compile(r"-?\d+(?:\.\d+)?", re.ASCII)
_TYPED: Final = re.compile(
    r"(?P<sign>-?) ?(?P<before>[^\d\s.,'()-]{0,3}) ?(?P<inner>-?)(?P<number>\d[\d., ']*)"
    r"(?P<after> ?[^\d\s.,'()-]{0,3})",
    re.ASCII,
)
_GROUPED: Final = re.compile(r"\d{1,3}(?:,\d{3})+\.\d+|\d{1,3}(?:,\d{3}){2,}|\d{1,2}(?:,\d{2})+,\d{3}(?:\.\d+)?")
_GROUPED_BY_POINTS: Final = re.compile(r"\d{1,3}(?:\.\d{3})+,\d+|\d{1,3}(?:\.\d{3}){2,}")
_GROUPED_BY_BLANKS: Final = re.compile(r"\d{1,3}(?:[ ']\d{3})+(?:[.,]\d{1,4})?")
_DECIMAL_COMMA: Final = re.compile(r"\d+,(?:\d{1,2}|\d{4})|0,\d{3}|\d{4,},\d{3}")
_EITHER: Final = re.compile(r"[1-9]\d{0,2},\d{3}")
_BLANKS: Final = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u2019": "'", "\u2212": "-"})
_DOLLARS: Final = frozenset({"AUD", "NZD", "USD", "CAD", "SGD", "HKD", "FJD", "TWD", "MXN"})
_SIGNS: Final = {
    "$": _DOLLARS,
    "A$": frozenset({"AUD"}),
    "AU$": frozenset({"AUD"}),
    "NZ$": frozenset({"NZD"}),
    "US$": frozenset({"USD"}),
    "C$": frozenset({"CAD"}),
    "CA$": frozenset({"CAD"}),
    "S$": frozenset({"SGD"}),
    "HK$": frozenset({"HKD"}),
    "€": frozenset({"EUR"}),
    "£": frozenset({"GBP"}),
    "¥": frozenset({"JPY", "CNY"}),
    "₹": frozenset({"INR"}),
    "R": frozenset({"ZAR"}),
}
_CODE: Final = re.compile(r"[A-Z]{3}")
LONGEST: Final = 40
_MOST_DIGITS: Final = 15
"""As many digits come back from a JSON number as they were written, whichever program read it."""
_LARGEST_EXPONENT: Final = 30


def amount_of(text: str, customs: Customs | None, currency: str | None) -> str | Question | None:
    """The exact decimal text that a text means; a question where it is not sure; None where it is no amount.

    Args:
        text: as it was typed.
        customs: how the organisation writes; None where it is not known yet.
        currency: what the arguments themselves say that amounts are in.
    """
    words = " ".join(text.translate(_BLANKS).split())
    if len(words) > LONGEST:
        return None
    if _EXACT.fullmatch(words):
        return words if words != text else None
    found = _TYPED.fullmatch(words)
    if found is None or (found["sign"] and found["inner"]):
        return _by_accountants(words)
    number = _number(found["number"].strip(), customs)
    if not isinstance(number, str):
        return number
    mark = [each for each in (found["before"].strip(), found["after"].strip()) if each]
    if len(mark) > 1:
        return None
    doubt = _doubt(mark[0], customs, currency) if mark else None
    return doubt or f"{'-' if found['sign'] or found['inner'] else ''}{number}"


def number_text(number: Decimal | float) -> str | None:
    """A JSON number as the text that it was written as, without an exponent; None if that cannot be determined."""
    if isinstance(number, bool):
        return None
    exact = number if isinstance(number, Decimal) else Decimal(repr(number))
    if not exact.is_finite() or abs(exact.adjusted()) > _LARGEST_EXPONENT:
        return None
    if isinstance(number, float):
        if len(exact.normalize().as_tuple().digits) > _MOST_DIGITS:
            return None
        exact = exact.quantize(Decimal(1)) if exact == exact.to_integral_value() else exact
    return f"{exact:f}"


def _number(text: str, customs: Customs | None) -> str | Question | None:
    if _EXACT.fullmatch(text):
        return text
    if _GROUPED.fullmatch(text):
        return text.replace(",", "")
    if _GROUPED_BY_POINTS.fullmatch(text):
        return text.replace(".", "").replace(",", ".")
    if _GROUPED_BY_BLANKS.fullmatch(text):
        return re.sub(r"[ ']", "", text).replace(",", ".")
    if _DECIMAL_COMMA.fullmatch(text):
        return text.replace(",", ".")
    if not _EITHER.fullmatch(text):
        return None
    whole, decimals = text.replace(",", ""), text.replace(",", ".")
    if customs is not None and customs.country in DECIMAL_POINT:
        return whole
    return Question(f'can be "{whole}" or "{decimals}"; say which, without a comma', needs_customs=customs is None)


def _doubt(mark: str, customs: Customs | None, currency: str | None) -> Question | None:
    """What is to be asked because of a currency next to the amount, which goes by another one."""
    meant = currency or (customs.currency if customs else None)
    reported = frozenset({mark.upper()}) if _CODE.fullmatch(mark.upper()) else _SIGNS.get(mark.upper())
    if reported is None:
        return Question('must be the amount alone, decimal text such as "1150.00"')
    if meant is None:
        return Question(f"must be the amount alone, without {mark}", needs_customs=True)
    if meant in reported:
        return None
    return Question(f"names {mark}, while amounts here are in {meant}; say the amount alone, or another currency")


def _by_accountants(words: str) -> Question | None:
    """Brackets, and a sign behind, are how some write what is below zero."""
    if re.fullmatch(r"\(.*\d.*\)|\d.*-", words):
        return Question('may be below zero; say it as "-1150.00", or without brackets and sign')
    return None
