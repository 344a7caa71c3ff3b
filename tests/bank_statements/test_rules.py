"""The rules by which fees, nets, balances, cards and languages are reported, each by the least file that shows it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from atom_xero_plugin.bank_statements.csv.layout import Columns, CsvLayoutInput
from atom_xero_plugin.bank_statements.read import read_statement
from atom_xero_plugin.bank_statements.statement import Statement
from atom_xero_plugin.core.errors import AskAgain


def read(text: str, **layout: object) -> Statement:
    return read_statement(text.encode(), layout=CsvLayoutInput(**layout))  # type: ignore[arg-type]  # by keyword


def amounts(statement: Statement) -> list[Decimal]:
    return [line.amount for line in statement.lines]


def asked(text: str) -> AskAgain:
    with pytest.raises(AskAgain) as caught:
        read(text)
    return caught.value


FEES = "Date,Amount,Fee,Description\n13/04/2026,-45.20,0.50,City Cafe\n14/04/2026,100.00,0,Ridgeway\n"


def test_a_fee_that_may_be_in_the_amount_or_next_to_it_is_asked_about() -> None:
    """Both answers are given by naming a column."""
    assert asked(FEES).fields[0].path == "/layout/columns/fee"
    neighbours = read(FEES, columns=Columns(fee="Fee"))
    within = read(FEES, columns=Columns(amount="Amount"))

    assert amounts(neighbours) == [Decimal("-45.70"), Decimal("100.00")]
    assert amounts(within) == [Decimal("-45.20"), Decimal("100.00")]


@pytest.mark.parametrize(("second", "fee"), [("154.30", "-45.70"), ("154.80", "-45.20")])
def test_the_balance_says_whether_a_fee_comes_on_top(second: str, fee: str) -> None:
    """It falls by what was really taken."""
    statement = read(
        f"Date,Amount,Fee,Balance\n12/04/2026,200.00,0.00,200.00\n13/04/2026,-45.20,0.50,{second}\n",
        date_order="day_first",
    )

    assert amounts(statement) == [Decimal("200.00"), Decimal(fee)]


def test_fees_of_both_signs_are_asked_about() -> None:
    """A fee paid back next to a fee charged: which minus is which, nobody can know."""
    text = "Date,Amount,Fee\n13/04/2026,-45.20,0.50\n14/04/2026,100.00,-0.25\n"

    assert "both signs" in asked(text).message
    assert asked(text).fields[0].path == "/layout/columns/amount"


def test_a_net_that_is_more_than_gross_less_fee_is_asked_about() -> None:
    """A net without tax is not what the account moved by."""
    error = asked("Date,Amount,Tax,Net amount\n13/04/2026,-120.00,-20.00,-100.00\n")

    assert error.fields[0].path == "/layout/columns/amount"
    assert "differ by more than a fee" in error.message


def test_fees_that_make_every_amount_less_show_which_sign_is_money_in() -> None:
    """What a shop is paid is positive, and the fee is taken from it."""
    statement = read("Date,Gross,Fee,Net\n13/04/2026,100.00,3.00,97.00\n14/04/2026,50.00,1.50,48.50\n")

    assert amounts(statement) == [Decimal("97.00"), Decimal("48.50")]


def test_a_balance_that_stands_as_an_amount_is_no_line() -> None:
    """It is left out and reported; a payee with balance in its name stays."""
    statement = read(
        "Date,Description,Amount\n13/04/2026,Opening balance,1000.00\n13/04/2026,Balance Finance,-5.00\n"
        "30/04/2026,Closing balance as at 30 April,995.00\n"
    )

    assert [(line.description, line.amount) for line in statement.lines] == [("Balance Finance", Decimal("-5.00"))]
    assert statement.notes == ["Balances that stand as an amount were left out (lines 2 and 4)."]


def test_words_that_head_columns_may_stand_in_a_line() -> None:
    """DATA is a date in Italian and DR a debit, but a row with a day and an amount is a line."""
    statement = read("13/04/2026,DATA,5.00,DR\n14/04/2026,DATA,7.00,DR\n")

    assert amounts(statement) == [Decimal("-5.00"), Decimal("-7.00")]


@pytest.mark.parametrize(
    "rows",
    [
        "13/04/2026,42.00,City Books\n14/04/2026,-20.00,REFUND City Books\n",
        "13/04/2026,42.00,City Books\n14/04/2026,-42.00,Payment received - thank you\n",
    ],
)
def test_a_minus_only_where_money_comes_in_is_asked_about(rows: str) -> None:
    """So a card is printed; the usual sign would turn every purchase into income."""
    assert asked(f"Date,Amount,Description\n{rows}").fields[0].path == "/layout/sign"


def test_a_refund_that_we_paid_among_other_payments_is_not_asked_about() -> None:
    """A shop pays refunds too."""
    statement = read("Date,Amount,Description\n13/04/2026,-42.00,City Books\n14/04/2026,-20.00,REFUND of order 7\n")

    assert amounts(statement) == [Decimal("-42.00"), Decimal("-20.00")]


def test_an_account_with_the_number_of_a_card_is_asked_about() -> None:
    """Masked numbers of sixteen digits are cards."""
    text = "Date,Amount,Account\n13/04/2026,-42.00,543400******0000\n"

    assert asked(text).fields[0].path == "/layout/sign"


def test_the_pair_counts_where_it_says_the_same_as_the_amount() -> None:
    """An amount without a sign is reported by the column in which it stands again."""
    statement = read("Date,Amount,Debit,Credit\n13/04/2026,5.00,5.00,\n14/04/2026,7.00,,7.00\n")

    assert amounts(statement) == [Decimal("-5.00"), Decimal("7.00")]


def test_payments_are_money_out_only_next_to_deposits() -> None:
    """On a card's statement they are what was paid in."""
    assert amounts(read("Date,Payments,Deposits\n13/04/2026,5.00,\n14/04/2026,,7.00\n")) == [
        Decimal("-5.00"),
        Decimal(7),
    ]
    assert asked("Date,Charges,Payments\n13/04/2026,5.00,\n14/04/2026,,7.00\n").fields[0].path.startswith("/layout/")


