"""An answer as a file of one of the formats."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final, Literal, NamedTuple, get_args

import msgspec

from atom_xero_plugin.reports.exports.csv import csv_bytes
from atom_xero_plugin.reports.exports.pdf import pdf_bytes
from atom_xero_plugin.reports.exports.tables import ExportDocument
from atom_xero_plugin.reports.exports.xlsx import xlsx_bytes

ExportFormat = Literal["xlsx", "pdf", "csv", "json"]
EXPORT_FORMATS: Final[tuple[ExportFormat, ...]] = get_args(ExportFormat)
_TYPES: Final[dict[ExportFormat, str]] = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
    "csv": "text/csv",
    "json": "application/json",
}
_WRITERS: Final[dict[ExportFormat, Callable[[ExportDocument], bytes]]] = {
    "xlsx": xlsx_bytes,
    "pdf": pdf_bytes,
    "csv": csv_bytes,
}
_NOT_IN_NAMES: Final = re.compile(r'[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff<>:"/\\|?*]+')
_LONGEST: Final = 120


class ExportedFile(NamedTuple):
    """A file to be kept or sent."""

    name: str
    content_type: str
    content: bytes


def exported_file(document: ExportDocument, result: Mapping[str, Any], form: ExportFormat) -> ExportedFile:
    """The file of an answer; JSON holds the answer itself, and not only what a table shows."""
    writer = _WRITERS.get(form)
    content = msgspec.json.format(msgspec.json.encode(result)) if writer is None else writer(document)
    words = " ".join(_NOT_IN_NAMES.sub(" ", f"{document.title} {document.organisation}").split())
    return ExportedFile(f"{words[:_LONGEST].strip(' .')}.{form}", _TYPES[form], content)
