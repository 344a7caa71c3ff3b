"""Layouts of accounts at banks, in a dozen languages: see bank_movements."""

from __future__ import annotations

import random

from support.bank_movements import (
    BankFile,
    balances,
    layout,
    number,
    of_bank,
    signed,
    table,
    truth,
)


@layout
def uk_sorted_by_payee(rnd: random.Random) -> BankFile:
    movements = sorted(of_bank(rnd, rnd.randint(3, 7), low=True), key=lambda each: (each.words, each.cents))
    return signed(rnd, ("Date", "Payee", "Amount"), movements, "%d/%m/%Y", order="day_first")


@layout
def us_in_no_order(rnd: random.Random) -> BankFile:
    movements = of_bank(rnd, rnd.randint(2, 9))
    rnd.shuffle(movements)
    return signed(rnd, ("Date", "Description", "Amount"), movements, "%m/%d/%Y", order="month_first")


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
        reported = [number(cents, ",", "\u00a0") for cents in (each.cents, balance)]
        rows.append([f"{each.day:%Y-%m-%d}", each.words, *reported])
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
    return signed(rnd, head, movements, "%d.%m.%Y", order="day_first", by=";", decimal=",", group=".")


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