def test_a_decimal_mark_of_each_column_needs_proof_in_each() -> None:
    """Else a thousand would become a one."""
    statement = read("Date;Amount;Balance\n13/04/2026;-29,99;1500.00\n")

    assert amounts(statement) == [Decimal("-29.99")]
    assert statement.closing_balance == Decimal("1500.00")
    assert "decimal point" in asked("Date;Amount;Balance\n13/04/2026;-29,99;1\n14/04/2026;-5.00;1500.00\n").message


def test_the_rand_is_a_currency_and_not_the_beginning_of_a_number() -> None:
    """R 150.00 is money, R1042 an order."""
    statement = read("Date,Amount,Reference\n13/04/2026,-R 150.00,R1042\n")

    assert (statement.lines[0].amount, statement.currency) == (Decimal("-150.00"), "ZAR")
    assert statement.lines[0].reference == "R1042"


def test_unsigned_ofx_needs_a_type_that_says_the_way() -> None:
    """A check goes out and a deposit in; OTHER says nothing, and is refused rather than taken for income."""
    kinds = ("CHECK", "PAYMENT", "DEP", "OTHER")
    transactions = "".join(
        f"<STMTTRN><TRNTYPE>{kind}<DTPOSTED>20260413<TRNAMT>5.00<FITID>{kind}</STMTTRN>" for kind in kinds
    )
    ofx = "<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><BANKACCTFROM><ACCTID>1</BANKACCTFROM><BANKTRANLIST>{}</BANKTRANLIST>"
    ofx += "</STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>"
    unsigned = CsvLayoutInput(sign="unsigned")
    with pytest.raises(AskAgain) as caught:
        read_statement(ofx.format(transactions).encode(), layout=unsigned)
    statement = read_statement(ofx.format(transactions.split("<STMTTRN><TRNTYPE>OTHER")[0]).encode(), layout=unsigned)

    assert caught.value.message.startswith("Transaction 4: 'OTHER' does not say")
    assert amounts(statement) == [Decimal("-5.00"), Decimal("-5.00"), Decimal("5.00")]


def test_an_account_s_own_iban_above_the_headings_makes_the_column_the_others() -> None:
    """Else every payee would be another account."""
    own, others = "DE00000000000000000000", ("DE01000000000000000000", "DE02000000000000000000")
    text = f"Girokonto;{own}\nDate;Amount;IBAN\n13.04.2026;-5,00;{others[0]}\n14.04.2026;-6,00;{others[1]}\n"

    assert len(read(text).lines) == 2
    assert asked(text.replace(own, "")).fields[0].path == "/layout/account"


def test_days_of_a_column_that_is_there_on_every_line_are_taken() -> None:
    """The day of effect is empty while a payment is under way."""
    statement = read("Value date,Created,Amount\n,14/04/2026,-5.00\n13/04/2026,12/04/2026,-6.00\n")

    assert [line.day for line in statement.lines] == [date(2026, 4, 14), date(2026, 4, 12)]
