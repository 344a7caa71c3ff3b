"""Which lines of a CSV file the bank has not booked: by words that are known, else by the balance, else asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Final

from atom_xero_plugin.bank_statements.csv.balance import follows, moved_by, values_of
from atom_xero_plugin.bank_statements.csv.chosen_columns import ChosenColumns
from atom_xero_plugin.bank_statements.csv.headings import plain as plain_heading
from atom_xero_plugin.bank_statements.csv.headings import role_of
from atom_xero_plugin.bank_statements.csv.layout import CsvLayoutInput
from atom_xero_plugin.bank_statements.csv.status_words import NOT_DONE, flag_means_done, is_done, is_flag, plain
from atom_xero_plugin.bank_statements.csv.table import Row, is_day, width_of
from atom_xero_plugin.bank_statements.errors import LAYOUT, example, shown, undecided
from atom_xero_plugin.core.errors import AskAgain

_IMPACT: Final = "balance impact"
"""PayPal: Credit and Debit move the balance, Memo does not, whatever the status says."""
_MEMO: Final = "memo"
_MOST_WORDS: Final = 5
"""Words of one column that the balance may decide about."""
_SHORTEST: Final = 5
_HEADING_WORDS: Final = 3
"""Words of a row that heads the lines below it; what is longer is a sentence."""
_NOT_DONE_YET: Final = tuple(sorted(word for word in NOT_DONE if len(word) > _SHORTEST and " " not in word))
"""How such a word begins: some languages bend it."""
_STEPS: Final = 1
_SAMPLE: Final = 500
"""Lines by which a column under an unknown heading is judged."""


def settle_status(chosen: ChosenColumns, headings: Sequence[str], rows: Sequence[Row], given: CsvLayoutInput) -> None:
    """Fill `chosen.not_done` with the lines that were not booked. Raises Ambiguous for words that nobody knows."""
    lines = [row for row in rows if row.filled > 1]
    reported = [plain_heading(heading) for heading in headings]
    worded = (row for row in lines if not row.cell(chosen.date)[:1].isdigit())
    chosen.not_done |= {row.line for row in worded if is_done(row.cell(chosen.date)) is False}
    if len(lines) < len(rows):  # a row of one cell is there, which may head those below it
        chosen.not_done |= _under_headings(rows)
    if _IMPACT in reported and given.not_done is None:
        at = reported.index(_IMPACT)
        chosen.not_done |= {row.line for row in lines if plain(row.cell(at)) == _MEMO}
        chosen.status = None
        chosen.status_settled = at
        return
    for at, heading in enumerate(reported):
        if is_flag(heading):
            chosen.not_done |= {row.line for row in lines if flag_means_done(heading, row.cell(at)) is False}
    if chosen.status is None:
        chosen.status = _by_cells(chosen, headings, lines)
    if chosen.status is not None:
        chosen.not_done |= _undone(chosen, lines, given)


def _under_headings(rows: Sequence[Row]) -> set[int]:
    """The lines below a row such as `Pending transactions`, up to the next row of a few words alone."""
    found: set[int] = set()
    pending = False
    for row in rows:
        alone = row.filled == 1 and row.cell(0)  # further in, it goes on with the words of the line above
        words = plain(row.cell(0)).split() if alone else []
        if 0 < len(words) <= _HEADING_WORDS and all(word.isalpha() for word in words):
            pending = any(word.startswith(_NOT_DONE_YET) for word in words)
        elif pending and row.filled > 1:
            found.add(row.line)
    return found


def _by_cells(chosen: ChosenColumns, headings: Sequence[str], rows: Sequence[Row]) -> int | None:
    """A column in which every word is known to be of a status, and some say that nothing was booked.

    Under a heading that is not known, it suffices that most words are of a status: the others are asked then.
    """
    width = width_of(rows)
    for at in range(width):
        if at in chosen.used and at != chosen.kind:
            continue
        said = set()
        for row in rows:
            if cell := row.cell(at):
                said.add(is_done(cell))
                if None in said:
                    break
        if False in said and None not in said:
            return at
        if None in said and at < len(headings) and role_of(headings[at]) is None and _mostly(rows[:_SAMPLE], at):
            return at
    return None


def _mostly(rows: Sequence[Row], at: int) -> bool:
    known = [is_done(cell) is not None for row in rows if (cell := row.cell(at))]
    return sum(known) * 2 > len(known)


def _undone(chosen: ChosenColumns, rows: Sequence[Row], given: CsvLayoutInput) -> set[int]:
    at = chosen.status
    words = {row.line: plain(row.cell(at)) for row in rows if row.cell(at)}
    if given.not_done is not None:
        requested = {plain(word) for word in given.not_done}
        return {line for line, word in words.items() if word in requested}
    known = {word for word in words.values() if is_done(word) is False}
    unknown = {word for word in words.values() if is_done(word) is None}
    if len(set(words.values())) == 1 and unknown:
        word = unknown.pop()
        chosen.notes.append(f"Every line has the status {shown(word)}, which was taken as booked.")
        return set()
    found = _by_balance(chosen, rows, words, known, unknown)
    if found is None:
        if unknown:
            raise _unknown(rows, chosen, unknown, known)
        found = known
    elif found != known:
        stored = sorted(known - found)
        if stored:
            chosen.notes.append(f"The balance moves by lines of the status {', '.join(map(shown, stored))}.")
        if more := sorted(found - known):
            chosen.notes.append(f"The balance does not move by lines of the status {', '.join(map(shown, more))}.")
    return {line for line, word in words.items() if word in found}


def _unknown(rows: Sequence[Row], chosen: ChosenColumns, unknown: Collection[str], known: Collection[str]) -> AskAgain:
    counted = Counter(row.cell(chosen.status) for row in rows if plain(row.cell(chosen.status)) in unknown)
    examples = {word: next(row.line for row in rows if row.cell(chosen.status) == word) for word in counted}
    words = ", ".join(f"{shown(word)} (line {line})" for word, line in examples.items())
    also = sorted({row.cell(chosen.status) for row in rows if plain(row.cell(chosen.status)) in known})
    more = f" {', '.join(map(shown, also))} must be among them, unless the account moved by such lines." if also else ""
    return undecided(
        f"The status column holds {words}, and nothing shows whether the bank has booked such lines.",
        choose=f"{LAYOUT}/not_done",
        hint=f"Give layout.not_done: the list of words of lines that were not booked, [] for none.{more}",
        allowed=[*counted, *also],
        examples=[example(row.line, row.cells) for row in rows if row.line in examples.values()],
    )


def _by_balance(
    chosen: ChosenColumns,
    rows: Sequence[Row],
    words: Mapping[int, str],
    known: Collection[str],
    unknown: Collection[str],
) -> set[str] | None:
    """The words whose lines the balance does not move by; None if the balance does not show it."""
    doubted = sorted({*known, *unknown})
    if chosen.balance is None or len(doubted) > _MOST_WORDS or not doubted:
        return None
    dated = [row for row in rows if is_day(row.cell(chosen.date)) and row.line not in chosen.not_done]
    moved = list(moved_by(chosen, dated))
    balances = values_of(dated, chosen.balance)

    def holds(excluded: Collection[str]) -> bool | None:
        stored = [at for at, row in enumerate(dated) if words.get(row.line) not in excluded]
        if len(stored) <= _STEPS or any(balances[at] is None for at in stored):
            return None
        return any(follows([each[at] for at in stored], [balances[at] for at in stored]) for each in moved)

    if not unknown and holds(known) is not False:
        return None
    found = _only_one(({*known, *some} for some in _subsets(sorted(unknown))), holds)
    return found if found is not None else _only_one(map(set, _subsets(doubted)), holds)


def _subsets(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    return (some for size in range(len(words) + 1) for some in combinations(words, size))


def _only_one(sets: Iterable[set[str]], holds: Callable[[set[str]], bool | None]) -> set[str] | None:
    """The one set that fits. Lines at an end of the file may be left out or not, so there two sets fit."""
    fitting = [each for each in sets if holds(each)]
    return fitting[0] if len(fitting) == 1 else None
