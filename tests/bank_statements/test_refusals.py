"""A file that cannot be read for certain is refused: with the line, the reason, and what would decide."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from atom_xero_plugin.bank_statements.csv.layout import Columns, CsvLayoutInput
from atom_xero_plugin.bank_statements.read import LARGEST, read_statement
from atom_xero_plugin.core.errors import Ambiguous, AskAgain, InvalidArguments

HEADINGS = "Date,Amount,Payee\n"
GOOD = "13/04/2026,-5.00,Parking\n"


def refusal(content: str | bytes, layout: CsvLayoutInput | None = None, **more: object) -> AskAgain:
    raw = content.encode() if isinstance(content, str) else content
    with pytest.raises(AskAgain) as caught:
        read_statement(raw, layout=layout, **more)  # type: ignore[arg-type]
    assert caught.value.fields[0].message == caught.value.message
    return caught.value


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b" \r\n\t ", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"\x00\x01\x02\x03" * 40, "no text"),
        (b"Date,Amount\n13/04/2026,-5.00\x00\n", "Line 2: there are bytes that are no text"),
        (b"%PDF-1.7 ...", "a PDF"),
        (b"PK\x03\x04....", "an Excel workbook"),
        (b"\xff\xfeD\x00a\x00t", "broken here"),
        (b"hello\nworld\n", "No row holds both a date and an amount; the first row is 'hello'"),
        (b",,,\n", "no rows"),
        (b"Date,Amount,Payee\n", "headings but no lines"),
        (b"!Type:Bank\nD03/04/2026\n", "ends in the middle of a transaction"),
        (b":20:STARTUMS\n:25:1\n", "This MT940 file holds neither balances nor movements"),
        (b"<?xml version='1.0'?><Document/>", "an XML file"),
        (b"<!DOCTYPE html><html></html>", "a web page"),
        (b'[{"date": "2026-03-01"}]', "a JSON file"),
    ],
)
def test_what_is_no_statement_is_named(content: bytes, reason: str) -> None:
    """So that the person sees at once what went wrong with the export."""
    assert reason in refusal(content).message


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("14/04/2026,=5.00+1,x", "the amount cell holds a formula: '=5.00+1'"),
        ("14/04/2026,@SUM(A1),x", "the amount cell holds a formula"),
        ("=TODAY(),-5.00,x", "the date cell holds a formula"),
        ("+1+cmd|' /C calc'!A0,-5.00,x", "the date cell holds a formula"),
        ("14/04/2026,NaN,x", "'NaN' is not an amount"),
        ("14/04/2026,-Infinity,x", "formula: '-Infinity'"),
        ("14/04/2026,1e5,x", "'1e5' is not an amount"),
        ("14/04/2026,--5.00,x", "the amount cell holds a formula"),
        ("14/04/2026,(5.00,x", "'(5.00' is not an amount"),
        ("14/04/2026,FEE 5.00,x", "'FEE 5.00' is not an amount"),
        ("14/04/2026,1.23456,x", "'1.23456' is not an amount of money"),
        ("14/04/2026,1234567890123.00,x", "is not an amount of money"),
        ("14/04/2026,\u0661\u0662,x", "is not an amount"),
        ("14/04/2026,,x", "there is no amount"),
        (",-5.00,x", "there is no date"),
        ("soon,-5.00,x", "'soon' is not a date with day, month and year"),
        ("14 Apr,-5.00,x", "'14 Apr' is a day without its year"),
        ("31/04/2026,-5.00,x", "'31/04/2026' is no day from 1950"),
        ("14/04/0026,-5.00,x", "'14/04/0026' is no day from 1950"),
        ("14/04/2126,-5.00,x", "'14/04/2126' is no day from 1950"),
        ("2026-04-05,-5.00,x", "is written in another way than '13/04/2026' on line 2"),
        ("04/14/2026,-5.00,x", "'04/14/2026' and '13/04/2026' on line 2 cannot have the same order"),
        ("14/04/2026,-5.00,x,y", "there are 4 columns where there should be 3"),
        ("14/04/2026,-5.00", "there are 2 columns where there should be 3"),
        ('14/04/2026,"-5.00,x', "a quotation mark is missing or too many"),
        ("14/04/2026,\u00a35.00,x\n15/04/2026,\u20ac5.00,x", "there is an amount in EUR, but others are in GBP"),
    ],
)
def test_a_broken_row_is_refused_with_its_line(row: str, reason: str) -> None:
    """No row is passed over, and none is read as something it is not."""
    error = refusal(HEADINGS + GOOD + row + "\n")

    assert reason in error.message
    assert error.message.startswith(("Line 3: ", "Line 4: "))
    assert error.fields[0].path == "/statement"
    assert isinstance(error, InvalidArguments)


def test_a_row_without_headings_is_not_taken_for_a_heading() -> None:
    """A first line with a day that does not exist is a broken line."""
    assert refusal("31/31/2026,-5.00,x\n14/04/2026,-7.00,y\n").message.startswith("Line 1: '31/31/2026' is no day")
    assert refusal("soon,-5.00,x\n14/04/2026,-7.00,y\n").message.startswith("Line 1: there is an amount but no date")


def test_a_file_that_ends_in_the_middle_of_a_row_is_refused() -> None:
    """Even where the missing columns are read by nobody."""
    content = "Date,Amount,Payee,Branch\n13/04/2026,-5.00,x,1\n14/04/2026,-5.00,x"

    assert "3 columns where there should be 4" in refusal(content).message
    assert len(read_statement(f"{content}\n".encode()).lines) == 2


def test_text_that_looks_like_a_formula_stays_text() -> None:
    """It is data; whoever writes it to a sheet must make it safe."""
    statement = read_statement((HEADINGS + "13/04/2026,-5.00,=cmd|' /C calc'!A0\n").encode())

    assert statement.lines[0].payee == "=cmd|' /C calc'!A0"


@pytest.mark.parametrize(
    ("content", "path", "reason"),
    [
        (HEADINGS + "03/04/2026,-5.00,x\n", "/layout/date_order", "'03/04/2026' is 3 April or 4 March"),
        (HEADINGS + "13/04/2026,5.00,x\n", "/layout/sign", "No amount has a sign"),
        ("Date,Amount,Card Member\n13/04/2026,5.00,x\n14/04/2026,-5.00,x\n", "/layout/sign", "credit card"),
        (HEADINGS + '13/04/2026,"-1,234",x\n', "/layout/decimal_mark", "'1,234'"),
        ("Date,Amount,Amount\n13/04/2026,-5.00,1.00\n", "/layout/columns/amount", "Columns 2 and 3"),
        ("13/04/2026,-5.00,100.00\n", "/layout/columns/amount", "Columns 2, 3 hold amounts"),
        ("13/04/2026,14/04/2026,-5.00\n", "/layout/columns/date", "Columns 1, 2 hold dates"),
        ("Date,Amount,Account\n13/04/2026,-5.00,1\n14/04/2026,-5.00,2\n", "/layout/account", "lines of 2 accounts"),
        ("Date,Amount\n26/03/01,-5.00\n26/03/02,-5.00\n26/04/05,1\n", "/layout/date_order", "two digits for the year"),
        ("Date,Debit,Credit\n13/04/2026,-5.00,\n14/04/2026,5.00,\n", "/layout/sign", "both signs"),
        ("Date,Amount,Type\n13/04/2026,5.00,Purchase\n14/04/2026,-1.00,Other\n", "/layout/sign", "contradict"),
    ],
)
def test_a_file_with_two_readings_names_what_decides(content: str, path: str, reason: str) -> None:
    """The hint says which argument to give, and with which words."""
    error = refusal(content)

    assert isinstance(error, Ambiguous)
    assert reason in error.message
    assert error.fields[0].path == path
    assert path.removeprefix("/").replace("/", ".").split(".columns")[0] in error.hint


def test_what_decides_can_be_given() -> None:
    """The same file, read both ways."""
    content = (HEADINGS + "03/04/2026,5.00,x\n").encode()
    ways = [
        read_statement(content, layout=CsvLayoutInput(date_order="day_first", sign="in_positive")).lines[0],
        read_statement(content, layout=CsvLayoutInput(date_order="month_first", sign="out_positive")).lines[0],
    ]

    assert [(line.day, line.amount) for line in ways] == [
        (date(2026, 4, 3), Decimal("5.00")),
        (date(2026, 3, 4), Decimal("-5.00")),
    ]


def test_a_line_after_today_rules_an_order_out() -> None:
    """On the first of March the first of December is far, so it was the twelfth of January."""
    assert "more than 31 days from now" in refusal(HEADINGS + "13/04/2027,-5.00,x\n", today=date(2026, 11, 25)).message
    order = read_statement((HEADINGS + "01/12/2026,-5.00,x\n").encode(), today=date(2026, 3, 1))
    assert order.lines[0].day == date(2026, 1, 12)


@pytest.mark.parametrize(
    ("layout", "path"),
    [
        (CsvLayoutInput(encoding="klingon"), "/layout/encoding"),
        (CsvLayoutInput(encoding="punycode"), "/layout/encoding"),
        (CsvLayoutInput(encoding="base64"), "/layout/encoding"),
        (CsvLayoutInput(encoding="utf-16"), "/layout/encoding"),
        (CsvLayoutInput(date_order="month_first"), "/layout/date_order"),
        (CsvLayoutInput(date_order="year_first"), "/layout/date_order"),
        (CsvLayoutInput(decimal_mark="comma"), "/layout/decimal_mark"),
        (CsvLayoutInput(sign="unsigned"), "/layout/sign"),
        (CsvLayoutInput(header_row=9), "/layout/header_row"),
        (CsvLayoutInput(columns=Columns(date="When")), "/layout/columns/date"),
        (CsvLayoutInput(columns=Columns(amount="7")), "/layout/columns/amount"),
        (CsvLayoutInput(columns=Columns(direction="Payee")), "/layout/columns/direction"),
        (CsvLayoutInput(currency="pounds"), "/layout/currency"),
    ],
)
def test_a_layout_that_does_not_fit_is_named(layout: CsvLayoutInput, path: str) -> None:
    """What a person gives is never passed over."""
    assert refusal(HEADINGS + GOOD, layout).fields[0].path == path


def test_a_column_that_is_not_there_is_answered_with_those_that_are() -> None:
    """The person need not open the file."""
    assert "'Date', 'Amount', 'Payee'" in refusal(HEADINGS + GOOD, CsvLayoutInput(columns=Columns(date="When"))).hint


def test_one_of_several_accounts_can_be_chosen() -> None:
    """By its number, however it is spaced."""
    content = b"Date,Amount,Account\n13/04/2026,-5.00,12-34 5\n14/04/2026,-6.00,2\n"
    statement = read_statement(content, layout=CsvLayoutInput(account="12345"))

    assert [line.amount for line in statement.lines] == [Decimal("-5.00")]
    assert statement.account == "12-34 5"


def test_a_file_beyond_the_limits_is_refused() -> None:
    """Ten megabytes, fifty thousand lines."""
    assert "larger than 10 MB" in refusal(b"x" * (LARGEST + 1)).message
    assert "more than 50,000 lines" in refusal(HEADINGS + GOOD * 50_001).message
    assert "more than 200 columns" in refusal("2026-03-01,-5.00" + "," * 1_000_000).message
    assert "a cell is too long" in refusal(HEADINGS + "2026-03-01," + "1" * 1_000_000).message
    unclosed = refusal(HEADINGS + '2026-03-01,"' + "1\n" * 500_000).message
    assert "a quotation mark is missing, or a cell is too long" in unclosed


def test_a_number_of_an_invoice_is_no_amount() -> None:
    """INV is no currency: a column of references is not taken for one of amounts."""
    statement = read_statement(b"13/04/2026,INV-0123,-5.00\n14/04/2026,INV-0124,-5.00\n")

    assert [(line.amount, line.description) for line in statement.lines] == [
        (Decimal("-5.00"), "INV-0123"),
        (Decimal("-5.00"), "INV-0124"),
    ]


def test_lines_that_a_bank_has_not_executed_are_left_out() -> None:
    """A pending line comes again with other words when it is posted."""
    content = b"Date,Amount,Payee,State\n13/04/2026,-5.00,x,COMPLETED\n14/04/2026,-6.00,y,PENDING\n"
    statement = read_statement(content)

    assert [line.payee for line in statement.lines] == ["x"]
    assert statement.notes == ["Lines that the bank has not booked were left out (line 3)."]


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ("Date,Amount,Payee,Status\n13/04/2026,-5.00,Parking,Pending\n", 2),
        ("Date,Amount,Payee\nPending transactions\n13/04/2026,-5.00,Parking\n14/04/2026,-6.00,Parking\n", 3),
        ("Date,Amount,Payee,Code,Status\n13/04/2026,-5.00,Parking,,Pending\n,,Interest,b/f,\n", 2),
    ],
)
def test_a_file_of_lines_that_a_bank_has_not_executed_is_refused(content: str, line: int) -> None:
    """It holds nothing to reconcile yet, and the person learns why."""
    assert f"Line {line}: the bank has not booked this line, nor any other" in refusal(content).message


def test_sums_and_remarks_below_the_lines_are_left_out_and_reported() -> None:
    """But a payee whose name is Total is a line."""
    content = HEADINGS + "13/04/2026,-5.00,Total Energies\nTotal,-5.00,\n* Pending lines are not shown,,\n"
    statement = read_statement(content.encode())

    assert [line.payee for line in statement.lines] == ["Total Energies"]
    assert statement.notes == ["Remarks and sums were left out (lines 3 and 4)."]


def test_a_balance_that_does_not_follow_is_reported() -> None:
    """Lines may be missing; the amounts stand."""
    content = "Date,Amount,Balance\n13/04/2026,-5.00,95\n14/04/2026,-5.00,90\n15/04/2026,-5,85\n16/04/2026,-5.00,70\n"
    statement = read_statement(content.encode())

    assert statement.notes == [
        "The running balance does not follow at line 5: lines may be missing or in another order."
    ]


def test_equal_lines_of_a_day_stay_two() -> None:
    """Two coffees are two coffees, and have two ids."""
    statement = read_statement((HEADINGS + GOOD + GOOD).encode())

    assert len({line.line_id for line in statement.lines}) == 2


def test_ids_that_only_number_the_rows_are_not_trusted() -> None:
    """The next file would begin at one again, and its lines would be taken for seen."""
    content = b"Date,Amount,Payee,Transaction ID\n13/04/2026,-5.00,x,1\n14/04/2026,-5.00,y,2\n"
    statement = read_statement(content)

    assert all(line.line_id.startswith("h-") for line in statement.lines)
    assert statement.notes == ["The bank's ids are not one for each line, so lines are known by day, amount and words."]
