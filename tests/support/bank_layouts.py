"""A generator of bank files in the layouts and languages of many banks, each with what truly happened.

Every layout is a function from movements to a file, its truth and what a person could answer of it. All names and
numbers are made up; the layouts follow public descriptions (bank2ynab, Firefly III, ofxstatement, hledger).
"""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

SHOPS = (
    "HARLOW STATIONERS LONDON", "QUICKFUEL M40", "CORNER DELI", "BIKE SHED", "PAPER & CO", "CITY CLOUD",
    "Bergbahn Nord",
    "Padaria do Porto", "Loja Serrana", "Bakker Jansen", "Papír Kft", "Strom AG", "Kaart BV", "NORDIC TOOLS AB",
    "Huset Ved Fjorden",
)  # fmt: skip
PAYERS = (
    "BRIGHT CO",
    "KIM AHRENS",
    "Ridgeway Ltd",
    "Klant NV",
    "Ügyfél Bt",
    "Ash Ltd",
    "Cliente Uno SL",
    "Duval SARL",
    "CEDAR LTD",
)
CARD_PAID = (
    "PAYMENT RECEIVED - THANK YOU", "PAYMENT", "BPAY PAYMENT", "Pagamento recebido", "Ihre Zahlung",
    "Zahlung erhalten. Besten Dank",
    "BETALNING MOTTAGEN, TACK", "DIRECT DEBIT PAYMENT", "AUTOPAY 1234", "ONLINE PAYMENT THANK YOU", "LASTSCHRIFT",
    "Paiement recu merci",
    "INTERNET TRANSFER", "ÜBERWEISUNG", "PAGO RECIBIDO GRACIAS", "LLOYDS BANK PLC", "CREDIT CARD PAYMENT 9981",
    "VIREMENT",
)  # fmt: skip
"""How issuers word what is paid to a card."""
REFUNDS = ("{} REFUND", "{}", "REFUND {}", "GUTSCHRIFT {}", "{} RETURN", "ESTORNO {}", "CREDIT VOUCHER {}")


class Movement(NamedTuple):
    """What happened on the account; `cents` above zero is money in."""

    day: date
    cents: int
    words: str

    @property
    def amount(self) -> Decimal:
        return Decimal(self.cents) / 100


class BankFile(NamedTuple):
    """A file, what is right, and what a person who knows the bank would answer if asked."""

    content: bytes
    right: list[tuple[date, Decimal]]
    answers: dict[str, Any]


Make = Callable[[random.Random], BankFile]
LAYOUTS: dict[str, Make] = {}


def layout(make: Make) -> Make:
    LAYOUTS[make.__name__] = make
    return make


def days(rnd: random.Random, count: int, *, low: bool | None = None) -> list[date]:
    """Days in the order of time, over a few weeks; `low` keeps all of them below the 13th of a month."""
    low = rnd.random() < 0.5 if low is None else low
    start = date(2026, rnd.randint(1, 9), 1)
    found = []
    for _ in range(count):
        day = start + timedelta(days=rnd.randint(0, 60))
        found.append(day.replace(day=rnd.randint(1, 12)) if low else day)
    return sorted(found)


def of_bank(rnd: random.Random, count: int | None = None, *, low: bool | None = None) -> list[Movement]:
    """Movements of a current account: some in, more out."""
    found = []
    for day in days(rnd, count or rnd.randint(1, 7), low=low):
        if rnd.random() < 0.4:
            found.append(Movement(day, rnd.randint(1_00, 9_000_00), f"{rnd.choice(PAYERS)} INV-{rnd.randint(1, 99)}"))
        else:
            found.append(Movement(day, -rnd.randint(1_00, 4_000_00), rnd.choice(SHOPS)))
    return found


def of_card(rnd: random.Random) -> list[Movement]:
    """Movements of a card: purchases, what was paid back, and payments, worded in many ways."""
    found = []
    for day in days(rnd, rnd.randint(2, 7)):
        kind = rnd.random()
        if kind < 0.6 or not found:
            found.append(Movement(day, -rnd.randint(1_00, 900_00), rnd.choice(SHOPS)))
        elif kind < 0.8:
            found.append(Movement(day, rnd.randint(1_00, 90_00), rnd.choice(REFUNDS).format(rnd.choice(SHOPS))))
        else:
            found.append(Movement(day, rnd.randint(50_00, 2_000_00), rnd.choice(CARD_PAID)))
    return found


def truth(movements: Sequence[Movement]) -> list[tuple[date, Decimal]]:
    return [(each.day, each.amount) for each in movements]


