"""MT940, CAMT.053, QIF and XLSX: read exactly, or refused with the place and the reason."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from support.statement_files import MOVED, MT940, QIF, camt053, entry, with_part, workbook

from atom_xero_plugin.bank_statements.csv.layout import CsvLayoutInput
from atom_xero_plugin.bank_statements.fingerprints import fingerprint
from atom_xero_plugin.bank_statements.read import read_statement
from atom_xero_plugin.bank_statements.statement import Statement
from atom_xero_plugin.core.errors import Ambiguous, AskAgain

TODAY = date(2026, 6, 17)
BOMB = "<!DOCTYPE a [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>]>"
FILES = {"mt940": MT940, "camt053": camt053(), "qif": QIF, "xlsx": workbook()}


def read(content: str | bytes, **layout: str) -> Statement:
    raw = content.encode() if isinstance(content, str) else content
    return read_statement(raw, today=TODAY, layout=CsvLayoutInput(**layout))  # type: ignore[arg-type]


def refusal(content: str | bytes, **layout: str) -> str:
    with pytest.raises(AskAgain) as caught:
        read(content, **layout)
    return caught.value.message


@pytest.mark.parametrize("name", FILES)
def test_the_same_movements_are_read_of_each_format(name: str) -> None:
    statement = read(FILES[name])

    assert statement.format == name
    assert [(line.day, line.amount) for line in statement.lines] == MOVED
    assert [(line.payee or line.description or "")[:8] for line in statement.lines] == [
        "BROOKLYN", "CAPITAL ", "ACCOUNT "
    ]  # fmt: skip
    assert len({line.line_id for line in statement.lines}) == len(MOVED)
    assert (statement.first, statement.last) == (MOVED[0][0], MOVED[-1][0])


@pytest.mark.parametrize("name", ["mt940", "camt053", "xlsx"])
def test_the_balance_at_the_end_is_kept_where_the_file_states_it(name: str) -> None:
    assert read(FILES[name]).closing_balance == Decimal("1318.24")


@pytest.mark.parametrize("name", FILES)
def test_a_file_given_twice_has_the_same_ids(name: str) -> None:
    assert [line.line_id for line in read(FILES[name]).lines] == [line.line_id for line in read(FILES[name]).lines]


def test_what_mt940_says_of_a_line_is_taken_apart() -> None:
    first, second, third = read(MT940).lines

    assert (first.payee, first.reference, first.row) == ("BROOKLYN HILL WIND ENERGY", "INV-0151", 6)
    assert (first.description, first.kind) == ("Wind study, part payment", "CREDIT TRANSFER")
    assert (second.payee, second.reference, second.description) == ("CAPITAL POWER", "CP-2270", "June account/")
    assert (third.description, third.reference, third.kind) == ("ACCOUNT FEE JUNE", None, "NCHG")


@pytest.mark.parametrize(
    ("line", "amount", "day"),
    [
        (":61:2606160616RC5,00NTRFNONREF", "-5.00", date(2026, 6, 16)),
        (":61:2606160616RD5,00NTRFNONREF", "5.00", date(2026, 6, 16)),
        (":61:260616CD5,NTRFX", "5", date(2026, 6, 16)),
        (":61:2601021231C5,00NTRFX", "5.00", date(2025, 12, 31)),
        (":61:2512310102D0,5NMSCX", "-0.5", date(2026, 1, 2)),
    ],
)
def test_a_movement_of_mt940_is_of_the_day_of_booking_and_the_way_its_mark_says(
    line: str, amount: str, day: date
) -> None:
    at_end = f"{Decimal(10) + Decimal(amount):f}".replace(".", ",")
    text = f":20:X\n:25:1\n:28C:1\n:60F:C250101NZD10,00\n{line}\n:62F:C260616NZD{at_end}\n-\n"
    found = read(text).lines[0]

    assert (found.amount, found.day) == (Decimal(amount), day)


@pytest.mark.parametrize(
    ("movement", "about", "words"),
    [
        (
            ":61:260615D000000000005,00N102EREF            \nNZ12BANK0123456789",
            ":86:/EREF/15-06-2026 12:00 77/BENM//NAME/HARBOUR SUPPL\nIES/REMI//ISDT/2026-06-15",
            ("HARBOUR SUPPLIES", "15-06-2026 12:00 77", "NZ12BANK0123456789"),
        ),
        (
            ":61:260615    D5,00NOVBNZ12BANK0123456789\nharbour supplies",
            ":86:NZ12BANK0123456789 harbour supplies\n\nSigns\n\n",
            (None, "NZ12BANK0123456789", "NZ12BANK0123456789 harbour supplies Signs"),
        ),
        (
            ":61:2606150615DR5,NTRFKREF+//06F8672B28B7A92F",
            ":86:191?00SEPA-UEBERW?100399?20KREF+77 05?21 01?22SVWZ+Signs f?2\n3or June?32HARBOUR?33 SUPPLIES",
            ("HARBOUR SUPPLIES", "06F8672B28B7A92F", "Signs for June"),
        ),
        (
            ":61:2606150615D5,FMSC01916//NONREF\n20260615007602198765",
            ":86:GIRO ONLINE 80532: HARBOUR SUPPLIES EXAMPLE STREET\n 10",
            (None, "01916", "GIRO ONLINE 80532: HARBOUR SUPPLIES EXAMPLE STREET 10"),
        ),
    ],
    ids=["Rabobank", "ASN and SNS", "German banks", "PostFinance"],
)
def test_dialects_of_banks_are_read(movement: str, about: str, words: tuple[str | None, ...]) -> None:
    """Amounts with zeros before them, days of booking as spaces, marks with a letter of the currency, split parts."""
    text = f":20:X\n:25:1\n:28C:1\n:60F:C260614NZD10,\n{movement}\n{about}\n:62F:C260615NZD5,\n-}}{{5:}}\n"
    found = read(text).lines[0]

    assert (found.amount, found.day) == (Decimal(-5), date(2026, 6, 15))
    assert (found.payee, found.reference, found.description) == words


def test_pages_of_one_account_are_one_statement() -> None:
    page = ":20:X\n:25:1\n:28C:{n}\n:60{a}:C260614NZD{opening}\n:61:260615C5,00NTRFX\n:62{b}:C260615NZD{closing}\n-\n"
    pages = page.format(n=1, a="F", b="M", opening="10,00", closing="15,00")
    pages += page.format(n=2, a="M", b="F", opening="15,00", closing="20,00")
    statement = read(pages)

    assert [line.amount for line in statement.lines] == [Decimal("5.00")] * 2
    assert statement.closing_balance == Decimal("20.00")


def test_two_accounts_in_a_file_are_asked_about() -> None:
    other = MT940.replace("12-3456-0012345-00", "98-7654-0099999-00")
    with pytest.raises(Ambiguous) as caught:
        read(MT940 + other)

    assert caught.value.fields[0].path == "/layout/account"
    assert len(read(MT940 + other, account="12-3456-0012345-00").lines) == len(MOVED)
    assert "There is no account" in refusal(MT940, account="55")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (MT940.replace(":61:260616D12,5NCHGNONREF\n", ""), "a line is missing, or one is too many"),
        (MT940.replace("D359,26", "D359.2x"), "Line 9:"),
        (MT940.replace(":61:260616D", ":61:261332D"), "Line 11: '261332' is no day"),
        (MT940.replace(":61:260616D", ":61:270616D"), "lies too far from now"),
        (MT940.replace("C260616NZD", "C260616EUR"), "a statement has one currency"),
        (MT940.replace("I940", "I942"), "an MT942 file"),
        (MT940.replace("JUNE\n", "?20" * 5_000 + "\n"), "Line 12: the field :86: has more than 10,000 characters"),
        (":20:X\n:28C:1\n:60F:C260614NZD1,00\n", "the field :25:"),
        (camt053(closing="1318.25"), "a line is missing, or one is too many"),
        (camt053(entry("1.00", "BOTH")), "whether money went in or out at movement 4"),
        (camt053(entry("NaN", "CRDT")), "'NaN' at movement 4 is not an amount"),
        (camt053(entry("1.00", "CRDT", day="2026-06-31")), "'2026-06-31' at movement 4 is no day"),
        (camt053().replace('<Amt Ccy="NZD">12.50', '<Amt Ccy="EUR">12.50'), "amounts in EUR and NZD"),
        (camt053()[:-40], "this is no XML, or it is cut off"),
        (camt053(head=BOMB), "declares a document type or entities"),
        (camt053("<a>" * 200), "more elements, or deeper within each other"),
        (camt053().replace("camt.053", "camt.054"), "a CAMT.054 file"),
        (QIF.replace("^\n!", "!").removesuffix("^\n"), "Line 13: the file ends in the middle"),
        ("!Type:Invst\nD1/2/2026\nT5.00\n^\n", "Line 1: 'Invst' is no bank account or card"),
        (QIF + "!Type:CCard\n", "another account begins here"),
        ("!Type:Bank\n", "holds no transactions"),
        (QIF.replace("T690.00", "T6x"), "'6x' is not an amount"),
        ("D03/04/2026\nT-5.00\nPx\n", "Line 1: the file ends in the middle"),
        ("{1:F01BANKDEFFAXXX}{2:}\n", "holds no statement"),
        ("ABNANL2A\n940\nABNANL2A\n:20:ABN AMRO\n:25:500\n:28:1/1\n", "neither balances nor movements"),
        ('<?xml version="1.0"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"/>', "no statement"),
        (workbook()[:-300], "a zip file that is broken"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_place(content: str | bytes, reason: str) -> None:
    assert reason in refusal(content)


def test_what_is_not_booked_yet_is_left_out_and_reported() -> None:
    statement = read(camt053(entry("7.00", "CRDT", status="PDNG")))
    newer = camt053(version="08").replace("<Sts>BOOK</Sts>", "<Sts><Cd>BOOK</Cd></Sts>")

    assert len(statement.lines) == len(MOVED)
    assert "1 not booked yet, left out." in statement.notes
    assert len(read(newer).lines) == len(MOVED)


def test_a_batch_of_camt053_is_one_line_as_at_the_bank() -> None:
    two = "".join(f"<TxDtls><RmtInf><Ustrd>Wages {each}</Ustrd></RmtInf></TxDtls>" for each in "AB")
    batch = entry("100.00", "DBIT", details=f"<NtryDtls>{two}</NtryDtls>")
    last = read(camt053(batch, closing="1218.24")).lines[-1]

    assert (last.amount, last.description, last.payee) == (Decimal("-100.00"), "Wages A Wages B", None)


def test_camt053_is_read_in_the_encoding_that_it_names() -> None:
    text = camt053().replace("UTF-8", "ISO-8859-2").replace("BROOKLYN HILL WIND", "ŁÓDŹ WIND")

    assert read(text.encode("iso-8859-2")).lines[0].payee == "ŁÓDŹ WIND"


def test_the_order_of_day_and_month_in_qif_is_asked_for_where_nothing_says_it() -> None:
    unclear = "!Type:Bank\nD3/6'26\nT5.00\nPx\n^\n"
    with pytest.raises(Ambiguous) as caught:
        read(unclear)

    assert caught.value.fields[0].path == "/layout/date_order"
    assert read(unclear, date_order="day_first").lines[0].day == date(2026, 6, 3)


def test_the_row_of_a_line_is_that_of_the_file() -> None:
    assert [line.row for line in read(QIF).lines] == [2, 8, 13]
    assert [line.row for line in read(workbook()).lines] == [4, 5, 6]


def test_of_several_sheets_the_first_that_is_shown_is_read_and_named() -> None:
    statement = read(workbook(sheets=2, hidden_first=True))

    assert len(statement.lines) == len(MOVED)
    assert "the sheet 'June', number 1 of 2" in statement.notes[0]


def test_a_workbook_that_unpacks_to_too_much_is_refused_before_it_fills_the_memory() -> None:
    huge = with_part(workbook(), "xl/worksheets/sheet1.xml", b" " * (41 * 1024 * 1024))

    assert len(huge) < 1024 * 1024
    assert "unpacks to more" in refusal(huge)


@pytest.mark.parametrize(
    ("sheet", "reason"),
    [
        (b"<!DOCTYPE a><worksheet/>", "declares a document type"),
        (b'<worksheet><sheetData><row r="9999999"/></sheetData></worksheet>', "more than 50,000 rows"),
        (b'<worksheet><sheetData><row r="1"><c r="ZZ1"><v>1</v></c></row></sheetData></worksheet>', "200 columns"),
        (b'<worksheet><sheetData><row r="1"><c t="s"><v>99</v></c></row></sheetData></worksheet>', "not there"),
        (b'<worksheet><sheetData><row r="1"><c t="e"><v>#REF!</v></c></row></sheetData></worksheet>', "error '#REF!'"),
        (b'<worksheet><sheetData><row r="1"><c><v>1e400</v></c></row></sheetData></worksheet>', "no number"),
        (b"<worksheet><sheetData/></worksheet>", "holds no cells"),
        (b"\xff\xfe\xff", "not UTF-8"),
    ],
)
def test_a_hostile_or_broken_sheet_is_refused_with_the_reason(sheet: bytes, reason: str) -> None:
    assert reason in refusal(with_part(workbook(), "xl/worksheets/sheet1.xml", sheet))


@pytest.mark.parametrize("name", FILES)
def test_files_of_one_layout_are_known_again(name: str) -> None:
    """For those that leave something to be answered; the others leave nothing."""
    content = FILES[name]
    mark = fingerprint(content.encode() if isinstance(content, str) else content, CsvLayoutInput())

    assert (mark is not None) is (name in {"qif", "xlsx"})
