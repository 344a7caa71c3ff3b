"""Whether an amount is money in or out: by its column, by a word, by the running balance, else by what is given."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Final, NamedTuple

from atom_xero_plugin.bank_statements.csv.layout import Sign
from atom_xero_plugin.bank_statements.csv.sign_words import CLEARLY, are_payments, doubtful, votes_of
from atom_xero_plugin.bank_statements.csv.table import Row
from atom_xero_plugin.bank_statements.date_columns import Direction
from atom_xero_plugin.bank_statements.errors import LAYOUT, example, line_list, refused, undecided

_OUT: Final = re.compile(r"\b(debit|purchase|sale|withdrawal)\b", re.IGNORECASE)
_IN: Final = re.compile(r"\b(credit|deposit|refund|return)\b", re.IGNORECASE)
_SPENT: Final = re.compile(r"\b(purchase|sale)\b", re.IGNORECASE)
_MOST: Final = Decimal("0.6")
"""Share of the steps of a balance that must agree before a broken chain proves anything."""
_STEPS: Final = 2
_BOTH_WAYS: Final[tuple[Direction, Direction]] = ("forward", "backward")
TAKEN: Final = "Positive amounts were taken as money in, as banks print them; nothing else shows it."
_SIGN_HINT: Final = "Give layout.sign: in_positive if a positive amount is money in, out_positive if it is money out."

Balances = Sequence[Decimal | None]


class SignReading(NamedTuple):
    """One way to read the amounts: the sign convention and what it makes of them."""

    sign: Sign
    amounts: list[Decimal]


class Proof(NamedTuple):
    """A reading that the running balance bears out, with the lines in that direction."""

    reading: SignReading
    direction: Direction
    broken: list[int]
    """Indexes of the rows at which the balance does not follow from the row before."""
    before: bool = False
    """The balance stands before its line, not after it, as ASN prints it."""


def proofs(readings: Sequence[SignReading], balances: Balances, *, before: bool = False) -> list[Proof]:
    """The readings that the running balance bears out at every step, else those that most steps bear out.

    With `before`, balances that stand before their line too. They follow by the same sums as balances after their line
    with the opposite sign in the other direction: only the order of the days decides which is which. What is twice
    odd, a balance before its line on a card on which positive is spent, is not tried.
    """
    steps = [at for at, (one, two) in enumerate(pairwise(balances), 1) if one is not None and two is not None]
    if not steps:
        return []
    tried: list[Proof] = []
    for reading in readings:
        for direction in _BOTH_WAYS:
            broken = [at for at in steps if not _follows(at, reading.amounts, balances, direction)]
            tried.append(Proof(reading, direction, broken))
    usual = any(not proof.broken and proof.reading.sign != "out_positive" for proof in tried)
    early = [each for each in readings if each.sign != "out_positive"] if before and not usual else []
    for reading in early:
        opposite = [-amount for amount in reading.amounts]
        for direction, other in zip(_BOTH_WAYS, reversed(_BOTH_WAYS), strict=True):
            broken = [at for at in steps if not _follows(at, opposite, balances, other)]
            tried.append(Proof(reading, direction, broken, before=True))
    whole = [proof for proof in tried if not proof.broken]
    if whole:
        return whole
    fewest = min(len(proof.broken) for proof in tried)
    best = [proof for proof in tried if len(proof.broken) == fewest]
    stored = len(steps) - fewest
    next_best = max((len(steps) - len(proof.broken) for proof in tried if proof not in best), default=0)
    return best if stored >= _STEPS and stored >= _MOST * len(steps) and stored > 2 * next_best else []


def direction_proven(found: Sequence[Proof]) -> Direction | None:
    """How the lines follow each other in time, if the proofs agree on it."""
    directions = {proof.direction for proof in found}
    return directions.pop() if len(directions) == 1 else None


def unordered(found: Sequence[Proof], balances: Balances) -> bool:
    """Whether there are balances, and they follow no direction."""
    return not found and sum(1 for one, two in pairwise(balances) if one is not None and two is not None) >= _STEPS


def _follows(at: int, amounts: Sequence[Decimal], balances: Balances, direction: Direction) -> bool:
    before, after = balances[at - 1], balances[at]
    if before is None or after is None:
        return False
    return before + amounts[at] == after if direction == "forward" else after + amounts[at - 1] == before


class Clues(NamedTuple):
    """What next to the balance may say the sign of a single amount."""

    lines: Sequence[int]
    kinds: Sequence[str]
    """The bank's word for each line, empty if there is none."""
    printed_signs: bool
    """Some amount has a minus, a plus or brackets."""
    words: Callable[[], Iterable[str]]
    """Who and what each line names."""
    payees: Callable[[], Iterable[str]]
    """Who each line names, or all its words where no column says it."""
    rows: Sequence[Row]
    """The lines as they stand in the file, for a question to show."""
    card: bool
    """The headings are those of a credit card, or Xero has the account as one."""
    plus: bool
    """Some amount has a plus."""
    xero_template: bool
    bank_account: bool = False
    """Xero has the account as one of a bank, and not as a credit card."""
    fees: Sign | None = None
    """The convention with which fees make the amounts less, where a column of net amounts shows it."""
    bank: str | None = None
    """The bank whose headings these are, if it prints money in as positive, on cards too."""


