"""What truly happens on generated accounts and cards, and how a generator of bank files writes it.

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


def signed(rnd: random.Random, head: Sequence[str], movements: Sequence[Movement], dates: str, **how: Any) -> BankFile:
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
