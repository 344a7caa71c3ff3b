"""How a statement file is refused: the line, the reason, and what would decide or repair it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

import msgspec

from atom_xero_plugin.core.errors import Ambiguous, FieldError, InvalidArguments

STATEMENT: Final = "/statement"
LAYOUT: Final = "/layout"
REPAIR: Final = "Export the statement from the bank again, as OFX if it offers that; nothing was sent to Xero."
_SHOWN: Final = 40
"""Characters of a cell that a message repeats."""
_EXAMPLE: Final = 120
"""Characters of a line that a question repeats."""
_EXAMPLES: Final = 5
_FOR_EXAMPLE: Final = {
    "encoding": "cp1252",
    "delimiter": "semicolon",
    "decimal_mark": "comma",
    "date_order": "day_first",
    "sign": "in_positive",
}
"""Values of the parts of a layout; else it is a column, which has a number."""
_LISTS: Final = frozenset({"not_done", "money_in"})
_NAMED: Final = 12
"""Lines that a note names one by one."""
_UNSHOWABLE: Final = re.compile(r"[^\x20-\x7e\xa0-\u1fff\u20a0-\u20cf\u2212]+")


def refused(
    reason: str, *, line: int | None = None, path: str = STATEMENT, hint: str | None = None
) -> InvalidArguments:
    """The error for a file that cannot be read, or for a layout that does not fit it."""
    message = reason if line is None else f"Line {line}: {reason}"
    return InvalidArguments(message, fields=[FieldError(path, message)], hint=REPAIR if hint is None else hint)


def undecided(
    reason: str, *, choose: str, hint: str, allowed: Sequence[str] = (), examples: Sequence[str] = ()
) -> Ambiguous:
    """The error for a file with more than one reading; `choose` is the path of the argument that decides.

    `allowed` lists the values to choose from, `examples` some lines of the file that the question is about.
    """
    question = FieldError(choose, reason, tuple(allowed), tuple(examples)[:_EXAMPLES])
    typed = f" As it is typed: {_typed(choose, allowed)}." if choose.startswith(f"{LAYOUT}/") else ""
    return Ambiguous(reason, fields=[question], hint=f"{hint}{typed} Nothing was sent to Xero.")


def _typed(choose: str, allowed: Sequence[str]) -> str:
    """The argument as JSON, with one of the values that are allowed."""
    *parents, name = choose.split("/")[1:]
    value: object = allowed[0] if allowed else _FOR_EXAMPLE.get(name, "2")
    value = {name: [value] if name in _LISTS else value}
    for parent in reversed(parents):
        value = {parent: value}
    return msgspec.json.encode(value).decode()


def example(line: int, cells: Iterable[str]) -> str:
    """A line of the file as a question shows it."""
    reported = " | ".join(clean for cell in cells if (clean := _UNSHOWABLE.sub(" ", cell).strip()))
    return f"line {line}: {reported[:_EXAMPLE]}"


def shown(text: str) -> str:
    """A cell as a message may repeat it: one short line in quotes."""
    clean = _UNSHOWABLE.sub(" ", text).strip()
    return f"'{clean[:_SHOWN]}…'" if len(clean) > _SHOWN else f"'{clean}'"


def line_list(lines: Sequence[int]) -> str:
    """`line 7`, `lines 7, 9 and 12`, or the first of many."""
    if len(lines) == 1:
        return f"line {lines[0]}"
    named = ", ".join(str(line) for line in lines[:_NAMED])
    more = len(lines) - _NAMED
    return (
        f"lines {named} and {more} more" if more > 0 else f"lines {', '.join(named.split(', ')[:-1])} and {lines[-1]}"
    )