def convention(readings: Sequence[SignReading], proven: Sequence[Proof], clues: Clues) -> tuple[SignReading, str]:
    """Which of in_positive and out_positive the amounts follow, and what decided it. Raises Ambiguous if nothing does.

    The sentence is TAKEN where nothing proves it and nothing speaks against it. A balance that bears out both, before
    the lines or after them, speaks against it.

    `readings` holds in_positive first. A card's balance is often what is owed, so it proves nothing.
    """
    borne_out = {proof.reading.sign for proof in proven}
    either_way = len(borne_out) > 1 and not clues.card
    balance = borne_out.pop() if len(borne_out) == 1 and not clues.card else None
    kinds = _kinds_say(readings[0].amounts, clues)
    votes = {vote for vote in (balance, kinds, clues.fees) if vote}
    alone = votes == {"in_positive"} and balance and not kinds and not clues.bank_account
    if alone and are_payments(readings[0].amounts, clues.words()):  # the balance may be what is owed on a card
        votes = {"in_positive", "doubt"}
    if len(votes) == 1 and "doubt" not in votes:
        reading = next(reading for reading in readings if reading.sign in votes)
        way = "in" if reading.sign == "in_positive" else "out"
        words = "The bank's words for the lines show" if kinds else "The fees show"
        what = "The running balance proves" if balance else words
        return reading, f"{what} that positive amounts are money {way}."
    if not votes and clues.bank:
        return readings[0], f"The headings are those of {clues.bank}, which prints money in as positive."
    if not votes and clues.xero_template:
        return readings[0], "The headings are those of Xero's template, in which positive amounts are money in."
    said = _words_say(readings[0].amounts, clues)
    if (
        either_way
        and said is None
        and not votes_of(readings[0].amounts, list(clues.words()), list(clues.payees())).into
    ):
        said = "doubt"
    if not votes and not clues.card and clues.printed_signs and said != "doubt":
        return readings[0], said or TAKEN
    raise undecided(
        _doubt(clues, votes if kinds else (), card=clues.card or (said == "doubt" and clues.printed_signs)),
        choose=f"{LAYOUT}/sign",
        hint=_SIGN_HINT,
        allowed=("in_positive", "out_positive"),
        examples=_examples(readings[0].amounts, clues.rows),
    )


def _words_say(amounts: Sequence[Decimal], clues: Clues) -> str | None:
    """What shows that positive is money in, `doubt` if it may be a card on which positive is spent, else None.

    On such a card most lines are positive; where nothing speaks for money in, a file like that is doubtful too, unless
    Xero has the account as a bank's.
    """
    votes = votes_of(amounts, list(clues.words()), list(clues.payees()))
    plus, minus = sum(1 for each in amounts if each > 0), sum(1 for each in amounts if each < 0)
    if minus and not plus:
        return "doubt" if votes.out >= minus else None
    if clues.plus and not votes.out:
        return "Money in is printed with a plus."
    if votes.into >= CLEARLY and not votes.out:
        return "The words of the lines show that positive amounts are money in."
    by_number = plus if not clues.bank_account else 0
    if doubtful(votes, by_number, minus) or (are_payments(amounts, clues.words()) and not votes.into):
        return "doubt"
    return None


def _examples(amounts: Sequence[Decimal], rows: Sequence[Row]) -> list[str]:
    """Lines that show what is asked: some of each sign."""
    plus = [row for amount, row in zip(amounts, rows, strict=True) if amount > 0]
    minus = [row for amount, row in zip(amounts, rows, strict=True) if amount < 0]
    return [example(row.line, row.cells) for row in (*plus[:3], *minus[:2])]