def number(cents: int, decimal: str = ".", group: str = "") -> str:
    whole = f"{abs(cents) // 100:,}".replace(",", group)
    return f"{'-' if cents < 0 else ''}{whole}{decimal}{abs(cents) % 100:02}"


def table(rows: Sequence[Sequence[str]], *, by: str = ",", encoding: str = "utf-8", newline: str = "\r\n") -> bytes:
    target = io.StringIO()
    csv.writer(target, delimiter=by, lineterminator=newline).writerows(rows)
    return target.getvalue().encode(encoding)


def balances(movements: Sequence[Movement], opening: int) -> list[int]:
    found = []
    for each in movements:
        opening += each.cents
        found.append(opening)
    return found


def _signed(rnd: random.Random, head: Sequence[str], movements: Sequence[Movement], dates: str, **how: Any) -> BankFile:
    """One signed column of amounts and no balance."""
    by, decimal, group = how.get("by", ","), how.get("decimal", "."), how.get("group", "")
    sign, order = how.get("sign", 1), how["order"]
    rows = [list(head)]
    for each in movements:
        rows.append([f"{each.day:{dates}}", each.words, number(each.cents * sign, decimal, group)])
    answers: dict[str, Any] = {
        "date_order": order,
        "sign": "in_positive" if sign > 0 else "out_positive",
        "decimal_mark": "comma" if decimal == "," else "point",
    }
    return BankFile(table(rows, by=by, encoding=how.get("encoding", "utf-8")), truth(movements), answers)


@layout
def uk_sorted_by_payee(rnd: random.Random) -> BankFile:
    movements = sorted(of_bank(rnd, rnd.randint(3, 7), low=True), key=lambda each: (each.words, each.cents))
    return _signed(rnd, ("Date", "Payee", "Amount"), movements, "%d/%m/%Y", order="day_first")


@layout
def us_in_no_order(rnd: random.Random) -> BankFile:
    movements = of_bank(rnd, rnd.randint(2, 9))
    rnd.shuffle(movements)
    return _signed(rnd, ("Date", "Description", "Amount"), movements, "%m/%d/%Y", order="month_first")


@layout
def us_brackets(rnd: random.Random) -> BankFile:
    movements = of_bank(rnd)
    rows = [["Date", "Description", "Amount"]]
    for each in movements:
        size = number(abs(each.cents), ".", ",")
        rows.append([f"{each.day:%m/%d/%Y}", each.words, f"$({size})" if each.cents < 0 else f"${size}"])
    return BankFile(table(rows), truth(movements), {"date_order": "month_first", "sign": "in_positive"})


@layout
def polish(rnd: random.Random) -> BankFile:
    movements = of_bank(rnd)
    rows = [["Data operacji", "Opis operacji", "Kwota", "Saldo po operacji"]]
    for each, balance in zip(movements, balances(movements, rnd.randint(0, 10**6)), strict=True):
        told = [number(cents, ",", "\u00a0") for cents in (each.cents, balance)]
        rows.append([f"{each.day:%Y-%m-%d}", each.words, *told])
    return BankFile(table(rows, by=";"), truth(movements), {"sign": "in_positive"})


@layout
def czech_with_a_state(rnd: random.Random) -> BankFile:
    movements = of_bank(rnd)
    rows = [["Datum zaúčtování", "Částka", "Měna", "Zpráva pro příjemce", "Stav"]]
    for each in movements:
        rows.append([f"{each.day:%d.%m.%Y}", number(each.cents, ","), "CZK", each.words, "Zaúčtováno"])
    rows.append(
        [f"{movements[-1].day:%d.%m.%Y}", "-99,00", "CZK", "obchod", rnd.choice(["Čeká", "Zamítnuto", "Blokace"])]
    )
    return BankFile(table(rows, by=";"), truth(movements), {"sign": "in_positive"})


@layout
def portuguese_pair(rnd: random.Random) -> BankFile:
    movements = of_bank(rnd)
    rows = [["Data", "Descrição", "Débito", "Crédito", "Saldo"]]
    for each, balance in zip(movements, balances(movements, 0), strict=True):
        size = number(abs(each.cents), ",", ".")
        rows.append(
            [
                f"{each.day:%d-%m-%Y}",
                each.words,
                *((size, "") if each.cents < 0 else ("", size)),
                number(balance, ",", "."),
            ]
        )
    return BankFile(table(rows, by=";"), truth(movements), {})


