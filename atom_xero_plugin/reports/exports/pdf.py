"""A report made to be printed: PDF/A-2 with tags, with fonts that come along, so that it looks the same everywhere.

A name in letters that none of the fonts has (Arabic, Thai, Devanagari) makes it a tagged PDF that is no PDF/A.

Typst sets it; it needs nothing of the system (decision 0025). The fonts are Noto Sans, and Noto Sans CJK for Chinese,
Japanese and Korean names.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import msgspec

from atom_xero_plugin.core.errors import FixSetup
from atom_xero_plugin.core.quoting import one_line
from atom_xero_plugin.reports.exports.chart import chart_of
from atom_xero_plugin.reports.exports.tables import FIGURES, Cell, ExportDocument, ExportTable

_FONTS: Final = (("fontpkg_noto_sans", "files"), ("manimgx_fonts_cjk", ""))
"""Packages that hold fonts, and their folders; none of their code is run."""
_UPRIGHT: Final = 7
"""Columns that fit an upright page."""
_CROWDED: Final = 10
STANDARD: Final = "a-2a"


def pdf_bytes(document: ExportDocument) -> bytes:
    """The document as PDF. The same document gives the same bytes. Raises FixSetup where a font is not installed."""
    import typst

    template = files("atom_xero_plugin.reports.exports").joinpath("report.typ").read_bytes()
    written = msgspec.json.encode(_data(document)).decode()
    asked = {"font_paths": _fonts(), "sys_inputs": {"document": written}}
    try:
        made = typst.compile(template, **asked, pdf_standards=STANDARD)
    except typst.TypstError:  # a letter that no font has, which PDF/A does not allow: the figures are worth more
        made = typst.compile(template, **asked)
    if not isinstance(made, bytes):
        raise TypeError("typst gives one file as bytes")
    return made


@cache
def _fonts() -> Any:
    import typst

    folders = []
    for package, folder in _FONTS:
        found = find_spec(package)
        if found is None or found.origin is None:
            raise FixSetup(
                f"The fonts of {package.replace('_', '-')} are not installed.", hint="Install the plugin again."
            )
        folders.append(str(Path(found.origin).parent / folder))
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=folders)


def _data(document: ExportDocument) -> dict[str, Any]:
    tables = [table.shown() for table in document.tables]
    widest = max(len(table.columns) for table in tables)
    chart = chart_of(document)
    return {
        "title": one_line(document.title),
        "organisation": one_line(document.organisation),
        "day": [document.day.year, document.day.month, document.day.day],
        "made": f"made {_written(document.day)}",
        "about": [one_line(each) for each in document.about],
        "landscape": widest > _UPRIGHT,
        "size": 7 if widest > _CROWDED else 8,
        "facts": [(name, _written(cell)) for name, cell in document.facts],
        "chart": None if chart is None else {
            "svg": chart.svg, "bars": chart.bars, "line": chart.line, "labels": chart.labels,
            "highest": f"{chart.highest:,.0f}", "lowest": f"{chart.lowest:,.0f}",
            "alt": f"{chart.bars} as bars and {chart.line} as a line, over {len(chart.labels)} periods; "
            "the table below holds the figures.",
        },
        "tables": [_table(table, document, named=len(tables) > 1) for table in tables],
    }  # fmt: skip


def _table(table: ExportTable, document: ExportDocument, *, named: bool) -> dict[str, Any]:
    right = [column.kind in FIGURES for column in table.columns]
    widest = _widest(table)
    return {
        "heading": one_line(table.name) if named else None,
        "heads": [
            one_line(f"{column.head} {column.currency}" if column.currency and not document.currency else column.head)
            for column in table.columns
        ],
        "right": right,
        "widths": [0 if place == widest else 1 for place in range(len(right))],
        "lines": [{"kind": line.kind, "cells": [_written(cell) for cell in line.cells]} for line in table.lines],
    }


def _widest(table: ExportTable) -> int:
    """The place of the column of words that takes the room that is left: the first label, or the longest text."""
    if not table.columns[0].head:
        return 0
    words = [place for place, column in enumerate(table.columns) if column.kind == "text"] or [0]
    return max(words, key=lambda place: max((len(_written(line.cells[place])) for line in table.lines), default=0))


def _written(cell: Cell) -> str:
    """An amount in brackets where it is below zero; others keep the room of the bracket, so that points align."""
    if cell is None:
        return ""
    if isinstance(cell, Decimal):
        shown = f"{abs(cell):,f}"
        return f"({shown})" if cell < 0 else f"{shown}\u2008"
    return f"{cell.day} {cell:%b %Y}" if isinstance(cell, date) else one_line(cell)
