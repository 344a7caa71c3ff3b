"""An MT940 statement (SWIFT), from its text to its lines: pages, balances, movements and what each was for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Final, NamedTuple

from atom_xero_plugin.bank_statements.csv.layout import CsvLayoutInput
from atom_xero_plugin.bank_statements.date_columns import AHEAD
from atom_xero_plugin.bank_statements.entries import AccountPart, Entry, statement_of
from atom_xero_plugin.bank_statements.errors import refused, shown
from atom_xero_plugin.bank_statements.statement import Statement
from atom_xero_plugin.bank_statements.swift.information import Information, information_of

_HEAD: Final = 4_096
_BEGINS: Final = re.compile(
    r"\s*(\{1:|:20:|:940:|:25:|:28C?:)|(?s:.{0,400}?)^:20:[^\n]*\n(?s:.{0,400}?)^:(25|28C?|60[FM]):", re.MULTILINE
)
_INTERIM: Final = re.compile(r"\{2:[IO]942|^:(34F|13D|942):", re.MULTILINE)
_FIELD: Final = re.compile(r":([0-9]{2}[A-Z]?):(.*)")
_END: Final = re.compile(r"-(\}.*)?\s*|\{[0-9]:.*")
"""The end of a message, or the blocks around it."""
_BALANCE: Final = re.compile(r"([CD])([0-9]{6})([A-Z]{3})([0-9]{1,15}[,.][0-9]{0,4}|[0-9]{1,15})")
_MOVEMENT: Final = re.compile(
    r"(?P<value>[0-9]{6})(?P<entry>[0-9]{4}| {4})?(?P<mark>RC|RD|EC|ED|C|D)(?P<funds>[A-Z])?"
    r"(?P<amount>[0-9]{1,15}[,.][0-9]{0,4}|[0-9]{1,15})(?P<kind>[NFS][A-Z0-9]{3})(?P<reference>.*)"
)
_OUT: Final = frozenset({"D", "RC"})
"""A debit, and the reversal of a credit."""
_EXPECTED: Final = frozenset({"EC", "ED"})
_NO_REFERENCE: Final = frozenset({"", "NONREF", "NOTPROVIDED", "EREF", "KREF", "KREF+", "MARF", "PREF"})
"""What stands there for none, and names of what the field :86: holds."""
_CENTURY: Final = 2_000
_LONGEST: Final = 10_000
"""Characters of a field: SWIFT allows a few hundred, some banks write more."""
_HALF_A_YEAR: Final = timedelta(days=183)


class _Field(NamedTuple):
    """One field, with the lines that continue it."""

    line: int
    tag: str
    text: list[str]


class _Page(NamedTuple):
    account: str | None
    fields: list[_Field]


def is_mt940(text: str) -> bool:
    """Whether a text is of SWIFT's messages of statements."""
    return _BEGINS.match(text[:_HEAD]) is not None


def read_mt940(text: str, given: CsvLayoutInput, today: date | None) -> Statement:
    """The statement of one account. Raises InvalidArguments or Ambiguous with the line and the reason."""
    if _INTERIM.search(text[:_HEAD]):
        raise refused(
            "This is an MT942 file (SWIFT), which lists movements of a day that is not over.",
            hint="Export the statement itself: MT940, CAMT.053, OFX or CSV.",
        )
    notes: list[str] = []
    parts = [_part(page, today, notes) for page in _pages(text)]
    if not parts:
        raise refused("This MT940 file holds no statement: the field :25: with the account is missing.")
    if all(part.opening is None and part.closing is None and not part.entries for part in parts):
        raise refused("This MT940 file holds neither balances nor movements: it is cut off.")
    return statement_of("mt940", parts, given, notes)


def _fields(text: str) -> Iterator[_Field]:
    current: _Field | None = None
    for number, line in enumerate(text.splitlines(), 1):
        begun = _FIELD.fullmatch(line.strip())
        if begun is not None:
            if current is not None:
                yield current
            current = _Field(number, begun[1], [begun[2]])
        elif _END.fullmatch(line):
            if current is not None:
                yield current
            current = None
        elif current is not None and line.strip():
            current.text.append(line.strip("\r\n"))
    if current is not None:
        yield current


