"""Exports as banks shape them are read without a word from the person."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from atom_xero_plugin.bank_statements.csv.layout import CsvLayout
from atom_xero_plugin.bank_statements.read import read_statement
from atom_xero_plugin.bank_statements.statement import Statement, StatementLine

FILES = Path(__file__).parent / "files"


def read(name: str) -> Statement:
    return read_statement((FILES / name).read_bytes(), name=name)


def layout_of(statement: Statement) -> CsvLayout:
    assert statement.layout is not None
    return statement.layout


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("asb.csv", [("2026-04-20", "475.00"), ("2026-05-22", "-65.00")]),
        ("anz_nz.csv", [("2026-06-04", "-59.54"), ("2026-06-02", "1250.00")]),
        ("bnz.csv", [("2026-03-04", "-98.38"), ("2026-03-05", "1200.00")]),
        ("kiwibank.csv", [("2026-03-01", "1500.00"), ("2026-03-02", "-100.50")]),
        ("westpac_au.csv", [("2026-01-02", "1000.00"), ("2026-01-01", "-600.00")]),
        ("nab.csv", [("2026-04-02", "40"), ("2026-03-29", "-30.5")]),
        ("commbank.csv", [("2026-03-13", "-12.50"), ("2026-03-12", "100.00")]),
        ("barclays.csv", [("2026-08-03", "-10.99"), ("2026-08-02", "250.00")]),
        ("lloyds.csv", [("2026-10-02", "5259.31"), ("2026-10-01", "-4.60")]),
        ("nationwide.csv", [("2026-03-01", "-1012.50"), ("2026-03-02", "12.50")]),
        ("chase.csv", [("2026-09-10", "-9366.95"), ("2026-09-09", "4000.00")]),
        ("bank_of_america.csv", [("2026-01-02", "500.00"), ("2026-01-03", "-200.00")]),
        ("wise.csv", [("2026-03-05", "-100.00"), ("2026-03-04", "1000.00")]),
        ("semicolons.csv", [("2026-03-01", "-1234.56"), ("2026-03-15", "100.00")]),
        ("xero_template.csv", [("2026-03-01", "150.00")]),
        ("cheque.ofx", [("2026-03-01", "-1012.50"), ("2026-03-02", "475.00")]),
        ("card.qfx", [("2026-03-05", "-12.50"), ("2026-03-06", "100")]),
    ],
)
def test_an_export_is_read_as_it_stands(name: str, expected: list[tuple[str, str]]) -> None:
    """Days and amounts, in the order of the file."""
    statement = read(name)

    assert [(line.day, line.amount) for line in statement.lines] == [
        (date.fromisoformat(day), Decimal(amount)) for day, amount in expected
    ]
    assert statement.first == min(line.day for line in statement.lines)
    assert statement.last == max(line.day for line in statement.lines)


def test_an_asb_line_keeps_the_banks_id_and_its_words() -> None:
    """Everything that a match can use, under its name."""
    line = read("asb.csv").lines[0]

    assert line == StatementLine(
        line_id="2026042001",
        row=10,
        day=date(2026, 4, 20),
        amount=Decimal("475.00"),
        currency=None,
        payee="D/C FROM RIDGEWAY, UNIVERSITY",
        reference=None,
        description="INV-0018",
        balance=None,
        kind="D/C",
    )


def test_rows_of_zero_are_left_out_and_reported() -> None:
    """They move nothing."""
    assert read("asb.csv").notes == ["1 row of zero left out (line 9)."]


def test_a_balance_without_an_amount_is_left_out_and_reported() -> None:
    """An opening balance is no line."""
    assert read("bank_of_america.csv").notes == ["Balances without an amount were left out (line 6)."]


def test_the_currency_is_taken_from_a_column_or_a_sign() -> None:
    """A pound sign shows it; a bare dollar would not."""
    assert read("wise.csv").currency == "EUR"
    assert read("nationwide.csv").currency == "GBP"
    assert read("lloyds.csv").currency is None


@pytest.mark.parametrize(
    ("name", "order", "closing"),
    [
        ("kiwibank.csv", "oldest_first", "1899.50"),
        ("commbank.csv", "newest_first", "1234.50"),
        ("chase.csv", "newest_first", "38672.88"),
        ("nationwide.csv", "oldest_first", "1234.56"),
    ],
)
def test_the_closing_balance_is_that_of_the_last_line_in_time(name: str, order: str, closing: str) -> None:
    """Whichever end of the file that is."""
    statement = read(name)

    assert layout_of(statement).order == order
    assert statement.closing_balance == Decimal(closing)


def test_columns_without_headings_are_distinguished_by_the_balance() -> None:
    """And shown by number."""
    layout = layout_of(read("commbank.csv"))

    assert layout.header_row == 0
    assert (layout.columns.date, layout.columns.amount, layout.columns.balance) == ("1", "2", "4")
    assert layout.columns.description == ["3"]
    assert any("balance" in sentence for sentence in layout.evidence)


def test_headings_of_a_bank_say_the_order_of_its_dates_when_nothing_else_does() -> None:
    """Two days of early October could be January: Lloyds writes the day first."""
    layout = layout_of(read("lloyds.csv"))

    assert layout.date_order == "day_first"
    assert any("Lloyds" in sentence for sentence in layout.evidence)


def test_a_short_row_of_nab_only_lacks_what_nobody_reads() -> None:
    """NAB leaves the merchant out, not the amount."""
    assert read("nab.csv").lines[1].description == "PARKING"


def test_an_old_encoding_is_found() -> None:
    """Letters and pound signs of cp1252."""
    statement = read("nationwide.csv")

    assert statement.lines[0].description == "Café Parking"
    assert layout_of(statement).encoding == "cp1252"


def test_ofx_keeps_the_day_that_the_bank_wrote() -> None:
    """Midnight in New Zealand is the day before in Greenwich, but the line is of that day."""
    statement = read("cheque.ofx")

    assert statement.lines[0].day == date(2026, 3, 1)
    assert statement.format == "ofx"
    assert statement.layout is None


def test_ofx_says_the_account_currency_and_balance() -> None:
    """And each line its words, entities resolved."""
    statement = read("cheque.ofx")
    first, second = statement.lines

    assert (statement.account, statement.currency) == ("12-3000-0000000-00", "NZD")
    assert statement.closing_balance == Decimal("410.00")
    assert (first.payee, first.description, first.kind) == ("Café & Co", None, "DEBIT")
    assert (second.line_id, second.reference, second.description) == ("2026030201", "7", "INV-0018")
    assert statement.notes == ["1 transaction of zero left out."]


def test_a_credit_card_in_xml_is_read_too() -> None:
    """With what a CDATA section holds."""
    statement = read("card.qfx")

    assert statement.account == "0000"
    assert statement.closing_balance == Decimal("-310.20")
    assert statement.lines[0].description == "Paper & <ink>"
