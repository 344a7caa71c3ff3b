"""Lines, documents and records for tests of matching, each with what it needs and no more."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from atom_xero_plugin.bank_statements.statement import StatementLine
from atom_xero_plugin.reconciliation.matching.match import LineMatch, match_lines
from atom_xero_plugin.reconciliation.matching.targets import Booked, OpenDocument
from atom_xero_plugin.xero.records.invoices import Kind

DAY = date(2026, 6, 15)


def line(amount: str, payee: str = "", *, reference: str = "", day: int = 0, line_id: str = "L1") -> StatementLine:
    row = int("".join(each for each in line_id if each.isdigit()) or 1)
    return StatementLine(line_id, row, DAY + timedelta(days=day), Decimal(amount), "NZD", payee, reference, None)


def document(
    number: str, amount: str, contact: str, *, kind: Kind = "sales", due: int = 0, reference: str | None = None
) -> OpenDocument:
    day = DAY + timedelta(days=due)
    return OpenDocument(
        f"id-{number}", kind, number, reference, contact, day - timedelta(days=20), day, Decimal(amount)
    )


def booked(
    identity: str, amount: str, contact: str | None, *, day: int = 0, about: str | None = None, done: bool = False
) -> Booked:
    when = DAY + timedelta(days=day)
    return Booked(identity, "payment", Decimal(amount), when, contact, about, done, (identity,))


def match(
    lines: Sequence[StatementLine], documents: Sequence[OpenDocument] = (), records: Sequence[Booked] = ()
) -> list[LineMatch]:
    return match_lines(lines, documents, records, currency="NZD")


def paid(found: LineMatch) -> dict[str | None, str]:
    """Numbers of the documents that the best match pays, and how much of each."""
    return {part.document.number: f"{part.amount:.2f}" for part in (found.best.pays if found.best else ())}
