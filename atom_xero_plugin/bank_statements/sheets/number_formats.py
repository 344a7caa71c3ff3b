"""Which of a workbook's styles show a number as a day: Excel keeps a day as a number, and only its format says so."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET  # only the tree
from typing import Final

_BUILT_IN: Final = frozenset({*range(14, 18), 22, *range(27, 32), 36, *range(50, 59)})
"""Formats of days that every workbook has, with those of East Asia."""
_NOT_A_PART: Final = re.compile(r"\"[^\"]*\"|\\.|\[[^\]]*\]|_.|\*.")
"""Text in quotes, escaped letters, colours and countries in brackets, and spaces of a width."""
_OF_A_DAY: Final = re.compile(r"[dy]", re.IGNORECASE)


def day_styles(tree: ET.Element | None) -> frozenset[int]:
    """The numbers of the styles that show a day; `tree` is the workbook's styles."""
    if tree is None:
        return frozenset()
    own = {_number(each.get("numFmtId")): each.get("formatCode", "") for each in tree.iterfind("numFmts/numFmt")}
    days = {number for number, code in own.items() if _OF_A_DAY.search(_NOT_A_PART.sub("", code))}
    styles = tree.findall("cellXfs/xf")
    return frozenset(at for at, each in enumerate(styles) if _is_day(_number(each.get("numFmtId")), own, days))


def _is_day(number: int, own: dict[int, str], days: set[int]) -> bool:
    return number in days if number in own else number in _BUILT_IN


def _number(printed: str | None) -> int:
    return int(printed) if printed and printed.isdecimal() and len(printed) < 8 else -1  # noqa: PLR2004 - digits