@layout
def spanish_newest_first(rnd: random.Random) -> BankFile:
    movements = of_bank(rnd)
    rows = [
        [f"{each.day:%d/%m/%Y}", each.words, number(each.cents, ",", "."), number(balance, ",", ".")]
        for each, balance in zip(movements, balances(movements, 5_000_00), strict=True)
    ]
    content = table([["Fecha", "Concepto", "Importe", "Saldo"], *reversed(rows)], by=";", encoding="cp1252")
    return BankFile(content, truth(movements[::-1]), {"sign": "in_positive"})


@layout
def french_pair(rnd: random.Random) -> BankFile:
    movements = of_bank(rnd)
    rows = [["Date opération", "Libellé", "Débit", "Crédit"]]
    for each in movements:
        size = number(each.cents, ",")
        rows.append([f"{each.day:%d/%m/%Y}", each.words, *((size, "") if each.cents < 0 else ("", size))])
    rows.append(["", "Total", "1,00", "2,00"])
    return BankFile(table(rows, by=";"), truth(movements), {})


@layout
def italian_pair(rnd: random.Random) -> BankFile:
    movements = of_bank(rnd)
    rows = [["Data contabile", "Data valuta", "Descrizione", "Dare", "Avere"]]
    for each in movements:
        size = number(abs(each.cents), ",", ".")
        day = f"{each.day:%d/%m/%Y}"
        rows.append([day, day, each.words, *((size, "") if each.cents < 0 else ("", size))])
    return BankFile(table(rows, by=";"), truth(movements), {})


@layout
def german_headings(rnd: random.Random) -> BankFile:
    head = ("Buchungstag", "Verwendungszweck", "Betrag")
    movements = of_bank(rnd)
    rnd.shuffle(movements)
    return _signed(rnd, head, movements, "%d.%m.%Y", order="day_first", by=";", decimal=",", group=".")


@layout
def deutsche_bank(rnd: random.Random) -> BankFile:
    movements = of_bank(rnd, rnd.randint(2, 7))
    first, last = movements[0].day, movements[-1].day
    rows = [
        ["Transactions Business account", "", "", "Customer number: 123 4567890"],
        [f"{first:%m/%d/%Y} - {last:%m/%d/%Y}"],
        ["Old balance:", "", "", "", "1,000.00", "EUR"],
        ["Booking date", "Value date", "Transaction Type", "Beneficiary / Originator", "Payment Details", "IBAN",
            "BIC", "Debit", "Credit", "Currency"],
    ]  # fmt: skip
    for at, each in enumerate(movements):
        day, size = f"{each.day:%m/%d/%Y}", number(each.cents, ".", ",")
        pair = (size, "") if each.cents < 0 else ("", size)
        rows.append([day, day, "SEPA", each.words, "RE", f"DE{at}", "X", *pair, "EUR"])
    rows.append(["Account balance", f"{last:%m/%d/%Y}", "", "", "1,174.50", "EUR"])
    return BankFile(table(rows, by=";"), truth(movements), {"date_order": "month_first", "account": "DE1"})


@layout
def keytrade(rnd: random.Random) -> BankFile:
    movements = of_bank(rnd, rnd.randint(2, 7))
    rows = [["Extrait", "Date", "Date valeur", "Compte", "Description", "Montant", "Devise"]]
    for at, each in enumerate(movements):
        other = "-" if at == 0 or rnd.random() < 0.3 else f"BE{rnd.randint(10, 99)} 1234 5678 90{rnd.randint(10, 99)}"
        day = f"{each.day:%d.%m.%Y}"
        rows.append([str(at), day, day, other, each.words, number(each.cents, ",", "."), "EUR"])
    return BankFile(table(rows, by=";"), truth(movements), {"sign": "in_positive", "date_order": "day_first"})


@layout
def asn_balance_before(rnd: random.Random) -> BankFile:
    movements = of_bank(rnd)
    if rnd.random() < 0.5:
        movements = [each._replace(day=movements[0].day) for each in movements]
    rows, balance = [], rnd.randint(0, 10**6)
    for each in movements:
        day = f"{each.day:%d-%m-%Y}"
        rows.append([
            day, "NL00ASNB9999999999", "NL99ASNB0000000000", each.words, "", "", "", "EUR", number(balance), "EUR",
                number(each.cents),
            day, day, str(rnd.randint(1000, 9999)), "NGM", str(rnd.randint(10**7, 10**8 - 1)), "", "'Factuur'", "26",
        ])  # fmt: skip
        balance += each.cents
    answers = {
        "date_order": "day_first",
        "sign": "in_positive",
        "columns": {"date": "1", "amount": "11", "balance": None},
    }
    return BankFile(table(rows), truth(movements), answers)


