"""From the bytes of a file to its text: what is no text is refused, and so is an encoding that nothing decides."""

from __future__ import annotations

import codecs
import re
from typing import Final, NamedTuple

from atom_xero_plugin.bank_statements.errors import LAYOUT, refused, undecided
from atom_xero_plugin.bank_statements.other_formats import refuse_other_bytes

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig", "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32", "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32", "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "utf-16"),
)
_NOT_FOR_FILES: Final = re.compile(
    r"idna|punycode|unicode_?escape|utf_?7|undefined|mbcs|oem|rot_?13|palmos", re.IGNORECASE
)
"""Python's codecs that no bank writes, some of them slow on purpose-made input."""
_SAMPLE: Final = 32_768
_CONTROL: Final = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_LETTERS: Final = "\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u00ff\u0152\u0153\u0160\u0161\u0178\u017d\u017e"
_SENSIBLE: Final = re.compile(
    rf"[\x00-\x7f{_LETTERS}\u00a0\u00a1\u00a3\u00a5\u00a7-\u00ab\u00ae\u00b0\u00b2-\u00b4\u00b7\u00b9-\u00bf"
    r"\u2013\u2014\u2018\u2019\u201c\u201d\u2022\u2026\u20ac\u2122]*"
)
_UNLIKELY: Final = re.compile(
    rf"[{_LETTERS}]{{3}}|[a-z\u00df-\u00ff\u0153\u0161\u017e][\u00c0-\u00de\u0152\u0160\u0178\u017d]"
)
"""Three accents in a row, or a capital inside a word: another encoding read as cp1252."""
_WINDOWS: Final = ["cp1250", "cp1251", "cp1253", "cp1254", "cp1257"]
_OTHERS: Final = ["cp850", "mac_roman", "shift_jis", "gb18030", "big5", "euc_kr"]
"""Never taken unasked: in some of them a letter may hold the byte of a delimiter, in others a space is a letter."""


class Text(NamedTuple):
    """A file's text."""

    text: str
    encoding: str
    evidence: str | None


def decode(content: bytes, given: str | None) -> Text:
    """The text of a file. Raises InvalidArguments if it is empty, binary, or not in the encoding given."""
    if not content.strip():
        raise refused("The file is empty.")
    refuse_other_bytes(content)
    found = _as_given(content, given) if given is not None else _as_found(content)
    control = _CONTROL.search(found.text)
    if control:
        line = found.text.count("\n", 0, control.start()) + 1
        raise refused("there are bytes that are no text; the file is broken, binary or in another encoding.", line=line)
    if not found.text.strip():
        raise refused("The file is empty.")
    return found


def _as_given(content: bytes, given: str) -> Text:
    path, hint = f"{LAYOUT}/encoding", "Leave layout.encoding out, or give utf-8, utf-16 or cp1252."
    try:
        name = codecs.lookup(given).name
    except (LookupError, ValueError):
        raise refused("There is no such encoding.", path=path, hint=hint) from None
    if _NOT_FOR_FILES.search(name):
        raise refused("Statements are not read in this encoding.", path=path, hint=hint)
    if name == "utf-8":
        name = "utf-8-sig"
    try:
        return Text(content.decode(name).removeprefix("\ufeff"), given, None)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise refused(f"this is not {given}.", line=line, path=path, hint=hint) from None
    except LookupError:
        raise refused("This is no encoding of text.", path=path, hint=hint) from None


def _as_found(content: bytes) -> Text:
    for mark, codec, name in _MARKS:
        if content.startswith(mark):
            return Text(_strict(content, codec), name, None)
    if wide := _wide(content):
        return Text(_strict(content, wide), wide, "Every second byte is zero: UTF-16.")
    try:
        return Text(content.decode("utf-8"), "utf-8", None)
    except UnicodeDecodeError:
        return _eight_bit(content)


def _strict(content: bytes, codec: str) -> str:
    try:
        return content.decode(codec)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise refused(f"the file says that it is {codec}, but is broken here.", line=line) from None


def _wide(content: bytes) -> str | None:
    """UTF-16 without its mark: in a statement nearly all characters are ASCII, so every second byte is zero."""
    sample = content[:_SAMPLE]
    half = len(sample) // 2
    if half < 1 or sample.count(0) * 5 < half * 4:
        return None
    if sample[1::2].count(0) * 5 >= half * 4:
        return "utf-16-le"
    return "utf-16-be" if sample[0::2].count(0) * 5 >= half * 4 else None


def _eight_bit(content: bytes) -> Text:
    """Amounts and days are the same in all Windows encodings; what differs are letters in names.

    Banks that write eight bits write cp1252, so only text that makes no sense in it is given to a detector. For the few
    letters of a statement a detector alone is right in half of the cases (measured on names in six languages), and it
    takes a pound sign for Japanese.
    """
    sample = b"\n".join(line for line in content.splitlines() if not line.isascii())[:_SAMPLE]
    name = "cp1252" if _western(sample) else _detected(sample)
    if name not in {"cp1252", *_WINDOWS}:
        reason = f"The letters beyond ASCII make sense as {name} only" if name else "The encoding cannot be found"
        raise undecided(
            f"{reason}; read otherwise, columns may shift.",
            choose=f"{LAYOUT}/encoding",
            hint="Give layout.encoding, for example cp1252, or export the file again as UTF-8.",
        )
    return Text(_strict(content, name), name, f"The letters beyond ASCII were read as {name}.")


def _western(sample: bytes) -> bool:
    try:
        text = sample.decode("cp1252")
    except UnicodeDecodeError:
        return False
    return _SENSIBLE.fullmatch(text) is not None and not _UNLIKELY.search(text)


def _detected(sample: bytes) -> str | None:
    from charset_normalizer import from_bytes  # only for files that need it: keeps the import light

    best = from_bytes(sample, cp_isolation=_WINDOWS + _OTHERS, threshold=0.4, enable_fallback=False).best()
    return best.encoding if best is not None else None
