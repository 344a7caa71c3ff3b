"""Statement files of the formats that state balances, and workbooks, each with the same three movements."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from decimal import Decimal

from openpyxl import Workbook

MOVED = [
    (date(2026, 6, 15), Decimal("690.00")), (date(2026, 6, 15), Decimal("-359.26")),
    (date(2026, 6, 16), Decimal("-12.50")),
]  # fmt: skip
MT940 = """{1:F01BANKNZ2AXXXX0000000000}{2:I940BANKNZ2AXXXXN}{4:
:20:STARTUMS
:25:12-3456-0012345-00
:28C:00012/001
:60F:C260614NZD1000,00
:61:2606150615C690,00NTRFINV-0151//B6F15001
:86:166?00CREDIT TRANSFER?20EREF+INV-0151?21SVWZ+Wind study, part?22 payment?32BROOKLYN HILL WIND EN
?33ERGY
:61:2606150615D359,26NDDTNONREF
:86:/TRTP/DIRECT DEBIT/NAME/CAPITAL POWER/EREF/CP-2270/REMI/USTD//June account/
:61:260616D12,5NCHGNONREF
:86:ACCOUNT FEE
JUNE
:62F:C260616NZD1318,24
-}
"""
_ENTRY = """<Ntry><Amt Ccy="NZD">{amount}</Amt><CdtDbtInd>{way}</CdtDbtInd><Sts>{status}</Sts>
<BookgDt><Dt>{day}</Dt></BookgDt><AcctSvcrRef>{own}</AcctSvcrRef>{details}</Ntry>"""
_DETAILS = """<NtryDtls><TxDtls><Refs><EndToEndId>{reference}</EndToEndId></Refs>
<RltdPties><{who}><Nm>{payee}</Nm></{who}></RltdPties><RmtInf><Ustrd>{words}</Ustrd></RmtInf></TxDtls></NtryDtls>"""


def camt053(*more: str, version: str = "02", head: str = "", closing: str = "1318.24", account: str = "12345") -> str:
    """A statement; `more` are further entries, `head` stands before the document."""
    paid = _DETAILS.format(reference="INV-0151", who="Dbtr", payee="BROOKLYN HILL WIND", words="Wind study")
    debit = _DETAILS.format(reference="NOTPROVIDED", who="Cdtr", payee="CAPITAL POWER", words="June account")
    entries = [
        _ENTRY.format(amount="690.00", way="CRDT", status="BOOK", day="2026-06-15", own="A1", details=paid),
        _ENTRY.format(amount="359.26", way="DBIT", status="BOOK", day="2026-06-15", own="A2", details=debit),
        _ENTRY.format(amount="12.50", way="DBIT", status="BOOK", day="2026-06-16", own="A3",
                      details="<AddtlNtryInf>ACCOUNT FEE</AddtlNtryInf>"),
    ]  # fmt: skip
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{head}\n'
        f'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.{version}"><BkToCstmrStmt><Stmt>'
        f"<Acct><Id><Othr><Id>{account}</Id></Othr></Id><Ccy>NZD</Ccy></Acct>"
        f"{balance('OPBD', '1000.00', '2026-06-14')}{balance('CLBD', closing, '2026-06-16')}"
        f"{''.join([*entries, *more])}</Stmt></BkToCstmrStmt></Document>\n"
    )


def balance(code: str, amount: str, day: str) -> str:
    return (
        f'<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp><Amt Ccy="NZD">{amount}</Amt>'
        f"<CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>{day}</Dt></Dt></Bal>"
    )


def entry(amount: str, way: str, *, status: str = "BOOK", day: str = "2026-06-16", details: str = "") -> str:
    return _ENTRY.format(amount=amount, way=way, status=status, day=day, own="", details=details)


QIF = """!Type:Bank
D15/06/2026
T690.00
PBROOKLYN HILL WIND EN
NINV-0151
MWind study
^
D15/06'26
T-359.26
PCAPITAL POWER
LUtilities
^
D16/06/2026
U-12.50
T-12.50
MACCOUNT FEE
^
"""


def workbook(*, sheets: int = 1, hidden_first: bool = False) -> bytes:
    """As a bank's export: a title, headings, then lines with real days and numbers."""
    book = Workbook()
    sheet = book.active
    if hidden_first:
        sheet["A1"] = "not for people"
        sheet.sheet_state = "hidden"
        sheet = book.create_sheet("June")
    sheet["A1"] = "Account 12-3456-0012345-00"
    rows = [("Date", "Amount", "Payee", "Reference", "Balance"), *_ROWS]
    for at, cells in enumerate(rows, 3):
        for place, value in enumerate(cells, 1):
            sheet.cell(row=at, column=place, value=value)
    for number in range(1, sheets):
        book.create_sheet(f"More {number}")
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


_ROWS = [
    (date(2026, 6, 15), 690, "BROOKLYN HILL WIND EN", "INV-0151", 1690),
    (date(2026, 6, 15), -359.26, "CAPITAL POWER", None, 1330.74),
    (date(2026, 6, 16), -12.5, "ACCOUNT FEE", None, 1318.24),
]


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    """The same archive with another content of a part."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for each in old.namelist():
            new.writestr(each, part if each == name else old.read(each))
    return made.getvalue()
