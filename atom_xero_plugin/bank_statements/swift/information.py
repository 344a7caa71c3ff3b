"""What MT940's field :86: says of a movement: in the parts of German, or of Dutch and other banks, or as plain text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

_NUMBERED: Final = re.compile(r"[0-9]{3}([^0-9A-Za-z\s])(?=[0-9]{2})")
"""Three digits of the kind of business, then the sign before each part's number."""
_PURPOSE: Final = frozenset({*(str(number) for number in range(20, 30)), "60", "61", "62", "63"})
_SEPA: Final = re.compile(r"(EREF|KREF|MREF|CRED|DEBT|SVWZ|ABWA|ABWE|IBAN|BIC|COAM|OAMT)\+")
_WORDED: Final = re.compile(r"/([A-Z]{4})/")
_KNOWN: Final = frozenset({"NAME", "REMI", "EREF", "BENM", "ORDP", "MARF", "CSID", "TRTP", "IBAN", "PREF", "TRCD"})
_LONGEST_REFERENCE: Final = 35
_NO_REFERENCE: Final = frozenset({"NOTPROVIDED", "NONREF"})
_PREFIX: Final = re.compile(r"(USTD|STRD|CUR|ISO)//+|/+")


class Information(NamedTuple):
    """The parts that lines have."""

    payee: str | None = None
    reference: str | None = None
    description: str | None = None
    kind: str | None = None


def information_of(lines: Sequence[str]) -> Information:
    """What the field says, its lines as they stand in the file."""
    whole = "".join(lines).strip()
    if not whole:
        return Information()
    numbered = _NUMBERED.match(whole)
    if numbered is not None:
        return _numbered(whole, numbered[1])
    words = _WORDED.split(whole)
    if not words[0].strip() and _KNOWN.intersection(words[1::2]):
        return _worded(words)
    return Information(description=_tidy(" ".join(lines)))


def _numbered(whole: str, sign: str) -> Information:
    parts: dict[str, str] = {}
    for number, text in re.findall(rf"{re.escape(sign)}([0-9]{{2}})([^{re.escape(sign)}]*)", whole):
        parts[number] = parts.get(number, "") + text
    purpose = "".join(text for number, text in sorted(parts.items()) if number in _PURPOSE)
    tagged = _SEPA.split(purpose)
    sepa = dict(zip(tagged[1::2], tagged[2::2], strict=True))
    payee = _tidy(parts.get("32", "") + parts.get("33", ""))
    return Information(
        payee=payee,
        reference=_reference(sepa.get("EREF", "")[:_LONGEST_REFERENCE]),
        description=_tidy(sepa.get("SVWZ", tagged[0])),
        kind=_tidy(parts.get("00", "")),
    )


def _worded(words: Sequence[str]) -> Information:
    parts: dict[str, str] = {}
    for name, text in zip(words[1::2], words[2::2], strict=True):
        parts.setdefault(name, text)
    said = _PREFIX.sub("", parts.get("REMI", ""), count=1)
    return Information(
        payee=_tidy(parts.get("NAME", "")),
        reference=_reference(parts.get("EREF", "")),
        description=_tidy(said),
        kind=_tidy(parts.get("TRTP", "")),
    )


def _reference(text: str) -> str | None:
    found = _tidy(text.strip("/"))
    return None if found is None or found.upper() in _NO_REFERENCE else found


def _tidy(text: str) -> str | None:
    return " ".join(text.split()) or None
