"""Files of formats that are not read, named as what they are, with what to export instead."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Final

from atom_xero_plugin.bank_statements.errors import refused
from atom_xero_plugin.core.errors import XeroPluginError

EXPORT: Final = "Export the statement from the bank again as OFX (or QFX), CAMT.053, MT940, QIF, XLSX or CSV."
_SAVE_AS: Final = (
    "Save the sheet as CSV UTF-8 or as XLSX and give that, or export the statement from the bank as OFX or CSV."
)
_BYTES: Final = (
    (b"%PDF", "a PDF", EXPORT),
    (b"\xd0\xcf\x11\xe0", "an Excel workbook (XLS) or another document of Microsoft Office", _SAVE_AS),
    (b"\x1f\x8b", "a compressed file (gzip)", "Unpack it, and give the OFX or CSV file that it holds."),
    (b"7z\xbc\xaf", "a compressed file (7z)", "Unpack it, and give the OFX or CSV file that it holds."),
    (b"Rar!", "a compressed file (RAR)", "Unpack it, and give the OFX or CSV file that it holds."),
    (b"BZh", "a compressed file (bzip2)", "Unpack it, and give the OFX or CSV file that it holds."),
    (b"\x89PNG", "a picture", EXPORT),
    (b"\xff\xd8\xff", "a picture", EXPORT),
    (b"GIF8", "a picture", EXPORT),
    (b"II*\x00", "a picture", EXPORT),
    (b"MM\x00*", "a picture", EXPORT),
    (b"SQLite format 3", "a database", EXPORT),
)
_ZIP: Final = b"PK\x03\x04"
_IN_ZIP: Final = (
    ("xl/workbook.bin", "an Excel workbook (XLSB)", _SAVE_AS),
    ("word/", "a Word document", EXPORT),
    ("content.xml", "an OpenDocument file (ODS)", _SAVE_AS),
    ("index/document.iwa", "a Numbers document", _SAVE_AS),
)
_ISO_20022: Final = re.compile(r"urn:iso:std:iso:20022:tech:xsd:([a-z]{4}\.[0-9]{3})")
_OTHER_TEXTS: Final = (
    (re.compile(r"\s*:942:"), "an MT942 file (SWIFT)"),
    (re.compile(r"\s*01,[^,\n]*,[^,\n]*,[0-9]{6},[0-9]{0,4},[^\n]*\n\s*02,"), "a BAI2 file"),
    (re.compile(r"\s*0{5}[0-9]{9}05"), "a CODA file"),
    (re.compile(r"\s*11[0-9]{18}[0-9]{12}[0-9 ]{1,15}\S*[^\n]*\n\s*2[23]"), "a file of Norma 43 (AEB 43)"),
    (re.compile(r"\s*01[0-9]{5} {4}[0-9 ]{5}[A-Z]{3}[0-9]"), "a file of CFONB 120"),
    (re.compile(r"\s*074[0-9]{16}[^\n]{60,}"), "an ABO file (GPC)"),
    (re.compile(r"\s*<(!doctype|html|head|body|table|meta)\b", re.IGNORECASE), "a web page (some banks name one .xls)"),
    (re.compile(r"\s*<\?xml[^>]*\?>\s*(<\?mso-application[^>]*\?>\s*)?<(\w+:)?Workbook\b"), "an Excel workbook (XML)"),
    (re.compile(r"\s*<(\?xml|[A-Za-z_][\w:.-]*[\s>])", re.IGNORECASE), "an XML file that is no OFX"),
    (re.compile(r"\s*[\[{]\s*[\"\]}{\[]"), "a JSON file"),
    (re.compile(r"\s*\{\\rtf"), "a text document"),
)  # fmt: skip
_HEAD: Final = 4_096


def refuse_other_bytes(content: bytes) -> None:
    """Raises InvalidArguments for the bytes of a file of another kind."""
    for magic, what, instead in _BYTES:
        if content.startswith(magic):
            raise _other(what, instead)
    if content.startswith(_ZIP):
        raise _other(*_of_zip(content))


def refuse_other_text(text: str) -> None:
    """Raises InvalidArguments for a text in another format of statements, or in none."""
    head = text[:_HEAD]
    named = _ISO_20022.search(head)
    if named:
        kind = named[1].upper()
        what = "report" if kind.startswith("CAMT") else "message"
        raise _other(f"a {kind} file (ISO 20022 {what})", EXPORT)
    for begins, what in _OTHER_TEXTS:
        if begins.match(head):
            raise _other(what, EXPORT)


def _other(what: str, instead: str) -> XeroPluginError:
    return refused(f"This is {what}, which is not read.", hint=instead)


def _of_zip(content: bytes) -> tuple[str, str]:
    """What an archive holds, by the names of its files alone: nothing of it is unpacked."""
    try:
        names = zipfile.ZipFile(io.BytesIO(content)).namelist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return "an Excel workbook or a zip file that is broken", _SAVE_AS
    for begins, what, instead in _IN_ZIP:
        if any(name.lower().startswith(begins) for name in names):
            return what, instead
    return "a zip file", "Unpack it, and give the OFX or CSV file that it holds."