def _doubt(clues: Clues, votes: Collection[str], *, card: bool) -> str:
    if votes:
        return "The bank's words for the lines contradict the signs of the amounts or the running balance."
    if card:
        return "On a credit card's statement, as this may be, a positive amount may be money spent or paid in."
    return f"No amount has a sign, from line {clues.lines[0]} on, and nothing shows money in from money out."


def _kinds_say(amounts: Sequence[Decimal], clues: Clues) -> str | None:
    """What the bank's words say of the signs, where they agree among themselves; `doubt` if they only contradict."""
    agree = against_out = against_in = spent = 0
    for amount, kind in zip(amounts, clues.kinds, strict=True):
        out, into = _OUT.search(kind), _IN.search(kind)
        if amount == 0 or bool(out) == bool(into):
            continue
        if (amount < 0) == bool(out):
            agree += 1
        else:
            against_out += bool(out)
            against_in += bool(into)
            spent += bool(_SPENT.search(kind))
    if agree and not against_out and not against_in:
        return "in_positive"
    if against_out and against_in and not agree:
        return "out_positive"
    return "doubt" if spent and not agree else None


def by_word(values: Sequence[Decimal], words: Sequence[int], lines: Sequence[int], given: Sign | None) -> SignReading:
    """Amounts next to a word that says in (1) or out (-1). Raises InvalidArguments where sign and word contradict."""
    if given == "in_positive":
        return SignReading(given, list(values))
    if given == "out_positive":
        return SignReading(given, [-value for value in values])
    if all(value >= 0 for value in values):
        return SignReading("unsigned", [value * word for value, word in zip(values, words, strict=True)])
    for sign, way in (("in_positive", 1), ("out_positive", -1)):
        if given is None and all(value * word * way >= 0 for value, word in zip(values, words, strict=True)):
            return SignReading(sign, [value * way for value in values])  # type: ignore[arg-type]  # the two literals above
    negative = given == "unsigned"
    at = next(at for at, value in enumerate(values) if (value if negative else value * words[at]) < 0)
    raise refused(
        "the sign of the amount and the word for its direction do not agree with those of the other lines.",
        line=lines[at],
        path=f"{LAYOUT}/sign",
        hint=_SIGN_HINT,
    )


def by_columns(
    debits: Sequence[Decimal],
    credits_: Sequence[Decimal],
    balances: Balances,
    lines: Sequence[int],
    given: Sign | None,
    *,
    card: bool,
) -> SignReading:
    """The reading of a debit and a credit column, zero where a cell is empty. Raises Ambiguous if signs are mixed.

    On a card both columns may be signed by what is owed: spent without a sign, paid in with a minus (Citi).
    """
    for at, (debit, credit) in enumerate(zip(debits, credits_, strict=True)):
        if debit and credit:
            raise refused("there is both money out and money in.", line=lines[at])
    less = SignReading("unsigned", [credit - debit for debit, credit in zip(debits, credits_, strict=True)])
    plus = SignReading("in_positive", [credit + debit for debit, credit in zip(debits, credits_, strict=True)])
    owed = SignReading("unsigned", [abs(credit) - abs(debit) for debit, credit in zip(debits, credits_, strict=True)])
    if given is not None:
        return {"in_positive": plus, "unsigned": owed}.get(given, SignReading(given, less.amounts))
    if all(debit >= 0 for debit in debits) and all(credit >= 0 for credit in credits_):
        return less
    if card and all(debit >= 0 for debit in debits) and all(credit <= 0 for credit in credits_):
        return owed
    if all(debit <= 0 for debit in debits) and all(credit >= 0 for credit in credits_):
        return plus
    borne_out = {proof.reading.sign: proof.reading for proof in proofs([less, plus], balances)}
    if len(borne_out) == 1:
        return next(iter(borne_out.values()))
    odd = [line for line, debit, credit in zip(lines, debits, credits_, strict=True) if debit < 0 or credit < 0]
    raise undecided(
        f"The columns of money out and money in hold amounts of both signs ({line_list(odd)}).",
        choose=f"{LAYOUT}/sign",
        hint="Give layout.sign: unsigned if the column says and no sign counts, in_positive if money out has a minus, "
        "out_positive if a minus there is money in.",
    )