def _pages(text: str) -> list[_Page]:
    """What belongs to each field :25:, an account's number."""
    pages: list[_Page] = []
    for each in _fields(text):
        if sum(map(len, each.text)) > _LONGEST:
            raise refused(f"the field :{each.tag}: has more than {_LONGEST:,} characters.", line=each.line)
        if each.tag.startswith("25"):
            pages.append(_Page(each.text[0].strip() or None, []))
        elif pages and each.tag != "20":
            pages[-1].fields.append(each)
    return pages


def _part(page: _Page, today: date | None, notes: list[str]) -> AccountPart:
    opening = closing = None
    entries: list[Entry] = []
    currency: str | None = None
    waiting = 0
    for place, each in enumerate(page.fields):
        if each.tag.startswith("60"):
            opening, _, currency = _balance(each)
        elif each.tag.startswith("62"):
            closing = _balance(each)
        elif each.tag == "61":
            entry = _entry(each, _after(page.fields, place), today)
            entries += [entry] if entry is not None else []
            waiting += entry is None
    if waiting:
        notes.append(f"{waiting} expected and not booked yet, left out.")
    at_end, day, other = closing or (None, None, None)
    if currency and other and currency != other:
        raise refused(f"The balances of a page are in {currency} and {other}; a statement has one currency.")
    return AccountPart(page.account, currency or other, opening, at_end, day, entries)


def _after(fields: Sequence[_Field], place: int) -> Information:
    """What the field :86: says of the movement before it."""
    follows = fields[place + 1] if place + 1 < len(fields) else None
    return information_of(follows.text if follows is not None and follows.tag == "86" else [])


def _balance(field: _Field) -> tuple[Decimal, date, str]:
    match = _BALANCE.fullmatch(field.text[0].strip())
    if match is None:
        raise refused(f"{shown(field.text[0])} is no balance of MT940.", line=field.line)
    amount = _amount(match[4])
    return (amount if match[1] == "C" else -amount), _day(field.line, match[2]), match[3]


def _entry(field: _Field, about: Information, today: date | None) -> Entry | None:
    """A movement; None for one that is expected only."""
    match = _MOVEMENT.fullmatch(field.text[0].strip())
    if match is None:
        raise refused(f"{shown(field.text[0])} is no movement of MT940.", line=field.line)
    if match["mark"] in _EXPECTED:
        return None
    amount = _amount(match["amount"])
    value = _day(field.line, match["value"])
    day = value if not (match["entry"] or "").strip() else _booked(field.line, value, match["entry"])
    if today is not None and day > today + AHEAD:
        raise refused(f"{day} lies too far from now.", line=field.line)
    own, _, banks = match["reference"].partition("//")
    references = [each for each in (own.strip(), banks.strip()) if each.upper() not in _NO_REFERENCE]
    more = " ".join(" ".join(field.text[1:]).split()) or None
    return Entry(
        row=field.line,
        day=day,
        amount=-amount if match["mark"] in _OUT else amount,
        payee=about.payee,
        reference=about.reference or next(iter(references), None),
        description=about.description or more,
        kind=about.kind or match["kind"],
        bank_id=None,
    )


def _amount(printed: str) -> Decimal:
    return Decimal(printed.replace(",", ".").removesuffix("."))


def _day(line: int, printed: str) -> date:
    try:
        return date(_CENTURY + int(printed[:2]), int(printed[2:4]), int(printed[4:6]))
    except ValueError:
        raise refused(f"{shown(printed)} is no day.", line=line) from None


def _booked(line: int, value: date, printed: str) -> date:
    """The day of booking, of which only month and day stand there: that nearest to the day of value."""
    found: list[date] = []
    for year in (value.year - 1, value.year, value.year + 1):
        try:
            found.append(date(year, int(printed[:2]), int(printed[2:])))
        except ValueError:
            continue
    near = [day for day in found if abs(day - value) <= _HALF_A_YEAR]
    if not near:
        raise refused(f"{shown(printed)} is no day.", line=line)
    return min(near, key=lambda day: abs(day - value))
