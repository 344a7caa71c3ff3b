"""Words of bank lines that speak for one convention of signs: what is spent, paid back, paid on a card, and earned.

One word proves nothing: a shop pays refunds too. Each line that speaks counts once, and `csv_signs` weighs them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Final, NamedTuple

from atom_xero_plugin.bank_statements.letters import plain_letters

_PAID_BACK: Final = re.compile(
    r"\brefund|\bcash ?back\b|\bstatement credit\b|\bpayment received\b|\bpayment\b.*\bthank you\b|"
    r"\bthank you\b.*\bpayment\b|"
    r"\breversal\b|\bvoucher\b|\bchargeback\b|\bmerchandise return\b|\bcredit adjustment\b|\breturn credit\b|"
    r"\berstattung|\bruckerstattung|\bruckzahlung\b|\bgutschrift\b|\bzahlung erhalten\b|\bihre zahlung\b|"
    r"\beinzahlung\b|"
    r"\bremboursement|\bavoir\b|\bpaiement recu\b|\bvotre paiement\b|\breembolso|\bdevolucion|\bestorno|"
    r"\bpago recibido\b|\bsu pago\b|"
    r"\bpagamento recebido\b|\bpagamento efetuado\b|\bpagamento on line\b|\bcredito de\b|\brimborso|\bstorno\b|"
    r"\bpagamento ricevuto\b|"
    r"\bterugbetaling|\bbetaling ontvangen\b|\buw betaling\b|\btilbakebetaling|\brefusjon|\binnbetaling\b|"
    r"\btilbagebetaling|\brefundering|"
    r"\bindbetaling\b|\baterbetalning|\bbetalning mottagen\b|\binbetalning\b|\breturkop\b|\bhyvitys\b|\bpalautus\b|"
    r"\bzwrot\b|\bsplata\b|"
    r"\bvraceni\b|\bvratka\b|\bvisszaterites|\biade\b"
)
"""What an account is paid back, and what a card is paid: money in on a statement of either."""
_EARNED: Final = re.compile(
    r"\b(salary|payroll|wages|gehalt|lohn|salaire|sueldo|nomina|stipendio|salario|loon|salaris|lonn|palkka|"
    r"interest (paid|earned|credit)|"
    r"dividends?|direct credit|customer|sales|takings|inward|incoming)\b"
)
_SPENT: Final = re.compile(
    r"\b(fees?|charges?|commission|purchase|pos|card payment|card purchase|contactless|debit card|atm|"
    r"cash withdrawal|rent|insurance|"
    r"subscription|fuel|petrol|supermarket|grocery|groceries|market|cafe|coffee|restaurant|deli|bakery|parking|taxi|"
    r"uber|hotel|airlines?|"
    r"railway|trains?|amazon|netflix|spotify|store|shop|pharmacy|stationers?|stationery|garage|cinema|books?|"
    r"direct debit to|payment to|paid to|transfer to|"
    r"gebuhr(en)?|entgelt|kartenzahlung|miete|versicherung|tankstelle|backerei|apotheke|bahn|supermarkt|"
    r"frais|cotisation|carte|loyer|assurance|boulangerie|pharmacie|essence|"
    r"comision|comisiones|alquiler|seguro|gasolinera|farmacia|panaderia|tarjeta|compra|loja|padaria|mercado|posto|"
    r"aluguel|tarifa|"
    r"spese|commissioni|canone|affitto|benzina|panificio|carta|acquisto|"
    r"kosten|kaart|betaalpas|betaalautomaat|huur|verzekering|bakker|benzine|apotheek|"
    r"gebyr|avgift|varekjop|kortkop|kop|husleie|hyra|forsikring|forsakring|bensin|"
    r"palvelumaksu|oplata|prowizja|czynsz|poplatek|najem|dij|kezelesi koltseg)\b"
)
_GENERIC: Final = frozenset({
    "payment", "payments", "pymt", "pmt", "paid", "bpay", "autopay", "auto", "pay", "direct", "debit", "transfer",
    "online", "internet", "banking", "bank", "mobile", "app", "web", "phone", "thank", "you", "thanks", "received",
    "from", "by", "your", "on", "card", "credit", "account", "visa", "mastercard", "amex", "the", "a", "ref",
    "reference", "electronic", "automatic", "zahlung", "zahlungen", "uberweisung", "lastschrift", "einzug",
    "lastschrifteinzug", "dank", "danke", "besten", "vielen", "fur", "ihre", "ihr", "erhalten", "kartenkonto",
    "karte", "konto", "bankeinzug", "paiement", "virement", "prelevement", "merci", "votre", "recu", "carte", "pago",
    "pagos", "transferencia", "gracias", "su", "recibido", "domiciliacion", "recibo", "pagamento", "pagamentos",
    "obrigado", "recebido", "efetuado", "fatura", "debito", "automatico", "pix", "bonifico", "addebito", "grazie",
    "ricevuto", "saldo", "estratto", "conto", "betaling", "overboeking", "incasso", "ontvangen", "bedankt", "u", "uw",
    "betalning", "overforing", "tack", "autogiro", "mottagen", "for", "overforsel", "takk",
    "tak", "betalt", "maksu", "suoritus", "kiitos", "tilisiirto", "splata", "wplata", "przelew", "dziekujemy",
    "platba", "inkaso", "dekujeme", "befizetes", "torlesztes", "koszonjuk", "odeme", "tesekkurler",
})  # fmt: skip
"""Words of a payment that name nobody: a line of nothing else is one on a card, or a move between own accounts."""
_PAYMENT: Final = frozenset({
    "payment", "payments", "pymt", "pmt", "bpay", "autopay", "zahlung", "uberweisung", "lastschrift", "einzug",
    "lastschrifteinzug", "bankeinzug", "paiement", "virement", "prelevement", "pago", "pagos", "transferencia",
    "domiciliacion", "pagamento", "pix", "bonifico", "addebito", "betaling", "overboeking", "incasso", "betalning",
    "overforing", "autogiro", "overforsel", "maksu", "suoritus", "tilisiirto", "splata", "wplata", "przelew",
    "platba", "inkaso", "befizetes", "torlesztes", "odeme", "transfer", "debit", "thank",
})  # fmt: skip
_LETTERS: Final = re.compile(r"[^\W\d_]+")


CLEARLY: Final = 3
"""Lines whose words speak for one convention, for each that speaks for the other, before they decide."""


class Votes(NamedTuple):
    """How many lines speak for each convention."""

    into: int
    """Positive is money in."""
    out: int
    """Positive is money out, as on the statements of many cards."""


def votes_of(amounts: Sequence[Decimal], words: Sequence[str], payees: Sequence[str]) -> Votes:
    """What the words of the lines say of the signs of their amounts, as printed.

    `payees` name whom each line is of: a party that stands with both signs, the larger amount above zero, may be a shop
    that gave something back. The other way round it says nothing: what was given back may have been bought before.
    """
    into = out = 0
    for amount, text in zip(amounts, words, strict=True):
        way = _way(plain_letters(text)) if amount != 0 else 0
        into += (amount > 0) == (way > 0) and way != 0
        out += (amount > 0) != (way > 0) and way != 0
    return Votes(into, out + _given_back(amounts, payees))


def doubtful(votes: Votes, plus: int, minus: int) -> bool:
    """Whether so many lines above and below zero may be of a card on which positive is spent, as their words say."""
    if votes.out:
        return votes.into < CLEARLY * votes.out
    return votes.into < CLEARLY and plus > minus > 0


def _way(text: str) -> int:
    """1 for a line that is money in, -1 for one that is money out, on whatever account; 0 if nothing says it."""
    if _PAID_BACK.search(text):
        return 1
    if _names_nobody(text):
        return 0
    if _SPENT.search(text):
        return -1
    if _EARNED.search(text):
        return 1
    return 0


def are_payments(amounts: Sequence[Decimal], words: Iterable[str]) -> bool:
    """Whether every amount below zero is a payment that names nobody, or paid back, and none above zero is.

    So a card is printed on which positive is spent: `SHOP 41.20`, `PAYMENT -300.00`.
    """
    if not (any(amount < 0 for amount in amounts) and any(amount > 0 for amount in amounts)):
        return False
    pairs = ((amount < 0, text) for amount, text in zip(amounts, words, strict=True) if amount != 0)
    return all(_names_nobody(plain_letters(text)) is below for below, text in pairs)


def _names_nobody(text: str) -> bool:
    said = _LETTERS.findall(text)
    paid = any(word in _PAYMENT for word in said) and all(word in _GENERIC or len(word) == 1 for word in said)
    return paid or _PAID_BACK.search(text) is not None


def _given_back(amounts: Sequence[Decimal], payees: Sequence[str]) -> int:
    """How many parties stand with both signs, the larger amount above zero: shops that gave something back."""
    largest: defaultdict[str, dict[bool, Decimal]] = defaultdict(dict)
    for amount, payee in zip(amounts, payees, strict=True):
        if amount != 0 and payee:
            sides = largest[plain_letters(payee)]
            sides[amount < 0] = max(abs(amount), sides.get(amount < 0, Decimal(0)))
    return sum(1 for sides in largest.values() if len(sides) > 1 and sides[False] > sides[True])
