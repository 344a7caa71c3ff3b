"""Kinds of bank files that are easily read wrong: each is read right, or asks what decides and is then right."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from decimal import Decimal
from typing import Any

import msgspec
import pytest

from atom_xero_plugin.bank_statements.csv.layout import CsvLayoutInput
from atom_xero_plugin.bank_statements.read import read_statement
from atom_xero_plugin.bank_statements.statement import Statement
from atom_xero_plugin.core.errors import Ambiguous, AskAgain

TODAY = date(2026, 11, 30)
OUT = {"sign": "out_positive"}


def read(text: str, given: dict[str, Any] | None = None, *, card: bool | None = None) -> Statement:
    return read_statement(text.encode(), layout=msgspec.convert(given or {}, CsvLayoutInput), today=TODAY, card=card)


def reported(statement: Statement) -> list[tuple[str, str]]:
    return [(f"{line.day:%m-%d}", f"{line.amount:f}") for line in statement.lines]


CARDS = {
    "shop and payment": "Date,Description,Amount\n14/09/2026,SHOP,41.20\n15/09/2026,PAYMENT,-300.00\n",
    "a refund without words": "Date,Description,Amount\n14/09/2026,HARLOW,41.20\n15/09/2026,HARLOW,-12.10\n"
    "16/09/2026,DIRECT DEBIT PAYMENT,-29.10\n",
    "bpay": "14/09/2026,41.20,WOOLWORTHS\n15/09/2026,-300.00,BPAY PAYMENT\n",
    "german": 'Datum,Beschreibung,Betrag\n15/09/2026,ZAHLUNG/ÜBERWEISUNG ERHALTEN BESTEN DANK,"-500,00"\n'
    '12/09/2026,REWE,"23,45"\n',
    "swedish": "Datum,Beskrivning,Belopp\n2026-09-15,BETALNING MOTTAGEN TACK,-500\n2026-09-12,ICA,23\n",
    "brazilian": "date,title,amount\n2026-09-20,Padaria,31.40\n2026-09-18,Loja,106.70\n"
    "2026-09-05,Pagamento recebido,-458.50\n",
    "a balance of what is owed": "Date,Description,Amount,Balance\n13/09/2026,SHOP A,41.20,141.20\n"
    "14/09/2026,SHOP B,10.00,151.20\n"
    "15/09/2026,PAYMENT,-100.00,51.20\n",
}  # fmt: skip


@pytest.mark.parametrize("text", CARDS.values(), ids=CARDS)
def test_a_card_on_which_positive_is_spent_asks_for_the_sign(text: str) -> None:
    """Whatever words it has for what is paid back; the answer turns every line."""
    with pytest.raises(Ambiguous) as caught:
        read(text)
    question = caught.value.fields[0]
    usual, turned = read(text, {"sign": "in_positive"}), read(text, OUT)

    assert (question.path, question.allowed) == ("/layout/sign", ("in_positive", "out_positive"))
    assert question.examples
    assert [line.amount for line in turned.lines] == [-line.amount for line in usual.lines]


@pytest.mark.parametrize(("card", "asks"), [(True, True), (None, True), (False, False)])
def test_the_kind_of_account_in_xero_is_a_clue(card: bool | None, asks: bool) -> None:
    """More lines above zero than below are usual on a card, and possible on a bank account: there it is a warning."""
    text = "Date,Description,Amount\n14/09/2026,AAA,41.20\n15/09/2026,BBB,30.00\n16/09/2026,CCC,-30.00\n"
    if asks:
        with pytest.raises(Ambiguous):
            read(text, card=card)
        return
    assert read(text, card=card).unproven == [
        "Positive amounts were taken as money in, as banks print them; nothing else shows it."
    ]


RIGHT = {
    "other parties' iban next to the own": (
        ("IBAN Auftragskonto;Buchungstag;Name Zahlungsbeteiligter;IBAN Zahlungsbeteiligter;Verwendungszweck;Betrag;"
        "Saldo nach Buchung\n"
        "DE11;03.08.2026;Ahrens;DE22;RE 77;250,00;1250,00\nDE11;05.08.2026;Strom AG;DE33;Abschlag;-75,50;1174,50\n"),
        [("08-03", "250.00"), ("08-05", "-75.50")],
    ),
    "other parties' iban behind a payee": (
        "Date;Payee;IBAN;BIC;Debit;Credit\n13/08/2026;Ahrens;DE1;X;;250.00\n15/08/2026;Strom AG;DE2;X;-75.50;\n",
        [("08-13", "250.00"), ("08-15", "-75.50")],
    ),
    "one balance through all accounts": (
        "Date;Account;Amount;Balance\n13/08/2026;1;250.00;250.00\n15/08/2026;2;-75.50;174.50\n",
        [("08-13", "250.00"), ("08-15", "-75.50")],
    ),
    "other parties' account that some lines lack": (
        ("Date;Compte;Description;Montant\n03.08.2026;BE22 1;Ahrens;250,00\n05.08.2026;-;Carte;-75,50\n"
        "06.08.2026;BE33 1;X;-1,00\n"),
        [("08-03", "250.00"), ("08-05", "-75.50"), ("08-06", "-1.00")],
    ),
    "soll and haben under no heading": (
        ("Buchungstag;Vorgang/Verwendungszweck;Währung;Umsatz; \n03.08.2026;RE 77;EUR;250,00;H\n"
        "05.08.2026;Abschlag;EUR;75,50;S\n"),
        [("08-03", "250.00"), ("08-05", "-75.50")],
    ),
    "reversed, yet the balance moves by it": (
        ("Date,Name,Status,Gross,Balance\n14/09/2026,A,Completed,300.00,300.00\n15/09/2026,B,Reversed,-41.20,258.80\n"
        "16/09/2026,B,Completed,41.20,300.00\n"),
        [("09-14", "300.00"), ("09-15", "-41.20"), ("09-16", "41.20")],
    ),
    "not executed, in Danish": (
        ('"Dato";"Tekst";"Beløb";"Saldo";"Status";"Afstemt"\n"14.09.2026";"KUNDE";"300,00";"1.300,00";"Udført";"Nej"\n'
        '"15.09.2026";"PAPIR";"-41,20";"1.258,80";"Udført";"Nej"\n"16.09.2026";"LEJE";"-500,00";"";"Venter";"Nej"\n'),
        [("09-14", "300.00"), ("09-15", "-41.20")],
    ),
    "reserved, in place of the day": (
        ("Kirjauspäivä;Määrä;Nimi;Saldo\n2026/09/14;300,00;ASIAKAS;1300,00\n2026/09/15;-41,20;PAPERI;1258,80\n"
        "Varaus;-12,00;KIOSKI;\n"),
        [("09-14", "300.00"), ("09-15", "-41.20")],
    ),
    "noted, under a heading that says nothing": (
        ("Buchungstag;Text;Betrag;Info\n14.09.2026;A;300,00;Umsatz gebucht\n15.09.2026;B;-1,00;Umsatz vorgemerkt\n"
        "16.09.2026;C;-2,00;Umsatz gebucht\n"),
        [("09-14", "300.00"), ("09-16", "-2.00")],
    ),
    "balances before their lines, over days": (
        ("Datum;Tekst;Bedrag;Saldo\n17-09-2026;Factuur;223,77;130,44\n18-09-2026;Winkel;-200,00;354,21\n"
        "19-09-2026;Kosten;-2,20;154,21\n"),
        [("09-17", "223.77"), ("09-18", "-200.00"), ("09-19", "-2.20")],
    ),
    "a day elsewhere decides the order": (
        ("Statement from 08/01/2026 to 08/31/2026,,\nDate,Description,Amount\n08/03/2026,FEE,-1.00\n"
        "08/05/2026,FEE,-2.00\n"),
        [("08-03", "-1.00"), ("08-05", "-2.00")],
    ),
    "days under German headings": (
        "Buchungsdatum;Text;Betrag\n10.09.2026;KUNDE;300,00\n09.09.2026;PAPIER;-41,20\n",
        [("09-10", "300.00"), ("09-09", "-41.20")],
    ),
    "sums of both columns with a day": (
        ("Date,Details,Debit,Credit\n01/09/2026,RENT,650.00,\n14/09/2026,BRIGHT,,480.00\n"
        "30/09/2026,Total,650.00,480.00\n"),
        [("09-01", "-650.00"), ("09-14", "480.00")],
    ),
    "sums in Dutch": (
        "Datum;Tekst;Af;Bij\n01-09-2026;HUUR;650,00;\n14-09-2026;KLANT;;480,00\n;Totaal;650,00;480,00\n",
        [("09-01", "-650.00"), ("09-14", "480.00")],
    ),
    "empty ends left out": (
        "Date,Details,Debit,Credit,Balance\n01/09/2026,RENT,650.00\n14/09/2026,BRIGHT,,480.00\n15/09/2026,X,20.00\n",
        [("09-01", "-650.00"), ("09-14", "480.00"), ("09-15", "-20.00")],
    ),
    "a currency after a word in the headings": (
        (
            'Konto:;="CH9300762011623852957"\nDatum;Typ;Avisierungstext;Gutschrift in CHF;Lastschrift in CHF;Label\n'
            "15.09.2026;Buchung;GUTSCHRIFT KUNDE;115.00;;\n14.09.2026;Buchung;KAUF MIGROS;;-23.50;\n"
        ),
        [("09-15", "115.00"), ("09-14", "-23.50")],
    ),
    "the day settled next to the day begun": (
        (
            "Status;Settlement date (UTC);Operation date (UTC);Counterparty name;Total amount (incl. VAT);Currency\n"
            "settled;15-09-2026 10:00:00;14-09-2026 10:00:00;AWS;-50,00;EUR\n"
            "declined;;16-09-2026 10:00:00;Bad;-70,00;EUR\n"
            "settled;17-09-2026 10:00:00;17-09-2026 10:00:00;A;1200,00;EUR\n"
        ),
        [("09-15", "-50.00"), ("09-17", "1200.00")],
    ),
    "lines below a row that says pending": (
        (
            "Date,Description,Amount\nPending transactions,,\n16/09/2026,WAIT,-9.00\nPosted transactions,,\n"
            "15/09/2026,B,500.00\n14/09/2026,A,-45.10\n"
        ),
        [("09-15", "500.00"), ("09-14", "-45.10")],
    ),
    "lines at the end below a German row": (
        "Datum;Text;Betrag\n25.09.2026;A;500,00\n14.09.2026;B;-45,10\nVorgemerkte Umsätze;;\n26.09.2026;C;-9,00\n",
        [("09-25", "500.00"), ("09-14", "-45.10")],
    ),
    "a sentence about what is pending": (
        "Date,Description,Amount\n25/09/2026,A,500.00\n14/09/2026,B,-45.10\nPending transactions are not here,,\n",
        [("09-25", "500.00"), ("09-14", "-45.10")],
    ),
    "words that go on below a line": (
        "Date,Description,Amount\n14/09/2026,PAYMENT,-9.00\n,SCHEDULED TRANSFER,\n25/09/2026,A,500.00\n",
        [("09-14", "-9.00"), ("09-25", "500.00")],
    ),
    "months by name": (
        "Datum;Text;Betrag\n3. März 2026;GEBÜHR;-5,00\n14. Mai 2026;KUNDE;10,00\n",
        [("03-03", "-5.00"), ("05-14", "10.00")],
    ),
    "a sum of money out that has a day": (
        (
            '"Row type";"Date";"Details";"Amount";"Debit/Credit"\n"10";"01.09.2026";"Opening balance";"100.00";"K"\n'
            '"20";"14.09.2026";"KLIENT";"300.00";"K"\n"20";"15.09.2026";"PAPER";"41.20";"D"\n'
            '"82";"30.09.2026";"Turnover";"41.20";"D"\n"86";"30.09.2026";"Closing balance";"358.80";"K"\n'
        ),
        [("09-14", "300.00"), ("09-15", "-41.20")],
    ),
    "what became of a line, under a heading that says nothing": (
        (
            "Date,Description,Amount,Result\n14/09/2026,FEE,-2.95,Success\n16/09/2026,RENT,-100.00,Insufficient funds\n"
            "17/09/2026,BRIGHT,300.00,Success\n"
        ),
        [("09-14", "-2.95"), ("09-17", "300.00")],
    ),
    "other parties' account before their bank": (
        (
            "datum zaúčtování;částka;zůstatek;číslo účtu;kód banky;název protiúčtu\n"
            "14.09.2026;300,00;1300,00;111;0300;KLIENT\n15.09.2026;-41,20;1258,80;222;0800;OBCHOD\n"
        ),
        [("09-14", "300.00"), ("09-15", "-41.20")],
    ),
    "crowns": (("Dato;Tekst;Beløb\n14.09.2026;A;-5,00 kr\n15.09.2026;B;300,00 kr.\n"
    ""), [("09-14", "-5.00"), ("09-15", "300.00")]),
    "a movement worded as a balance, newest first": (
        ("Date,Description,Value,Balance\n15/09/2026,PAPER,-20.00,810.00\n"
        "14/09/2026,Closing balance,480.00,830.00\n01/09/2026,RENT,-650.00,350.00\n"),
        [("09-15", "-20.00"), ("09-14", "480.00"), ("09-01", "-650.00")],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "right"), RIGHT.values(), ids=RIGHT)
def test_it_is_read_right_with_nothing_given(text: str, right: list[tuple[str, str]]) -> None:
    """By what the file itself says."""
    assert reported(read(text)) == right


ASKED = {
    "few days in no order": (
        "Date,Payee,Amount\n08/06/2026,A,3.00\n03/06/2026,B,-4.00\n02/07/2026,C,-6.00\n",
        "/layout/date_order",
        {"date_order": "day_first"},
        [("06-08", "3.00"), ("06-03", "-4.00"), ("07-02", "-6.00")],
    ),
    "few days that seem to be in order": (
        "Date,Payee,Amount\n03/06/2026,A,3.00\n08/07/2026,B,-4.00\n02/08/2026,C,-6.00\n",
        "/layout/date_order",
        {"date_order": "day_first"},
        [("06-03", "3.00"), ("07-08", "-4.00"), ("08-02", "-6.00")],
    ),
    "a state that nobody knows": (
        ("Date,Description,Amount,Status\n14/09/2026,A,-5.00,Posted\n15/09/2026,B,-6.00,Zink\n"
        "16/09/2026,C,20.00,Posted\n"),
        "/layout/not_done",
        {"not_done": ["Zink"]},
        [("09-14", "-5.00"), ("09-16", "20.00")],
    ),
    "words of ways that nobody knows": (
        "Date,Description,Debit/Credit,Amount\n14/09/2026,A,Foo,5.00\n15/09/2026,B,Bar,6.00\n",
        "/layout/money_in",
        {"money_in": ["Bar"]},
        [("09-14", "-5.00"), ("09-15", "6.00")],
    ),
    "balances before or after lines of one day": (
        ("Datum;Tekst;Bedrag;Saldo\n17-09-2026;A;223,77;130,44\n17-09-2026;B;-200,00;354,21\n"
        "17-09-2026;C;-2,20;154,21\n"),
        "/layout/sign",
        {"sign": "in_positive"},
        [("09-17", "223.77"), ("09-17", "-200.00"), ("09-17", "-2.20")],
    ),
    "two accounts": (
        "Date,Amount,Account\n13/04/2026,-5.00,1\n14/04/2026,-6.00,2\n",
        "/layout/account",
        {"account": "2"},
        [("04-14", "-6.00")],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "path", "answer", "right"), ASKED.values(), ids=ASKED)
def test_what_nothing_proves_is_asked(
    text: str, path: str, answer: dict[str, Any], right: list[tuple[str, str]]
) -> None:
    """The question lists what is allowed, and the answer reads the file right."""
    with pytest.raises(Ambiguous) as caught:
        read(text)
    question = caught.value.fields[0]

    assert question.path == path
    assert set(map(str, question.allowed)) >= {
        str(each) for value in answer.values() for each in ([value] if isinstance(value, str) else value)
    }
    assert reported(read(text, answer)) == right


def test_lines_of_other_accounts_are_reported_and_an_empty_text_says_that_they_are_not() -> None:
    """Whoever names one account knows what was left out; whoever knows better says so."""
    text = "Date,Amount,Account\n13/04/2026,-5.00,1\n14/04/2026,-6.00,2\n"

    assert read(text, {"account": "2"}).notes == ["Lines of other accounts than '2' were left out (line 2)."]
    assert len(read(text, {"columns": {"account": ""}}).lines) == 2


def test_cells_beyond_the_headings_are_words_only_where_all_else_stands_in_its_place() -> None:
    """An amount behind them, or a decimal comma between commas, may have been moved."""
    head = "Date;Amount;Text\n"
    assert read(f"{head}14/09/2026;-5,00;A;B\n").lines[0].description == "A B"
    for text in (f"{head}14/09/2026;-5,00;A;5,00\n", "Date;Text;Amount\n14/09/2026;A;B;-5,00\n15/09/2026;C;-6,00\n",
                 "Date,Amount,Text\n14/09/2026,-5,50,A\n15/09/2026,-6,50,B\n"):  # fmt: skip
        with pytest.raises(AskAgain) as caught:
            read(text)
        assert "columns where there should be" in caught.value.message


def zipped(*names: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return target.getvalue()


@pytest.mark.parametrize(
    ("content", "what", "instead"),
    [
        (b'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.052.001.08"/>', "a CAMT.052 file", "as OFX"),
        (b"01,1220,1234,260915,0200,1,80,1,2/\n02,0310,1220,1,260914,2359,,2/\n", "a BAI2 file", "OFX"),
        (b":942:1\n:20:X\n", "an MT942 file", "as OFX"),
        (zipped("content.xml"), "an OpenDocument file", "as CSV"),
        (zipped("bank.csv"), "a zip file", "Unpack it"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an Excel workbook (XLS)", "as CSV"),
        (b"%PDF-1.7", "a PDF", "as OFX"),
        (b"\x1f\x8b\x08", "a compressed file (gzip)", "Unpack it"),
    ],
)  # fmt: skip
def test_another_format_is_named_with_what_to_give_instead(content: bytes, what: str, instead: str) -> None:
    """What the person has, and what the person can do."""
    with pytest.raises(AskAgain) as caught:
        read_statement(content)

    assert f"This is {what}" in caught.value.message
    assert instead in caught.value.hint


def ofx(*transactions: tuple[str, str, str, str], card: bool = False, ledger: str = "") -> bytes:
    told_ = "".join(
        f"<STMTTRN><TRNTYPE>{kind}<DTPOSTED>{day}<TRNAMT>{amount}<FITID>A{at}<NAME>{name}</STMTTRN>"
        for at, (kind, day, amount, name) in enumerate(transactions)
    )
    rs = "CCSTMTRS" if card else "STMTRS"
    balance = f"<LEDGERBAL><BALAMT>{ledger}<DTASOF>20260930</LEDGERBAL>" if ledger else ""
    return f"<OFX><X><{rs}><CURDEF>USD<BANKTRANLIST>{told_}</BANKTRANLIST>{balance}</{rs}></X></OFX>".encode()


@pytest.mark.parametrize(
    "day", ["20260915", "2026-09-15", "2026-09-15T10:00:00", "2026/09/15", "20260915120000[0:GMT]"]
)
def test_the_days_of_small_banks_in_ofx_are_read(day: str) -> None:
    """No other order begins with the year."""
    assert reported(read_statement(ofx(("DEBIT", day, "-8.95", "SHOP")))) == [("09-15", "-8.95")]


def test_a_transaction_named_as_a_balance_is_left_out_only_where_it_says_one() -> None:
    """The ledger's own amount; a payment that is called so moves money."""
    paid = ("DEBIT", "20260915", "-412.95", "Statement Balance")
    sale = ("CREDIT", "20260916", "100.00", "BRIGHT CO")
    closing = ("OTHER", "20260930", "995.00", "Closing balance")

    assert [amount for _, amount in reported(read_statement(ofx(paid, sale)))] == ["-412.95", "100.00"]
    assert [amount for _, amount in reported(read_statement(ofx(sale, closing, ledger="995.00")))] == ["100.00"]
    assert [amount for _, amount in reported(read_statement(ofx(sale, closing, ledger="1.00")))] == ["100.00", "995.00"]


