"""10,000 lines of a bank statement read from CSV and from OFX."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from statistics import median

from atom_xero_plugin.bank_statements.read import read_statement
from benchmarks.table import Row

ROUNDS = 5
LINES = 10_000
MOST_S = 1.0


def movements() -> list[tuple[date, Decimal]]:
    """Eight lines a day, in and out."""
    amounts = (Decimal((at * 7_919) % 100_000 - 50_000 or 1) / 100 for at in range(LINES))
    return [(date(2020, 1, 1) + timedelta(days=at // 8), amount) for at, amount in enumerate(amounts)]


def csv_file() -> bytes:
    """With quotes, thousands and a running balance, so that everything has to be found and proven."""
    rows, balance = ["Date,Amount,Payee,Reference,Description,Balance"], Decimal(0)
    for at, (day, amount) in enumerate(movements()):
        balance += amount
        rows.append(f'{day:%d/%m/%Y},"{amount:,}",Payee {at},INV-{at:05},"Paid, with thanks {at}","{balance:,}"')
    return "\n".join([*rows, ""]).encode()


def ofx_file() -> bytes:
    """SGML without end tags, the slower form."""
    transactions = "".join(
        f"<STMTTRN>\n<TRNTYPE>{'DEBIT' if amount < 0 else 'CREDIT'}\n<DTPOSTED>{day:%Y%m%d}\n<TRNAMT>{amount}\n"
        f"<FITID>{at}\n<NAME>Payee &amp; Co {at}\n<MEMO>INV-{at:05}\n</STMTTRN>\n"
        for at, (day, amount) in enumerate(movements())
    )
    head = "<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>NZD<BANKACCTFROM><ACCTID>1</BANKACCTFROM><BANKTRANLIST>\n"
    return f"{head}{transactions}</BANKTRANLIST></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>\n".encode()


def run() -> Sequence[Row]:
    """Medians of processor time: the file is read in one thread."""
    rows: list[Row] = []
    for name, content in (("CSV", csv_file()), ("OFX", ofx_file())):
        seconds = median(_seconds(content) for _ in range(ROUNDS))
        rows.append(Row(f"{LINES:,} lines of {name} read, s", seconds, None, None, f"≤ {MOST_S} s", seconds <= MOST_S))
    return rows


def _seconds(content: bytes) -> float:
    start = time.process_time()
    assert len(read_statement(content).lines) == LINES
    return time.process_time() - start
