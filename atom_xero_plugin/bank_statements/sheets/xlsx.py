"""The first sheet of an Excel workbook (XLSX) as CSV: each row on the line of its number, days written year first.

Nothing of the workbook is run: of a formula the value counts that was saved with it. What is unpacked is bounded.
"""

from __future__ import annotations

import csv
import io
import re
import xml.etree.ElementTree as ET  # only the tree, see iso20022/tree.py
import zipfile
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Final, NamedTuple

from atom_xero_plugin.bank_statements.errors import refused, shown
from atom_xero_plugin.bank_statements.iso20022.tree import tree_of
from atom_xero_plugin.bank_statements.sheets.number_formats import day_styles

_ZIP: Final = b"PK\x03\x04"
_LARGEST_PART: Final = 40 * 1024 * 1024
"""Bytes of a part once it is unpacked."""
_MOST_ROWS: Final = 50_000
_MOST_COLUMNS: Final = 200
_PLACE: Final = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_LETTERS: Final = 26
_EPOCH: Final = date(1899, 12, 30)
_EPOCH_1904: Final = date(1904, 1, 1)
_LAST_SERIAL: Final = 110_000
_EXACT: Final = Decimal("0.000001")
"""Excel keeps numbers as binary fractions: what lies behind so many places is none of the amount's."""
_CENT: Final = Decimal("0.01")


class Workbook(NamedTuple):
    """What was read."""

    text: str
    """As CSV."""
    note: str | None
    """Which sheet it is, where there are several."""


class _Parts:
    """The archive; each part is unpacked only as far as it may go."""

    def __init__(self, content: bytes) -> None:
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(content))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
            raise refused("The Excel workbook is broken, or it is cut off.") from None
        self.names = {name.lower().removeprefix("/"): name for name in self._archive.namelist()}

    def tree(self, name: str) -> ET.Element | None:
        stored = self.names.get(name.lower())
        if stored is None:
            return None
        try:
            with self._archive.open(stored) as part:
                content = part.read(_LARGEST_PART + 1)
        except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, EOFError, ValueError):
            raise refused("The Excel workbook is broken, or it has a password.") from None
        if len(content) > _LARGEST_PART:
            raise refused("The Excel workbook unpacks to more than a statement holds.", hint="Save it as CSV.")
        try:
            return tree_of(content.decode("utf-8-sig"))
        except UnicodeDecodeError:
            raise refused("The Excel workbook holds text that is not UTF-8.", hint="Save it as CSV.") from None


def is_workbook(content: bytes) -> bool:
    """Whether an archive holds a workbook of Excel's, by the names in it."""
    if not content.startswith(_ZIP):
        return False
    try:
        names = zipfile.ZipFile(io.BytesIO(content)).namelist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return False
    return any(name.lower().removeprefix("/") == "xl/workbook.xml" for name in names)


def read_workbook(content: bytes) -> Workbook:
    """The first sheet that holds something. Raises InvalidArguments for a broken, hostile or empty workbook."""
    parts = _Parts(content)
    book = parts.tree("xl/workbook.xml")
    sheets = _sheets(parts, book)
    strings = _strings(parts.tree("xl/sharedStrings.xml"))
    days = day_styles(parts.tree("xl/styles.xml"))
    setting = None if book is None else book.find("workbookPr")
    epoch = _EPOCH_1904 if setting is not None and setting.get("date1904") in {"1", "true"} else _EPOCH
    for number, (name, path) in enumerate(sheets):
        tree = parts.tree(path)
        rows = [] if tree is None else list(_rows(tree, strings, days, epoch))
        if any(cells for _, cells in rows):
            others = len(sheets) - 1
            note = f"Read of the workbook: the sheet {shown(name)}, number {number + 1} of {len(sheets)}."
            return Workbook(_as_csv(rows), note if others else None)
    raise refused("The Excel workbook holds no cells.")