def test_a_card_in_ofx_whose_words_contradict_its_signs_is_asked_about() -> None:
    """Where no TRNTYPE says."""
    lines = [("OTHER", "20260914", "41.20", "CORNER DELI"), ("OTHER", "20260915", "-300.00", "PAYMENT - THANK YOU")]
    with pytest.raises(Ambiguous) as caught:
        read_statement(ofx(*lines, card=True))

    assert caught.value.fields[0].path == "/layout/sign"
    turned = read_statement(ofx(*lines, card=True), layout=CsvLayoutInput(sign="out_positive"))
    assert [line.amount for line in turned.lines] == [Decimal("-41.20"), Decimal("300.00")]


@pytest.mark.parametrize("heading", ["amount_cents", "Amount (pence)", "Amount in minor units"])
def test_hundredths_are_never_taken_for_whole_amounts(heading: str) -> None:
    """Under that heading whole numbers are refused; amounts with decimals stand as they are."""
    with pytest.raises(AskAgain, match="hundredths"):
        read(f"date,description,{heading}\n2026-09-14,A,-4510\n2026-09-25,B,50000\n")
    whole = read(f"date,description,{heading}\n2026-09-14,A,-45.10\n2026-09-25,B,500.00\n")
    assert reported(whole) == [("09-14", "-45.10"), ("09-25", "500.00")]
