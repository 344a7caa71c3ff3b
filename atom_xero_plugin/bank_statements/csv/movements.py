"""When each line was, and which way its money went: days, signs and the running balance decide each other."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import Final, NamedTuple

from atom_xero_plugin.bank_statements.csv.chosen_columns import ChosenColumns
from atom_xero_plugin.bank_statements.csv.direction_words import way_of
from atom_xero_plugin.bank_statements.csv.fees import with_fees
from atom_xero_plugin.bank_statements.csv.headings import (
    CARD_COLUMNS,
    CARD_HEADINGS,
    XERO_TEMPLATE,
    Habit,
    day_first_language,
    habit_of,
    plain,
)
from atom_xero_plugin.bank_statements.csv.layout import CsvLayoutInput, Sign
from atom_xero_plugin.bank_statements.csv.money import ZERO, AmountColumns
from atom_xero_plugin.bank_statements.csv.rows import Lines
from atom_xero_plugin.bank_statements.csv.signs import (
    TAKEN,
    Clues,
    Proof,
    SignReading,
    by_columns,
    by_word,
    convention,
    direction_proven,
    proofs,
    unordered,
)
from atom_xero_plugin.bank_statements.csv.table import column, is_amount
from atom_xero_plugin.bank_statements.date_columns import Days, Direction, Hints, direction_of, read_days
from atom_xero_plugin.bank_statements.errors import LAYOUT, line_list, refused, shown

_CARD_NUMBER: Final = re.compile(r"[0-9]{4,6}[ \-]?[*xX•]{2,}[*xX• \-]*[0-9]{2,4}")
"""The number of a card, masked as banks do: 543400******0000."""


class Movement(NamedTuple):
    """For each row its day and its signed amount."""

    days: Days
    sign: Sign
    amounts: list[Decimal]
    direction: Direction | None
    """How the rows follow each other in time, if they do."""
    evidence: list[str]
    notes: list[str]
    balances: list[Decimal | None]
    """After each row, whether the file prints them so or before it."""
    unproven: list[str]
    """What was taken as usual, though nothing in the file proves it."""


def read_movement(
    lines: Lines,
    chosen: ChosenColumns,
    money: AmountColumns,
    headings: Sequence[str],
    *,
    given: CsvLayoutInput,
    today: date | None,
    card: bool | None,
    elsewhere: Callable[[], Sequence[str]],
) -> Movement:
    """Days and signed amounts of the rows. Raises InvalidArguments or Ambiguous with the line and the reason.

    `card` says whether Xero has the account as a credit card; `elsewhere` gives cells of the file outside these rows'
    column of days, in which other days may stand.
    """
    readings = _readings(lines, chosen, money, headings, given.sign)
    readings, taken, charged = _with_fees(readings, lines, chosen, money, given)
    chosen.fee = chosen.fee if taken else None
    proven = proofs(readings, money.balances, before=True)
    cells = list(zip((row.line for row in lines.rows), column(lines.rows, chosen.date), strict=True))
    habit = habit_of(headings)
    hints = Hints(
        direction_proven(proven), unordered(proven, money.balances), habit[:2] if habit else None, elsewhere,
        day_first_language(headings),
    )  # fmt: skip
    days = read_days(cells, given=given.date_order, today=today, hints=hints)
    in_time = direction_of(days.days)
    if in_time in {"forward", "backward"}:
        proven = [proof for proof in proven if proof.direction == in_time]
    reading, evidence = readings[0], None
    if len(readings) > 1:
        clues = _clues(lines, chosen, money, headings, habit)
        reading, evidence = convention(
            readings, proven, clues._replace(card=clues.card or card is True, bank_account=card is False)
        )
    proof = next((proof for proof in proven if proof.reading.sign == reading.sign), None)
    early = proof is not None and proof.before and in_time == proof.direction
    notes = _balance_notes(lines, money, reading, proof)
    return Movement(
        days,
        reading.sign,
        reading.amounts,
        _direction(in_time, proven, len(lines.rows)),
        [sentence for sentence in (evidence, charged) if sentence],
        [*notes, "The balances stand before their lines."] if early else notes,
        [
            balance + amount if early and balance is not None else balance
            for balance, amount in zip(money.balances, reading.amounts, strict=True)
        ],
        [TAKEN] if evidence == TAKEN else [],
    )


def _with_fees(
    readings: Sequence[SignReading], lines: Lines, chosen: ChosenColumns, money: AmountColumns, given: CsvLayoutInput
) -> tuple[list[SignReading], bool, str | None]:
    if chosen.fee is None:
        return list(readings), False, None
    named = given.columns is not None and given.columns.fee is not None
    numbers = [row.line for row in lines.rows]
    return with_fees(readings, _moved(lines, money.amounts[chosen.fee]), money.balances, numbers, given=named)


def _moved(lines: Lines, values: Sequence[Decimal]) -> list[Decimal]:
    """Amounts of rows that only state a balance are none."""
    return [ZERO if alone else value for value, alone in zip(values, lines.balance_only, strict=True)]


def _readings(
    lines: Lines, chosen: ChosenColumns, money: AmountColumns, headings: Sequence[str], given: Sign | None
) -> list[SignReading]:
    """The one reading of the amounts if columns or words show it, else both conventions, in_positive first."""
    numbers = [row.line for row in lines.rows]
    if chosen.amount is None:
        nothing = [ZERO] * len(numbers)
        debits = nothing if chosen.debit is None else _moved(lines, money.amounts[chosen.debit])
        credits_ = nothing if chosen.credit is None else _moved(lines, money.amounts[chosen.credit])
        return [by_columns(debits, credits_, money.balances, numbers, given, card=_of_card(headings, lines, chosen))]
    values = _moved(lines, money.amounts[chosen.amount])
    if any(money.words):
        amounts = [value * word for value, word in zip(values, _next_to(money, numbers, given), strict=True)]
        return [SignReading(given or "unsigned", amounts)]
    if chosen.direction is not None:
        return [by_word(values, _in_column(lines, chosen), numbers, given)]
    if given == "unsigned":
        raise refused(
            "No column and no word next to the amounts distinguishes money in from money out.",
            path=f"{LAYOUT}/sign",
            hint="Give layout.columns.direction, or layout.sign as in_positive or out_positive.",
        )
    both = [SignReading("in_positive", values), SignReading("out_positive", [-value for value in values])]
    return [reading for reading in both if given in {None, reading.sign}]


def _next_to(money: AmountColumns, numbers: Sequence[int], given: Sign | None) -> list[int]:
    """What CR or DR next to an amount says, as 1 or -1.

    An amount without either is read as given; else, where the file marks only one of the two, it is the other.
    """
    marks = set(money.words) - {0}
    if given in {"in_positive", "out_positive"}:
        bare = 1 if given == "in_positive" else -1
    else:
        bare = -marks.pop() if len(marks) == 1 else 0
    words: list[int] = []
    for line, word, signed in zip(numbers, money.words, money.signs, strict=True):
        if not word and (not bare or (signed and given not in {"in_positive", "out_positive"})):
            reason = "has a sign" if signed else "has neither"
            raise refused(f"the amount {reason}, while others have CR or DR.", line=line, path=f"{LAYOUT}/sign")
        words.append(word or bare)
    return words


def _in_column(lines: Lines, chosen: ChosenColumns) -> list[int]:
    words: list[int] = []
    for row, alone in zip(lines.rows, lines.balance_only, strict=True):
        word = row.cell(chosen.direction)
        way = chosen.ways.get(word) or way_of(word)
        if way is None and not alone:
            raise refused(
                f"{shown(word)} does not say whether money went in or out.",
                line=row.line,
                path=f"{LAYOUT}/columns/direction",
                hint="Words like CR, DR, credit, debit, in and out do.",
            )
        words.append(way or 1)
    return words


def _clues(
    lines: Lines, chosen: ChosenColumns, money: AmountColumns, headings: Sequence[str], habit: Habit | None
) -> Clues:
    amount = headings[chosen.amount] if chosen.amount is not None and chosen.amount < len(headings) else ""
    return Clues(
        [row.line for row in lines.rows],
        column(lines.rows, chosen.kind),
        any(money.signs),
        lambda: (" ".join(row.cell(at) for at in _worded(chosen)) for row in lines.rows),
        lambda: _parties(lines, chosen),
        lines.rows,
        plus=any(cell.startswith("+") for cell in column(lines.rows, chosen.amount)),
        card=_of_card(headings, lines, chosen),
        xero_template=amount == XERO_TEMPLATE,
        fees=chosen.fees_take,
        bank=habit.bank if habit and habit.sign == "in_positive" else None,
    )


def _parties(lines: Lines, chosen: ChosenColumns) -> list[str]:
    """Who each line names; all its words where no column says it, or one that names the same on every line."""
    named = [" ".join(row.cell(at) for at in chosen.payee) for row in lines.rows]
    if len(set(named)) > 1:
        return named
    return [" ".join(row.cell(at) for at in chosen.description) for row in lines.rows]


def _worded(chosen: ChosenColumns) -> list[int]:
    return [*chosen.payee, *chosen.description, *(at for at in (chosen.kind, chosen.reference) if at is not None)]


def _of_card(headings: Sequence[str], lines: Lines, chosen: ChosenColumns) -> bool:
    """Whether headings are of a card's statement, a card stands on every line, or the account has a card's number."""
    reported = [(at, plain(heading)) for at, heading in enumerate(headings)]
    named = [at for at, heading in reported if heading in CARD_COLUMNS]
    return (
        any(heading in CARD_HEADINGS for _, heading in reported)
        or any(all(row.cell(at) and not is_amount(row.cell(at)) for row in lines.rows) for at in named)
        or any(_CARD_NUMBER.search(row.cell(chosen.account)) for row in lines.rows[:1])
    )


def _direction(in_time: str | None, proven: Sequence[Proof], rows: int) -> Direction | None:
    if in_time == "forward" or rows == 1:
        return "forward"
    if in_time == "backward":
        return "backward"
    return direction_proven(proven) if in_time == "same" else None


def _balance_notes(lines: Lines, money: AmountColumns, reading: SignReading, proof: Proof | None) -> list[str]:
    """What the running balance says against the lines as they were read."""
    if proof is not None:
        broken = [lines.rows[at].line for at in proof.broken]
        if not broken:
            return []
        return [
            f"The running balance does not follow at {line_list(broken)}: lines may be missing or in another order."
        ]
    opposite = SignReading(reading.sign, [-amount for amount in reading.amounts])
    if any(not each.broken for each in proofs([opposite], money.balances)):
        return ["The running balance goes up when money goes out: it seems to be what is owed."]
    reported = sum(1 for balance in money.balances if balance is not None)
    return ["The running balance does not follow from the amounts."] if reported > 1 else []
