"""A CAMT.053 statement (ISO 20022), from its text to its lines."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET  # only the tree, see tree.py
from datetime import date
from decimal import Decimal
from typing import Final

from atom_xero_plugin.bank_statements.csv.layout import CsvLayoutInput
from atom_xero_plugin.bank_statements.date_columns import AHEAD
from atom_xero_plugin.bank_statements.entries import AccountPart, Entry, statement_of
from atom_xero_plugin.bank_statements.errors import refused, shown
from atom_xero_plugin.bank_statements.iso20022.tree import text_at, tree_of
from atom_xero_plugin.bank_statements.statement import Statement

_HEAD: Final = 4_096
_NAMED: Final = re.compile(r"urn:(?:iso:std:iso:20022:tech:xsd|swift:xsd):(?:\$)?camt\.053[.0-9]*")
_ENCODING: Final = re.compile(rb"""\s*(?:\xef\xbb\xbf)?<\?xml[^>]{0,200}?encoding=["']([A-Za-z0-9._-]{1,40})["']""")
_AMOUNT: Final = re.compile(r"[0-9]{1,15}(\.[0-9]{0,5})?")
_OPENING: Final = ("OPBD", "PRCD")
"""Codes of the balance at the beginning, the first that is there: opening, or what the statement before closed with."""
_CLOSING: Final = ("CLBD",)
_BOOKED: Final = "BOOK"
_NO_REFERENCE: Final = frozenset({"NOTPROVIDED", "NONREF"})


def declared_encoding(content: bytes) -> str | None:
    """The encoding that a file of this format names itself; None for another file, or where none is named."""
    head = content[:_HEAD]
    found = _ENCODING.match(head)
    return found[1].decode("ascii") if found is not None and is_camt053(head.decode("latin-1")) else None


def is_camt053(text: str) -> bool:
    """Whether a text names the format."""
    return _NAMED.search(text[:_HEAD]) is not None


def read_camt053(text: str, given: CsvLayoutInput, today: date | None) -> Statement:
    """The statement of one account. Raises InvalidArguments or Ambiguous with the movement and the reason."""
    root = tree_of(text)
    notes: list[str] = []
    statements = root.findall(".//BkToCstmrStmt/Stmt")
    if not statements:
        raise refused("This CAMT.053 file holds no statement.")
    return statement_of("camt053", [_part(each, today, notes) for each in statements], given, notes)


def _part(statement: ET.Element, today: date | None, notes: list[str]) -> AccountPart:
    account = text_at(statement, "Acct/Id/IBAN", "Acct/Id/Othr/Id")
    balances = {_code(each): each for each in statement.iterfind("Bal") if _code(each)}
    opening = next((balances[code] for code in _OPENING if code in balances), None)
    closing = next((balances[code] for code in _CLOSING if code in balances), None)
    codes = {each.get("Ccy") for each in statement.iterfind("Ntry/Amt")} | {text_at(statement, "Acct/Ccy")}
    codes |= {each.get("Ccy") for part in (opening, closing) if part is not None for each in part.iterfind("Amt")}
    known = sorted(code for code in codes if code)
    if len(known) > 1:
        raise refused(f"The account has amounts in {' and '.join(known)}; a statement has one currency.")
    entries: list[Entry] = []
    waiting = 0
    for number, each in enumerate(statement.iterfind("Ntry"), 1):
        if (text_at(each, "Sts/Cd", "Sts") or _BOOKED).upper() == _BOOKED:
            entries.append(_entry(number, each, today))
        else:
            waiting += 1
    if waiting:
        notes.append(f"{waiting} not booked yet, left out.")
    return AccountPart(
        account,
        next(iter(known), None),
        None if opening is None else _signed(opening, "the opening balance"),
        None if closing is None else _signed(closing, "the closing balance"),
        None if closing is None else _day(closing, "Dt", "the closing balance"),
        entries,
    )


def _code(balance: ET.Element) -> str:
    return text_at(balance, "Tp/CdOrPrtry/Cd") or ""


def _entry(number: int, element: ET.Element, today: date | None) -> Entry:
    place = f"movement {number}"
    day = _day(element, "BookgDt", place) or _day(element, "ValDt", place)
    if day is None:
        raise refused(f"There is no date at {place}.")
    if today is not None and day > today + AHEAD:
        raise refused(f"{day} at {place} lies too far from now.")
    amount = _signed(element, place)
    details = element.findall("NtryDtls/TxDtls")
    alone = details[0] if len(details) == 1 else element
    said = _said(details)
    return Entry(
        row=number,
        day=day,
        amount=amount,
        payee=_payee(alone, money_in=amount > 0) if len(details) == 1 else None,
        reference=_reference(alone) if len(details) == 1 else None,
        description=said or text_at(element, "AddtlNtryInf"),
        kind=text_at(element, "BkTxCd/Prtry/Cd", "BkTxCd/Domn/Fmly/SubFmlyCd"),
        bank_id=text_at(element, "AcctSvcrRef"),
    )


def _payee(details: ET.Element, *, money_in: bool) -> str | None:
    """Who is on the other side: of money in the debtor, of money out the creditor."""
    who = "Dbtr" if money_in else "Cdtr"
    final = f"RltdPties/Ultmt{who}"
    other = f"RltdPties/{who}"
    return text_at(details, f"{other}/Nm", f"{other}/Pty/Nm", f"{final}/Nm", f"{final}/Pty/Nm")


def _reference(details: ET.Element) -> str | None:
    paths = ("RmtInf/Strd/CdtrRefInf/Ref", "Refs/EndToEndId", "Refs/InstrId")
    found = (text_at(details, path) for path in paths)
    return next((each for each in found if each and each.upper() not in _NO_REFERENCE), None)


def _said(details: list[ET.Element]) -> str | None:
    """What the movement is for; of several in one, what each is for."""
    lines = [" ".join(each.itertext()) for one in details for each in one.iterfind("RmtInf/Ustrd")]
    more = [text for one in details if (text := text_at(one, "AddtlTxInf"))]
    return " ".join(" ".join(dict.fromkeys(lines or more)).split()) or None


def _signed(element: ET.Element, place: str) -> Decimal:
    """The amount, negative for a debit. A reversal states the way that its own money went."""
    printed, way = text_at(element, "Amt") or "", text_at(element, "CdtDbtInd")
    if not _AMOUNT.fullmatch(printed):
        raise refused(f"{shown(printed)} at {place} is not an amount of money.")
    if way not in {"CRDT", "DBIT"}:
        raise refused(f"It is not said whether money went in or out at {place}.")
    return Decimal(printed) if way == "CRDT" else -Decimal(printed)


def _day(element: ET.Element, name: str, place: str) -> date | None:
    printed = text_at(element, f"{name}/Dt", f"{name}/DtTm")
    if printed is None:
        return None
    try:
        return date.fromisoformat(printed[:10])
    except ValueError:
        raise refused(f"{shown(printed)} at {place} is no day.") from None