def _sheets(parts: _Parts, book: ET.Element | None) -> list[tuple[str, str]]:
    """Name and path of each sheet that is shown, in the workbook's order."""
    links = parts.tree("xl/_rels/workbook.xml.rels")
    if book is None or links is None:
        raise refused("The Excel workbook names no sheets.")
    targets = {each.get("Id"): each.get("Target", "") for each in links}
    found = []
    for each in book.iterfind("sheets/sheet"):
        link = next((value for name, value in each.attrib.items() if name.rpartition("}")[2] == "id"), None)
        target = targets.get(link, "")
        path = target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
        if target and each.get("state") not in {"hidden", "veryHidden"}:
            found.append((each.get("name", ""), path))
    return found


def _strings(tree: ET.Element | None) -> list[str]:
    return [] if tree is None else [_text(each) for each in tree.iterfind("si")]


def _text(element: ET.Element) -> str:
    """The text of a cell, without what is printed above it to be pronounced."""
    runs = [*element.findall("t"), *element.findall("r/t")]
    return "".join(each.text or "" for each in runs)


def _rows(
    tree: ET.Element, strings: list[str], days: frozenset[int], epoch: date
) -> Iterator[tuple[int, dict[int, str]]]:
    last = 0
    for row in tree.iterfind("sheetData/row"):
        number = _number(row.get("r"), last + 1)
        if number <= last or number > _MOST_ROWS:
            raise refused(f"The sheet has more than {_MOST_ROWS:,} rows, or they are in no order.")
        last, cells, at = number, {}, -1
        for cell in row.iterfind("c"):
            at = _column(cell.get("r"), at + 1)
            value = _value(cell, strings, days, epoch, number)
            if value:
                cells[at] = value
        yield number, cells


def _number(printed: str | None, otherwise: int) -> int:
    return int(printed) if printed and printed.isdecimal() and len(printed) < 8 else otherwise  # noqa: PLR2004 - digits


def _column(place: str | None, otherwise: int) -> int:
    match = _PLACE.fullmatch(place or "")
    at = otherwise
    if match is not None:
        at = 0
        for letter in match[1]:
            at = at * _LETTERS + ord(letter) - ord("A") + 1
        at -= 1
    if at >= _MOST_COLUMNS:
        raise refused(f"The sheet has more than {_MOST_COLUMNS} columns.")
    return at


def _value(cell: ET.Element, strings: list[str], days: frozenset[int], epoch: date, row: int) -> str:
    kind, printed = cell.get("t", "n"), cell.findtext("v") or ""
    if kind == "inlineStr":
        inline = cell.find("is")
        return "" if inline is None else " ".join(_text(inline).split())
    if kind == "s":
        at = _number(printed, len(strings))
        if at >= len(strings):
            raise refused("a cell refers to a text that is not there.", line=row)
        return " ".join(strings[at].split())
    if kind == "e":
        raise refused(f"a cell holds the error {shown(printed)}.", line=row)
    if kind != "n" or not printed:
        return " ".join(printed.split())
    return _figure(printed, is_day=_number(cell.get("s"), 0) in days, epoch=epoch, row=row)


def _figure(printed: str, *, is_day: bool, epoch: date, row: int) -> str:
    try:
        value = Decimal(printed)
    except InvalidOperation:
        raise refused(f"{shown(printed)} is no number.", line=row) from None
    if not value.is_finite() or abs(value) >= Decimal(10) ** 15:
        raise refused(f"{shown(printed)} is no number of a statement.", line=row)
    if is_day:
        if not 0 < value < _LAST_SERIAL:
            raise refused(f"{shown(printed)} is no day.", line=row)
        return (epoch + timedelta(days=int(value))).isoformat()
    exact = value.quantize(_EXACT).normalize()
    if exact == exact.to_integral_value():
        return f"{exact:.0f}"
    return f"{exact.quantize(_CENT) if exact == exact.quantize(_CENT) else exact:f}"


def _as_csv(rows: list[tuple[int, dict[int, str]]]) -> str:
    made = io.StringIO()
    writer = csv.writer(made, lineterminator="\n")
    width = max(max(cells, default=0) for _, cells in rows) + 1
    at = 0
    for number, cells in rows:
        made.write("\n" * (number - at - 1))
        writer.writerow([cells.get(place, "") for place in range(width)])
        at = number
    return made.getvalue()
