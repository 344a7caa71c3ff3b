"""The column that says of each line whether money went in or out, whatever stands above it; or the question."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from atom_xero_plugin.bank_statements import amounts
from atom_xero_plugin.bank_statements.csv.chosen_columns import ChosenColumns
from atom_xero_plugin.bank_statements.csv.direction_words import DIRECTIONS, way_of
from atom_xero_plugin.bank_statements.csv.headings import plain
from atom_xero_plugin.bank_statements.csv.layout import CsvLayoutInput
from atom_xero_plugin.bank_statements.csv.table import Row, is_number, width_of
from atom_xero_plugin.bank_statements.errors import LAYOUT, example, shown, undecided
from atom_xero_plugin.bank_statements.letters import plain_letters
from atom_xero_plugin.core.errors import AskAgain

_BOTH: Final = 2
_SOLL_HABEN: Final = frozenset({"s", "h"})
_PLAINLY: Final = frozenset({
    "cr", "dr", "credit", "debit", "crdt", "dbit", "db", "soll", "haben", "kredit", "debet", "debito", "credito",
    "cargo", "abono", "bij", "af", "in", "out", "inflow", "outflow", "d", "c",
})  # fmt: skip
"""Words that mean a way even where no line of the file has the other: Income may be a category."""
_MOST_WORDS: Final = 6
_SAMPLE: Final = 1_000
"""Lines by which it is judged whether a column holds the two codes."""


def settle_direction(
    chosen: ChosenColumns, headings: Sequence[str], rows: Sequence[Row], given: CsvLayoutInput
) -> None:
    """Fill `chosen.direction` and what each of its words means.

    Raises Ambiguous where amounts have no sign and a column of ways holds words that nobody knows.
    """
    if chosen.direction is not None and chosen.amount is None and not chosen.money:
        if all(is_number(cell) for row in rows if (cell := row.cell(chosen.direction))):
            chosen.amount, chosen.direction = chosen.direction, None
        return
    if chosen.amount is None:
        return
    used = chosen.used - {chosen.kind}
    free = [at for at in range(width_of(rows)) if at not in used]
    if chosen.direction is None and not free:
        return
    lines = [row for row in rows if is_number(row.cell(chosen.amount))]
    if chosen.direction is None:
        chosen.direction = _found(chosen, free, lines)
    if chosen.direction is not None:
        _settle_words(chosen, headings, lines, given)


def _found(chosen: ChosenColumns, free: Sequence[int], rows: Sequence[Row]) -> int | None:
    """A column of which every line holds a word for in or out, both of them, or one next to amounts without a sign."""
    fitting: list[tuple[int, list[int]]] = []
    for at in free:
        codes = {plain_letters(row.cell(at)) for row in rows[:_SAMPLE]}
        ways = [way_of(row.cell(at), headed=codes == _SOLL_HABEN) for row in rows]  # VR banks head them with nothing
        reported = [way for way in ways if way is not None]
        sure = len(set(reported)) == _BOTH or (
            not _signed(chosen, rows) and all(plain_letters(row.cell(at)).strip(". ") in _PLAINLY for row in rows)
        )
        if reported and len(reported) == len(ways) and sure:
            fitting.append((at, reported))
    if not fitting or any(ways != fitting[0][1] for _, ways in fitting):
        return None
    return next((at for at, _ in fitting if at == chosen.kind), fitting[0][0])


def _signed(chosen: ChosenColumns, rows: Sequence[Row]) -> bool:
    printed = [amounts.take_apart(row.cell(chosen.amount)) for row in rows]
    return any(cell is not None and (cell.sign or cell.word) for cell in printed)


def _settle_words(chosen: ChosenColumns, headings: Sequence[str], rows: Sequence[Row], given: CsvLayoutInput) -> None:
    at = chosen.direction
    words = dict.fromkeys(word for row in rows if (word := row.cell(at)))
    if given.money_in is not None:
        requested = {plain_letters(word.strip()) for word in given.money_in}
        chosen.ways = {word: 1 if plain_letters(word) in requested else -1 for word in words}
        return
    letters = _initials(headings[at]) if at is not None and at < len(headings) else {}
    found = {word: letters.get(plain_letters(word).strip(". ")) or way_of(word) for word in words}
    chosen.ways = {word: way for word, way in found.items() if way is not None}
    unknown = [word for word in words if word not in chosen.ways]
    named = given.columns is not None and given.columns.direction is not None
    if unknown and not named and _signed(chosen, rows):
        chosen.direction = None
        chosen.evidence.append(f"Column {(at or 0) + 1} holds {shown(unknown[0])}, which says nothing of in or out.")
    elif unknown and 1 < len(words) <= _MOST_WORDS:
        raise _unknown(rows, at, list(words))


def _unknown(rows: Sequence[Row], at: int | None, words: Sequence[str]) -> AskAgain:
    reported = ", ".join(shown(word) for word in words)
    first = [next(row for row in rows if row.cell(at) == word) for word in words]
    return undecided(
        f"No amount has a sign, and column {(at or 0) + 1} holds {reported}: which of them is money in, nothing shows.",
        choose=f"{LAYOUT}/money_in",
        hint="Give layout.money_in: the list of those words that are money in; the others are money out.",
        allowed=words,
        examples=[example(row.line, row.cells) for row in first],
    )


def _initials(heading: str) -> dict[str, int]:
    """What A and B mean under `Af Bij`, or C and A under `Cargo/Abono`: the first letters of the words above them."""
    words = [word for word in plain(heading).split() if word in DIRECTIONS and len(word) > 1]
    letters = {word[0]: DIRECTIONS[word] for word in words}
    return letters if len(letters) == len(words) == _BOTH and len(set(letters.values())) == _BOTH else {}