@layout
def bnp_with_refused_lines(rnd: random.Random) -> BankFile:
    movements = of_bank(rnd)
    rows = [
        [
            "Volgnummer",
            "Uitvoeringsdatum",
            "Bedrag",
            "Valuta rekening",
            "Rekeningnummer",
            "Naam van de tegenpartij",
            "Mededeling",
            "Status",
        ]
    ]
    for at, each in enumerate(movements):
        rows.append(
            [
                f"2026-{at:05}",
                f"{each.day:%d/%m/%Y}",
                number(each.cents, ","),
                "EUR",
                "BE11123456789012",
                "X",
                each.words,
                "Geaccepteerd",
            ]
        )
    word = rnd.choice(["Geweigerd", "In behandeling", "Geannuleerd"])
    rows.insert(
        1, ["2026-99999", f"{movements[0].day:%d/%m/%Y}", "-900,00", "EUR", "BE11123456789012", "Huur", "Huur", word]
    )
    return BankFile(table(rows, by=";", encoding="utf-8-sig"), truth(movements), {"sign": "in_positive"})


@layout
def hungarian(rnd: random.Random) -> BankFile:
    movements = [each._replace(cents=each.cents // 100 * 100 or 100) for each in of_bank(rnd)]
    rows = [
        [
            "Tranzakció dátuma",
            "Partner neve",
            "Partner számlaszáma",
            "Tranzakció összege",
            "Tranzakció devizaneme",
            "Bevétel/Kiadás",
            "Közlemény",
        ]
    ]
    for each in movements:
        way = ("inflow" if each.cents > 0 else "outflow") if rnd.random() < 2 else ""
        rows.append(
            [f"{each.day:%Y.%m.%d}.", each.words, str(rnd.randint(100, 999)), str(each.cents // 100), "HUF", way, "x"]
        )
    return BankFile(table(rows), truth(movements), {"sign": "in_positive"})


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
        return _signed(rnd, head, movements, dates, order=order, sign=-1)

    return make


LAYOUTS["nubank"] = _card(("date", "title", "amount"), "%Y-%m-%d", "year_first")
LAYOUTS["halifax_card"] = _card(("Date", "Description", "Amount"), "%d/%m/%Y", "day_first")
LAYOUTS["amex_sweden"] = _card(("Datum", "Beskrivning", "Belopp"), "%m/%d/%Y", "month_first")
LAYOUTS["amex_germany"] = _card(("Datum", "Beschreibung", "Betrag"), "%d/%m/%Y", "day_first")
LAYOUTS["australian_card"] = _card(("Transaction Date", "Details", "Amount"), "%d/%m/%Y", "day_first")
LAYOUTS["french_card"] = _card(("Date", "Libellé", "Montant"), "%d/%m/%Y", "day_first")
del LAYOUTS["amex_sweden"]  # Swedes write the year first
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
        told = [number(cents) for cents in (each.cents - fee, fee, each.cents)]
        status = rnd.choice(["Completed", "Completed", "Reversed"])
        rows.append(
            [day, "10:00:00", "BST", each.words, "Payment", status, "GBP", *told, f"T{at}", number(balance), way]
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
    kept = balances(movements, 0)
    left_out = rnd.randint(0, len(movements) - 1)
    for at, each in enumerate(movements):
        balance = number(kept[at]) if with_balance else ""
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
    told = "".join(
        f"<STMTTRN><TRNTYPE>{'DEBIT' if each.cents < 0 else 'CREDIT'}<DTPOSTED>{each.day:{style}}"
        f"<TRNAMT>{number(each.cents)}"
        f"<FITID>A{at}<NAME>{each.words.replace('&', '&amp;')}<MEMO>CARD 1234</STMTTRN>"
        for at, each in enumerate(movements)
    )
    return BankFile(_ofx(told), truth(movements), {})


@layout
def ofx_card_reversed(rnd: random.Random) -> BankFile:
    """A card whose issuer writes what is spent without a minus, and no type that tells."""
    movements = [
        Movement(date(2026, 9, 1), -41_20, "CORNER DELI"),
        *of_card(rnd),
        Movement(date(2026, 9, 9), 300_00, "PAYMENT - THANK YOU"),
    ]
    told = "".join(
        f"<STMTTRN><TRNTYPE>OTHER<DTPOSTED>{each.day:%Y%m%d}<TRNAMT>{number(-each.cents)}"
        f"<FITID>A{at}<NAME>{each.words.replace('&', '&amp;')}</STMTTRN>"
        for at, each in enumerate(movements)
    )
    return BankFile(_ofx(told, card=True), truth(movements), {"sign": "out_positive"})
