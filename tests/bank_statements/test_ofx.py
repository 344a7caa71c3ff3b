"""OFX as banks break it is repaired where nothing is in doubt, and refused where something is."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.long_run import examples

from atom_xero_plugin.bank_statements.csv.layout import CsvLayoutInput
from atom_xero_plugin.bank_statements.read import read_statement
from atom_xero_plugin.bank_statements.statement import Statement
from atom_xero_plugin.core.errors import Ambiguous, AskAgain, InvalidArguments

HEADER = (
    "OFXHEADER:100\r\nDATA:OFXSGML\r\nVERSION:102\r\nSECURITY:NONE\r\nENCODING:USASCII\r\nCHARSET:1252\r\n"
    "COMPRESSION:NONE\r\nOLDFILEUID:NONE\r\nNEWFILEUID:NONE\r\n\r\n"
)


def transaction(
    fitid: str = "F1", amount: str = "-5.00", kind: str = "DEBIT", day: str = "20260413", more: str = ""
) -> str:
    reported = f"<TRNTYPE>{kind}<DTPOSTED>{day}<TRNAMT>{amount}<FITID>{fitid}<NAME>Caf\u00e9 &amp; Co{more}"
    return f"<STMTTRN>{reported}</STMTTRN>\n"


def account(*transactions: str, number: str = "12-34", currency: str = "NZD") -> str:
    return (
        f"<STMTTRNRS><STMTRS><CURDEF>{currency}<BANKACCTFROM><BANKID>1<ACCTID>{number}<ACCTTYPE>CHECKING</BANKACCTFROM>"
        f"<BANKTRANLIST>\n{''.join(transactions)}</BANKTRANLIST></STMTRS></STMTTRNRS>\n"
    )


def ofx(*accounts: str) -> str:
    return f"{HEADER}<OFX><BANKMSGSRSV1>{''.join(accounts)}</BANKMSGSRSV1></OFX>\r\n"


def read(text: str, encoding: str = "cp1252", layout: CsvLayoutInput | None = None) -> Statement:
    return read_statement(text.encode(encoding), layout=layout)


def refusal(text: str, layout: CsvLayoutInput | None = None) -> AskAgain:
    with pytest.raises(AskAgain) as caught:
        read(text, layout=layout)
    return caught.value


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (ofx(account(transaction())), "cp1252"),
        (ofx(account(transaction())), "utf-8"),
        (ofx(account(transaction())), "utf-8-sig"),
        (ofx(account(transaction())), "utf-16"),
        (ofx(account(transaction())).removeprefix(HEADER), "cp1252"),
        (ofx(account(transaction())).replace("\r\n", " "), "cp1252"),
        (ofx(account(transaction())).replace("CHARSET:1252\r\n", ""), "cp1252"),
        (ofx(account(transaction())).replace("CHARSET:1252", "CHARSET:nonsense"), "cp1252"),
        ("\r\n\r\n" + ofx(account(transaction())), "cp1252"),
        (ofx(account(transaction(more="<MEMO>"))), "cp1252"),
        (ofx(account(transaction(more="<MEMO></MEMO><CHECKNUM>"))), "cp1252"),
        (ofx(account(transaction(more="<!-- a remark -->"))), "cp1252"),
    ],
)
def test_a_header_that_lies_or_lacks_hurts_nothing(text: str, encoding: str) -> None:
    """Nor do empty fields without an end, which OFX 1 does not foresee."""
    (line,) = read(text, encoding).lines

    assert (line.day, line.amount, line.payee) == (date(2026, 4, 13), Decimal("-5.00"), "Caf\u00e9 & Co")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (ofx(account(transaction()))[:-60], "ends before </OFX>: it is truncated"),
        (HEADER, "truncated"),
        (ofx(account(transaction())).replace("</BANKTRANLIST>", ""), "<BANKTRANLIST> is not ended"),
        (ofx(account(transaction())).replace("</STMTTRN>", "</OTHER>"), "</OTHER> ends nothing (transaction 1)"),
        (ofx(account(transaction(more="a<b"))), "is no tag of OFX"),
        (ofx(account(transaction(amount="NaN"))), "Transaction 1: 'NaN' is not an amount"),
        (ofx(account(transaction(amount="-Infinity"))), "is not an amount"),
        (ofx(account(transaction(amount="=1+1"))), "is not an amount"),
        (ofx(account(transaction(amount="1e9"))), "is not an amount"),
        (ofx(account(transaction(), transaction(amount=""))), "Transaction 2: there is no amount"),
        (ofx(account(transaction(day="20261341"))), "Transaction 1: '20261341' is no date"),
        (ofx(account(transaction(day=""))), "Transaction 1: there is no date"),
        (ofx(account(transaction(more="<CURRENCY><CURRATE>1<CURSYM>AUD</CURRENCY>"))), "Transaction 1 is in 'AUD'"),
        (ofx(account(), account(currency="AUD")), "AUD and NZD"),
        (ofx("<STMTTRNRS><STATUS><CODE>2000<SEVERITY>ERROR<MESSAGE>Try later</STATUS></STMTTRNRS>"), "'Try later'"),
        (ofx("<INVSTMTTRNRS><INVSTMTRS></INVSTMTRS></INVSTMTTRNRS>"), "investments"),
        (ofx(account(transaction(amount="-1.234"))), "three decimals"),
    ],
)
def test_broken_ofx_is_refused_with_its_place(text: str, reason: str) -> None:
    """Nothing is passed over: what the parser below would skip is an error here."""
    assert reason in refusal(text).message


def test_several_accounts_are_reported_and_one_can_be_chosen() -> None:
    """Never silently the first."""
    text = ofx(account(transaction()), account(transaction(amount="-7.00"), number="99"))
    error = refusal(text)

    assert isinstance(error, Ambiguous)
    assert "'12-34', '99'" in error.hint
    assert error.fields[0].path == "/layout/account"
    assert read(text, layout=CsvLayoutInput(account="9 9")).lines[0].amount == Decimal("-7.00")
    assert isinstance(refusal(text, CsvLayoutInput(account="5")), InvalidArguments)


def test_two_statements_of_one_account_are_one() -> None:
    """And the line that both say is one line."""
    text = ofx(account(transaction("A"), transaction("B")), account(transaction("B"), transaction("C")))
    statement = read(text)

    assert [line.line_id for line in statement.lines] == ["A", "B", "C"]
    assert statement.notes == ["1 transaction that the file lists twice left out."]


def test_an_id_that_the_bank_gave_to_two_lines_identifies_neither() -> None:
    """Both are kept, under ids of their own."""
    lines = read(ofx(account(transaction("A"), transaction("A", amount="-6.00")))).lines

    assert len({line.line_id for line in lines}) == 2
    assert "A" not in {line.line_id for line in lines}


def test_a_long_id_of_the_bank_is_shortened_and_stays_the_same() -> None:
    """The store keeps 64 characters."""
    one, two = (read(ofx(account(transaction("X" * 255), transaction("Y" * 255)))).lines for _ in range(2))

    assert [line.line_id for line in one] == [line.line_id for line in two]
    assert all(len(line.line_id) <= 64 for line in one)


def test_signs_that_contradict_the_banks_words_are_asked_about() -> None:
    """Some issuers of cards print what was spent as positive."""
    text = ofx(account(transaction("A", "5.00", "DEBIT"), transaction("B", "-9.00", "CREDIT")))

    assert refusal(text).fields[0].path == "/layout/sign"
    reported = read(text, layout=CsvLayoutInput(sign="out_positive"))
    assert [line.amount for line in reported.lines] == [Decimal("-5.00"), Decimal("9.00")]


def test_a_correction_by_the_bank_is_reported() -> None:
    """What it deletes is no line."""
    more = "<CORRECTFITID>A<CORRECTACTION>DELETE"
    statement = read(ofx(account(transaction("B"), transaction("C", more=more))))

    assert [line.line_id for line in statement.lines] == ["B"]
    assert "transactions 2" in statement.notes[0]


def test_a_statement_without_lines_is_one() -> None:
    """The bank says that nothing moved."""
    statement = read(ofx(account()))

    assert statement.lines == []
    assert statement.notes == ["The statement has no lines."]


def test_ofx_beyond_the_limits_is_refused_before_it_is_read() -> None:
    """However deep it nests, and whatever begins and never ends."""
    assert "more than 50,000 lines" in refusal(ofx(account("<STMTTRN>" * 50_001))).message
    assert "broken" in refusal(ofx("<A>" * 200_000 + "</A>" * 200_000)).message
    assert "is no tag" in refusal(ofx("<![CDATA[" * 200_000)).message
    assert "is no tag" in refusal(ofx("<!--" * 200_000)).message


def test_numbered_characters_are_read_and_controls_are_not() -> None:
    """A NUL would not fit a database."""
    (line,) = read(ofx(account(transaction(more="<MEMO>a&#233;b&#00;c&#27;d")))).lines

    assert line.description == "a\u00e9b c d"


@settings(max_examples=examples(150))
@given(
    st.lists(
        st.tuples(st.dates(date(1971, 1, 1), date(2098, 1, 1)), st.integers(-(10**10), 10**10).filter(bool)), min_size=1
    ),
    st.sampled_from([".", ","]),
    st.booleans(),
)
def test_every_amount_and_day_of_ofx_is_exact(of: list[tuple[date, int]], mark: str, ended: bool) -> None:
    """With a point or a comma, with end tags or without."""
    text = ofx(
        account(
            *(
                transaction(
                    str(at),
                    f"{'-' if cents < 0 else ''}{abs(cents) // 100}{mark}{abs(cents) % 100:02}",
                    "OTHER",
                    f"{day:%Y%m%d}",
                )
                for at, (day, cents) in enumerate(of)
            )
        )
    )
    if ended:
        text = text.replace("<FITID>", "</TRNAMT><FITID>").replace("<TRNAMT>", "</DTPOSTED><TRNAMT>")
    lines = read(text).lines

    assert [(line.day, line.amount) for line in lines] == [(day, Decimal(cents) / 100) for day, cents in of]
    assert [line.line_id for line in lines] == [str(at) for at in range(len(of))]


@settings(max_examples=examples(300))
@given(st.data())
def test_damaged_ofx_is_read_or_refused(data: st.DataObject) -> None:
    """Bytes lost, doubled or changed lead to nothing but our own error."""
    content = bytearray(ofx(account(transaction("A"), transaction("B", "9.00", "CREDIT"))).encode("cp1252"))
    for _ in range(data.draw(st.integers(1, 5))):
        at = data.draw(st.integers(0, len(content)))
        content[at : at + data.draw(st.integers(0, 8))] = data.draw(
            st.binary(max_size=8) | st.sampled_from([b"<", b"</OFX>", b"<MEMO>", b"\x00"])
        )
    try:
        statement = read_statement(bytes(content))
    except AskAgain as refused:
        assert_told(refused)
    else:
        assert len(statement.lines) <= 2


def assert_told(refused: AskAgain) -> None:
    assert refused.fields
    assert refused.message
