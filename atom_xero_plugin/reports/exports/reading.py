"""The answer of a skill as typed tables. It knows no skill: a column is judged by its values alone.

A report has `columns` and `rows` with as many `values`; any other list is of records, whose fields are columns.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final

from atom_xero_plugin.accounting.inputs import invalid_argument
from atom_xero_plugin.reports.exports.tables import (
    Cell,
    ColumnKind,
    ExportColumn,
    ExportDocument,
    ExportLine,
    ExportTable,
    LineKind,
)

_DECIMAL: Final = re.compile(r"-?\d{1,15}\.\d{2,}")
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_IDS: Final = frozenset({"id", "url"})
_REFERENCE: Final = frozenset({"id", "code", "name", "url", "number"})
_NAMES: Final = frozenset({"number", "code", "name", "reference", "description", "label"})
"""Fields that are words, whatever they look like."""
_NOT_FACTS: Final = frozenset({"has_more", "next_cursor", "assumed", "read_from", "total", "built_from", "sums_cover"})
_CENTS: Final = 2
REPORT: Final = "report"


def document_of(result: Mapping[str, Any], *, title: str, organisation: str, day: date, path: str) -> ExportDocument:
    """The document of an answer. Raises InvalidArguments, of the argument at `path`, for one that holds no table."""
    report = result.get(REPORT)
    if isinstance(report, Mapping) and {"columns", "rows"} <= set(report):
        return _of_report(report, result, title, organisation, day)
    named = [(name, value) for name, value in result.items() if _is_records(value) and name not in _NOT_FACTS]
    if not named:
        empty = [name for name, value in result.items() if value == [] and name not in _NOT_FACTS]
        if not empty:
            raise invalid_argument(path, "answers no table that a file could hold", hint="Name a report or a list.")
        named = [(empty[0], [])]
    named.sort(key=lambda each: each[0] not in {"rows", "items"})
    tables = tuple(_of_records(name, value) for name, value in named)
    facts = tuple((_words(name), cell) for name, cell in _facts(result))
    return ExportDocument(title, organisation, day, (), facts, tables, _currency(tables))


def _is_records(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(each, Mapping) for each in value)


def _of_report(
    report: Mapping[str, Any], result: Mapping[str, Any], title: str, organisation: str, day: date
) -> ExportDocument:
    heads, rows, currency = report["columns"], report["rows"], report.get("currency")
    values = [[row["values"][place] for row in rows] for place in range(len(heads))]
    kinds = [_kind("", column) for column in values]
    ids = [name for name in ("account_id", "invoice_id", "contact_id") if any(row.get(name) for row in rows)]
    columns = [
        ExportColumn("", "text"),
        *(ExportColumn(head, kind, currency if kind == "amount" else None)
          for head, kind in zip(heads, kinds, strict=True)),
        *(ExportColumn(_words(name), "id") for name in ids),
    ]  # fmt: skip
    lines, section = [], None
    for row in rows:
        if row.get("section") != section:
            section = row.get("section")
            if section:
                lines.append(ExportLine((section, *(None for _ in columns[1:])), "section"))
        cells = [_cell(value, kind) for value, kind in zip(row["values"], kinds, strict=True)]
        lines.append(ExportLine((row["label"], *cells, *(row.get(name) for name in ids)), _line_kind(row)))
    about = [report.get("title") or ""]
    if currency:
        about.append(f"{currency}, {'cash' if report.get('cash_basis') else 'accrual'} basis")
    return ExportDocument(
        title, organisation, day, tuple(each for each in about if each),
        tuple((_words(name), cell) for name, cell in _facts(result)),
        (ExportTable(_words(str(report.get("name") or title)), tuple(columns), tuple(lines)),),
        currency, _periods(report.get("column_days") or ()),
    )  # fmt: skip


def _periods(days: Sequence[Mapping[str, Any]]) -> tuple[int, ...]:
    """Places of the columns that are periods, by their days; none of a report of one column, or of no days."""
    if len(days) <= 1 or not all(each.get("first_day") for each in days):
        return ()
    return tuple(1 + place for place in sorted(range(len(days)), key=lambda place: str(days[place]["last_day"])))


def _of_records(name: str, items: Sequence[Mapping[str, Any]]) -> ExportTable:
    flat = [dict(_fields(item, "")) for item in items]
    names = _ordered(flat)
    columns: list[ExportColumn] = []
    cells: list[list[Cell]] = []
    for key in names:
        for column, values in _columns(key, [row.get(key) for row in flat]):
            columns.append(column)
            cells.append(values)
    lines = tuple(ExportLine(row, _line_kind(item)) for row, item in zip(zip(*cells, strict=True), items, strict=True))
    return ExportTable(_words(name), tuple(columns), lines)


def _ordered(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """All fields: one that some rows leave out stands after what it follows where it is given."""
    names: list[str] = []
    for row in rows:
        before = -1
        for key in row:
            if key not in names:
                names.insert(before + 1, key)
            before = names.index(key)
    return names


def _line_kind(item: Mapping[str, Any]) -> LineKind:
    return "total" if item.get("kind") == "total" else "row"


def _fields(item: Mapping[str, Any], prefix: str) -> Iterator[tuple[str, Any]]:
    for key, value in item.items():
        if isinstance(value, Mapping) and not _is_money(value):
            if set(value) <= _REFERENCE and ("name" in value or "number" in value):
                yield f"{prefix}{key}", value.get("name") or value.get("number")
                if value.get("code"):
                    yield f"{prefix}{key} code", value["code"]
                if value.get("id"):
                    yield f"{prefix}{key}_id", value["id"]
            else:
                yield from _fields(value, f"{prefix}{key} ")
        else:
            yield f"{prefix}{key}", value


def _columns(key: str, values: Sequence[Any]) -> Iterator[tuple[ExportColumn, list[Cell]]]:
    reported = [value for value in values if value is not None]
    if reported and all(_is_money(value) for value in reported):
        codes = {value["currency"] for value in reported}
        yield (
            ExportColumn(_words(key), "amount", codes.pop() if len(codes) == 1 else None),
            [None if value is None else Decimal(value["amount"]) for value in values],
        )
        if len({value["currency"] for value in reported}) > 1:
            words = [None if value is None else value["currency"] for value in values]
            yield ExportColumn(f"{_words(key)} currency", "text"), words
        return
    if key in _IDS or key.endswith(("_id", " id", " url")):
        yield ExportColumn(_words(key), "id"), [None if value is None else str(value) for value in values]
        return
    kind = _kind(key, values)
    yield ExportColumn(_words(key), kind), [_cell(value, kind) for value in values]


def _kind(name: str, values: Sequence[Any]) -> ColumnKind:
    reported = [value for value in values if value is not None and value != ""]
    if not reported or name in _NAMES:
        return "text"
    if all(isinstance(value, int) and not isinstance(value, bool) for value in reported):
        return "number"
    texts = [value for value in reported if isinstance(value, str)]
    if len(texts) < len(reported):
        return "text"
    if all(_DECIMAL.fullmatch(text) for text in texts):
        exact = all(len(text.partition(".")[2].rstrip("0")) <= _CENTS for text in texts)
        return "amount" if exact else "number"
    return "day" if all(_DAY.fullmatch(text) for text in texts) else "text"


def _cell(value: Any, kind: ColumnKind) -> Cell:
    if value is None or value == "":
        return None
    if kind in {"amount", "number"}:
        return Decimal(str(value))
    if kind == "day":
        return date.fromisoformat(value)
    return _text(value)


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return "; ".join(_text(each) for each in value)
    if _is_money(value):
        return f"{value['currency']} {value['amount']}"
    if isinstance(value, Mapping):
        return ", ".join(f"{_words(key)} {_text(each)}" for key, each in value.items() if each not in (None, "", []))
    return str(value)


def _facts(result: Mapping[str, Any]) -> Iterator[tuple[str, Cell]]:
    """Single values next to the tables; a part with parts of its own by its parts."""
    for name, value in _fields({key: each for key, each in result.items() if key != REPORT}, ""):
        if name.split(" ", maxsplit=1)[0] in _NOT_FACTS or name.endswith(("_id", " id", " url")) or name in _IDS:
            continue
        if _is_money(value):
            yield name, Decimal(value["amount"])
        elif isinstance(value, str | int) and value != "":
            yield name, _cell(value, _kind(name, [value]))


def _is_money(value: Any) -> bool:
    return isinstance(value, Mapping) and set(value) == {"amount", "currency"}


def _words(name: str) -> str:
    words = name.replace("_", " ").strip()
    return words[:1].upper() + words[1:]


def _currency(tables: Sequence[ExportTable]) -> str | None:
    codes = {column.currency for table in tables for column in table.columns if column.kind == "amount"}
    return codes.pop() if len(codes) == 1 else None
