"""Tables as a workbook: figures as numbers, sums as formulas, heads that stay, ready to print.

Nothing of a record becomes a formula: texts are written as texts. A figure that a sheet's number cannot hold to the
last digit is written as text.
"""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal
from typing import Any, Final

from atom_xero_plugin.reports.exports.sums import Parts, Range, parts_of_sums
from atom_xero_plugin.reports.exports.tables import FIGURES, Cell, ExportDocument, ExportTable

_AMOUNT: Final = "#,##0.00_);(#,##0.00)"
_NUMBER: Final = "#,##0.####"
_DAY: Final = "d mmm yyyy"
_EXACT: Final = 15
"""Digits that a sheet's number keeps. Source: Microsoft, "Excel specifications and limits"."""
_WIDEST: Final = 48
_NARROWEST: Final = 9
_LONGEST_NAME: Final = 31
"""Of a sheet. Source: Microsoft, "Rename a worksheet"."""
_FORBIDDEN: Final = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))


def xlsx_bytes(document: ExportDocument) -> bytes:
    """A workbook with a sheet a table; facts stand above the first."""
    import xlsxwriter

    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"title": document.title, "company": document.organisation})
        formats = _formats(book)
        used: set[str] = set()
        for number, table in enumerate(document.tables):
            sheet = book.add_worksheet(_sheet_name(table.name, used))
            _write(sheet, document if number == 0 else None, document, table.shown(), formats)
    return out.getvalue()


def _formats(book: Any) -> dict[tuple[str, str], Any]:
    found: dict[tuple[str, str], Any] = {}
    kinds = {"text": {}, "amount": {"num_format": _AMOUNT}, "number": {"num_format": _NUMBER},
             "day": {"num_format": _DAY, "align": "left"}}  # fmt: skip
    for kind, style in kinds.items():
        found[kind, "row"] = book.add_format(style)
        found[kind, "total"] = book.add_format({**style, "bold": True, "top": 1})
        right = {"align": "right"} if kind in FIGURES else {}
        found[kind, "head"] = book.add_format(
            {"bold": True, "bottom": 2, "text_wrap": True, "valign": "bottom", **right}
        )
    found["text", "section"] = book.add_format({"bold": True, "font_color": "#4d5752"})
    found["text", "title"] = book.add_format({"bold": True, "font_size": 16})
    found["text", "about"] = book.add_format({"font_color": "#4d5752"})
    return found


def _write(sheet: Any, first: ExportDocument | None, document: ExportDocument, table: ExportTable,
           formats: dict[tuple[str, str], Any]) -> None:  # fmt: skip
    sheet.write_string(0, 0, document.title if first else table.name, formats["text", "title"])
    sheet.write_string(1, 0, " · ".join((document.organisation, *document.about)), formats["text", "about"])
    row = 2
    for name, cell in first.facts if first else ():
        row += 1
        sheet.write_string(row, 0, name, formats["text", "row"])
        _put(sheet, row, 1, cell, formats, "row")
    head = row + 2
    for place, column in enumerate(table.columns):
        words = f"{column.head} ({column.currency})" if column.currency and not document.currency else column.head
        sheet.write_string(head, place, words, formats[column.kind, "head"])
    top = head + 1
    figures = [place for place, column in enumerate(table.columns) if column.kind in FIGURES]
    sums = parts_of_sums(table, figures)
    for number, line in enumerate(table.lines):
        for place, cell in enumerate(line.cells):
            if line.kind == "section":
                if place == 0:
                    sheet.write_string(top + number, 0, str(cell), formats["text", "section"])
            elif number in sums and isinstance(cell, Decimal):
                style = formats[table.columns[place].kind, "total"]
                sheet.write_formula(top + number, place, _formula(sums[number], top, place), style, cell)
            else:
                _put(sheet, top + number, place, cell, formats, line.kind, table.columns[place].kind)
    _arrange(sheet, table, head)


def _put(sheet: Any, row: int, place: int, cell: Cell, formats: dict[tuple[str, str], Any], line: str,
         column: str = "text") -> None:  # fmt: skip
    if cell is None:
        if line == "total":
            sheet.write_blank(row, place, None, formats[column, line])
    elif isinstance(cell, Decimal):
        whole = cell == cell.to_integral_value() and cell.as_tuple().exponent == 0
        kind = column if column in FIGURES else "number" if whole else "amount"
        if len(cell.as_tuple().digits) <= _EXACT:
            sheet.write_number(row, place, cell, formats[kind, line])
        else:
            sheet.write_string(row, place, f"{cell:f}", formats[kind, line])
    elif isinstance(cell, date):
        sheet.write_datetime(row, place, cell, formats["day", line])
    else:
        sheet.write_string(row, place, cell[:32_767], formats["text", line])


def _formula(parts: Parts, top: int, place: int) -> str:
    from xlsxwriter.utility import xl_rowcol_to_cell as at

    if isinstance(parts, Range):
        return f"=SUM({at(top + parts.first, place)}:{at(top + parts.last, place)})"
    terms = [("-" if each.sign < 0 else "+") + at(top + each.line, place) for each in parts]
    return "=" + "".join(terms).removeprefix("+")


def _arrange(sheet: Any, table: ExportTable, head: int) -> None:
    for place, column in enumerate(table.columns):
        longest = max((_width(line.cells[place]) for line in table.lines if line.kind != "section"), default=0)
        least = max(_NARROWEST, min(len(column.head), 14)) if place else 24
        sheet.set_column(place, place, min(_WIDEST, max(least, longest + 3)))
    sheet.freeze_panes(head + 1, 1)
    sheet.repeat_rows(head)
    sheet.set_paper(9)
    if len(table.columns) > 5:  # noqa: PLR2004 - columns that fit an upright A4
        sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&L&A&RPage &P of &N")
    sheet.hide_gridlines(2)


def _width(cell: Cell) -> int:
    if cell is None:
        return 0
    if isinstance(cell, Decimal):
        return len(f"{cell:,.2f}")
    return 11 if isinstance(cell, date) else len(cell)


def _sheet_name(name: str, used: set[str]) -> str:
    """A name that a sheet may have, which no other has."""
    base = name.translate(_FORBIDDEN).strip()[:_LONGEST_NAME] or "Table"
    chosen, number = base, 2
    while chosen.casefold() in used:
        ending = f" {number}"
        chosen, number = base[: _LONGEST_NAME - len(ending)] + ending, number + 1
    used.add(chosen.casefold())
    return chosen
