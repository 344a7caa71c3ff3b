"""Layouts of cards, of columns of ways and states, of payment services, and OFX: see bank_movements."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date

from support.bank_movements import (
    LAYOUTS,
    BankFile,
    Make,
    Movement,
    balances,
    layout,
    number,
    of_bank,
    of_card,
    signed,
    table,
    truth,
)

WAYS = (
    ("Debit", "Kredit"), ("Soll", "Haben"), ("Ausgang", "Eingang"), ("Af", "Bij"), ("Débit", "Crédit"), ("Cargo",
    "Abono"), ("Débito", "Crédito"),
    ("Uscita", "Entrata"), ("Dare", "Avere"), ("Terhelés", "Jóváírás"), ("Obciążenie", "Uznanie"), ("Výdaj",
    "Příjem"), ("Uttag", "Insättning"), ("Ud", "Ind"),
    ("Ut", "Inn"), ("Veloitus", "Hyvitys"), ("Borç", "Alacak"), ("Расход", "Приход"), ("Belastung", "Gutschrift"),
    ("outflow", "inflow"),
    ("DBIT", "CRDT"), ("Kiadás", "Bevétel"), ("Saída", "Entrada"), ("Gasto", "Ingreso"), ("D", "C"), ("DR", "CR"),
    ("Meno", "Tulo"), ("Wydatek", "Wpływ"),
)  # fmt: skip


@layout
def words_of_ways(rnd: random.Random) -> BankFile:
    """Amounts without a sign, and a column of words under any heading."""
    movements = of_bank(rnd, rnd.randint(2, 7))
    movements[0] = movements[0]._replace(cents=-abs(movements[0].cents))
    movements[1] = movements[1]._replace(cents=abs(movements[1].cents))
    out, into = rnd.choice(WAYS)
    head = ["Date", rnd.choice(["Foo", "Art", "Sens", "Kategorie", "X7", "Richtung"]), "Details", "Amount"]
    rows = [head]
    for each in movements:
        rows.append([f"{each.day:%Y-%m-%d}", out if each.cents < 0 else into, each.words, number(abs(each.cents))])
    return BankFile(table(rows), truth(movements), {})


@layout
def swiss_card_with_ways(rnd: random.Random) -> BankFile:
    movements = of_card(rnd)
    rows = [
        [
            "Transaktionsdatum",
            "Beschreibung",
            "Kartennummer",
            "Währung",
            "Betrag",
            "Debit/Kredit",
            "Status",
            "Kategorie",
        ]
    ]
    for each in movements:
        way = "Debit" if each.cents < 0 else "Kredit"
        rows.append(
            [f"{each.day:%d.%m.%Y}", each.words, "XXXX XXXX XXXX 1234", "CHF", number(-each.cents), way, "Gebucht", "x"]
        )
    return BankFile(table(rows), truth(movements), {"sign": "out_positive"})


def _card(head: Sequence[str], dates: str, order: str) -> Make:
    def make(rnd: random.Random) -> BankFile:
        movements = of_card(rnd)
        if rnd.random() < 0.5:
            movements.reverse()
        return signed(rnd, head, movements, dates, order=order, sign=-1)

    return make


LAYOUTS["nubank"] = _card(("date", "title", "amount"), "%Y-%m-%d", "year_first")
LAYOUTS["halifax_card"] = _card(("Date", "Description", "Amount"), "%d/%m/%Y", "day_first")
LAYOUTS["amex_germany"] = _card(("Datum", "Beschreibung", "Betrag"), "%d/%m/%Y", "day_first")
LAYOUTS["australian_card"] = _card(("Transaction Date", "Details", "Amount"), "%d/%m/%Y", "day_first")
LAYOUTS["french_card"] = _card(("Date", "Libellé", "Montant"), "%d/%m/%Y", "day_first")
LAYOUTS["amex_sweden"] = _card(("Datum", "Beskrivning", "Belopp"), "%Y-%m-%d", "year_first")


@layout
def card_without_signs(rnd: random.Random) -> BankFile:
    movements = [each for each in of_card(rnd) if each.cents < 0]
    rows = [["Date Processed", "Description", "Amount", ""]]
    if rnd.random() < 0.7:
        rows.append([rnd.choice(["Pending", "pending", "PENDING"]), "CORNER DELI", "£67.40", ""])
    for each in movements:
        rows.append([f"{each.day:%d-%b-%Y}", each.words, f"£{number(-each.cents, '.', ',')}", ""])
    return BankFile(table(rows), truth(movements), {"sign": "out_positive"})


@layout
def axis(rnd: random.Random) -> BankFile:
    movements = of_bank(rnd)
    rows = [
        ["Name :- BRIGHT CO", *[""] * 6],
        [],
        ["Tran Date", "CHQNO", "PARTICULARS", "DR", "CR", "BAL", "SOL"],
        ["", "", "OPENING BALANCE", "", "", "100000.00", ""],
    ]
    for each, balance in zip(movements, balances(movements, 10**7), strict=True):
        size = number(abs(each.cents))
        pair = (size, " ") if each.cents < 0 else (" ", size)
        rows.append([f"{each.day:%d-%m-%Y}", "-", each.words, *pair, number(balance), "248"])
    rows += [
        ["", "", rnd.choice(["TRANSACTION TOTAL", "TOTAL", "Grand Total"]), "1120.50", "123456.00", "", ""],
        ["", "", "CLOSING BALANCE", "", "", "222335.50", ""],
    ]
    return BankFile(table(rows), truth(movements), {"date_order": "day_first"})


@layout
def paypal(rnd: random.Random) -> BankFile:
    movements, rows, balance = of_bank(rnd), [], 391_00
    head = [
        "Date",
        "Time",
        "TimeZone",
        "Name",
        "Type",
        "Status",
        "Currency",
        "Gross",
        "Fee",
        "Net",
        "Transaction ID",
        "Balance",
        "Balance Impact",
    ]
    for at, each in enumerate(movements):
        fee = -9_00 if each.cents > 20_00 else 0
        balance += each.cents
        day, way = f"{each.day:%d/%m/%Y}", "Credit" if each.cents > 0 else "Debit"
        reported = [number(cents) for cents in (each.cents - fee, fee, each.cents)]
        status = rnd.choice(["Completed", "Completed", "Reversed"])
        rows.append(
            [day, "10:00:00", "BST", each.words, "Payment", status, "GBP", *reported, f"T{at}", number(balance), way]
        )
        if rnd.random() < 0.3:
            rows.append(
                [
                    day,
                    "11:00:00",
                    "BST",
                    "Jo",
                    "Invoice Sent",
                    "Completed",
                    "GBP",
                    "500.00",
                    "0.00",
                    "500.00",
                    f"M{at}",
                    number(balance),
                    "Memo",
                ]
            )
    return BankFile(table([head, *rows]), truth(movements), {"date_order": "day_first", "sign": "in_positive"})


@layout
def pending_flag(rnd: random.Random) -> BankFile:
    movements = of_bank(rnd)
    rows = [["Date", "Recorded at", "Amount", "Activity", "Pending", "Description"]]
    for each in movements:
        rows.append(
            [
                f"{each.day:%Y/%m/%d}",
                f"{each.day:%Y-%m-%d} 08:17:56 AM -0700",
                number(each.cents),
                "ACH",
                "false",
                each.words,
            ]
        )
        if rnd.random() < 0.4:
            rows.append(
                [
                    f"{each.day:%Y/%m/%d}",
                    f"{each.day:%Y-%m-%d} 08:17:56 AM -0700",
                    "-41.20",
                    "Card",
                    "true",
                    "HARBOR BOOKS",
                ]
            )
    return BankFile(table(rows), truth(movements), {"sign": "in_positive"})


@layout
def livebank_ragged(rnd: random.Random) -> BankFile:
    movements = of_bank(rnd)
    rows = [
        "Kontonummer;Auszugsnummer;Buchungsdatum;Valutadatum;Zahlungsreferenz;Waehrung;Betrag;Buchungstext;Umsatztext"
    ]
    for each in movements:
        day, more = f"{each.day:%Y-%m-%d}", rnd.choice(["", ';"RE 77"', ';"RE 77";"REF: X1"'])
        rows.append(f'12345678;1;{day};{day};"";EUR;{number(each.cents, ",")};"Auftrag";"{each.words}"{more}')
    return BankFile("\r\n".join([*rows, ""]).encode("cp1252"), truth(movements), {"sign": "in_positive"})


@layout
def norwegian_waiting(rnd: random.Random) -> BankFile:
    movements = of_bank(rnd)
    rows = [["Bokføringsdato", "Forklaring", "Ut fra konto", "Inn på konto", "Status"]]
    for each in movements:
        size = number(abs(each.cents), ",")
        rows.append([f"{each.day:%d.%m.%Y}", each.words, *((size, "") if each.cents < 0 else ("", size)), "Bokført"])
    rows.append([f"{movements[-1].day:%d.%m.%Y}", "Kiosk", "99,00", "", rnd.choice(["Venter", "Reservert", "Avvist"])])
    return BankFile(table(rows, by=";"), truth(movements), {})


@layout
def states_that_nobody_knows(rnd: random.Random) -> BankFile:
    movements = of_bank(rnd, rnd.randint(2, 6))
    rows = [["Date", "Details", "Amount", "Status", "Balance"]]
    done, wait = "Flurb", "Zink"
    with_balance = rnd.random() < 0.5
    stored = balances(movements, 0)
    left_out = rnd.randint(0, len(movements) - 1)
    for at, each in enumerate(movements):
        balance = number(stored[at]) if with_balance else ""
        rows.append([f"{each.day:%Y-%m-%d}", each.words, number(each.cents), done, balance])
        if at == left_out:
            rows.append([f"{each.day:%Y-%m-%d}", "SHOP", "-12.34", wait, balance])
    return BankFile(table(rows), truth(movements), {"not_done": [wait], "sign": "in_positive"})


@layout
def worded_as_balances(rnd: random.Random) -> BankFile:
    movements = of_bank(rnd, rnd.randint(2, 6))
    at = rnd.randint(0, len(movements) - 1)
    words = rnd.choice(["Closing balance", "Statement balance", "Opening balance", "Balance carried forward"])
    movements[at] = movements[at]._replace(words=words)
    rows = [["Date", "Details", "Debit", "Credit", "Balance"]]
    for each, balance in zip(movements, balances(movements, rnd.randint(0, 10**6)), strict=True):
        size = number(abs(each.cents))
        rows.append(
            [f"{each.day:%d/%m/%Y}", each.words, *((size, "") if each.cents < 0 else ("", size)), number(balance)]
        )
    return BankFile(table(rows), truth(movements), {"date_order": "day_first"})


@layout
def dutch_ways(rnd: random.Random) -> BankFile:
    movements = of_bank(rnd)
    rows = [
        ["Datum", "Naam / Omschrijving", "Rekening", "Tegenrekening", "Code", "Af Bij", "Bedrag (EUR)", "Mededelingen"]
    ]
    short = rnd.random() < 0.5
    for each in movements:
        way = "Af" if each.cents < 0 else "Bij"
        other = rnd.choice(["", "NL22INGB0001234567"])
        rows.append(
            [
                f"{each.day:%Y%m%d}",
                each.words,
                "NL11INGB0000000000",
                other,
                "GT",
                way[0] if short else way,
                number(abs(each.cents), ","),
                "x",
            ]
        )
    return BankFile(table(rows), truth(movements), {"sign": "unsigned"})


def _ofx(transactions: str, *, card: bool = False) -> bytes:
    rs, acct = ("CCSTMTRS", "CCACCTFROM") if card else ("STMTRS", "BANKACCTFROM")
    head = "OFXHEADER:100\nDATA:OFXSGML\nVERSION:102\n\n"
    body = f"<{rs}><CURDEF>USD<{acct}><ACCTID>77</{acct}><BANKTRANLIST>{transactions}</BANKTRANLIST></{rs}>"
    return f"{head}<OFX><BANKMSGSRSV1><STMTTRNRS>{body}</STMTTRNRS></BANKMSGSRSV1></OFX>".encode()


@layout
def ofx(rnd: random.Random) -> BankFile:
    movements = of_bank(rnd)
    if rnd.random() < 0.5:
        at = rnd.randint(0, len(movements) - 1)
        movements[at] = movements[at]._replace(
            words=rnd.choice(["Statement Balance", "STATEMENT BALANCE", "Current balance"])
        )
    style = rnd.choice(["%Y%m%d", "%Y-%m-%d", "%Y%m%d120000[0:GMT]", "%Y-%m-%dT00:00:00"])
    reported = "".join(
        f"<STMTTRN><TRNTYPE>{'DEBIT' if each.cents < 0 else 'CREDIT'}<DTPOSTED>{each.day:{style}}"
        f"<TRNAMT>{number(each.cents)}"
        f"<FITID>A{at}<NAME>{each.words.replace('&', '&amp;')}<MEMO>CARD 1234</STMTTRN>"
        for at, each in enumerate(movements)
    )
    return BankFile(_ofx(reported), truth(movements), {})


@layout
def ofx_card_reversed(rnd: random.Random) -> BankFile:
    """A card whose issuer writes what is spent without a minus, and no type that says."""
    movements = [
        Movement(date(2026, 9, 1), -41_20, "CORNER DELI"),
        *of_card(rnd),
        Movement(date(2026, 9, 9), 300_00, "PAYMENT - THANK YOU"),
    ]
    reported = "".join(
        f"<STMTTRN><TRNTYPE>OTHER<DTPOSTED>{each.day:%Y%m%d}<TRNAMT>{number(-each.cents)}"
        f"<FITID>A{at}<NAME>{each.words.replace('&', '&amp;')}</STMTTRN>"
        for at, each in enumerate(movements)
    )
    return BankFile(_ofx(reported, card=True), truth(movements), {"sign": "out_positive"})
