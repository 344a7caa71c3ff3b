"""Numbers that a payer writes as a list, the letters only once: `INV-0042, 43 & 51`, `inv 42/43`, `INV0042 to 0045`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from atom_xero_plugin.bank_statements.text import normal

_BETWEEN: Final = frozenset({"and", "und", "u", "et", "y", "e", "en", "og", "och", "no", "nr"})
_TO: Final = frozenset({"to", "bis", "until", "thru", "through", "till", "tot", "a"})
_MOST: Final = 20
"""Numbers of a range at most."""
_LONGEST: Final = 12
"""Digits of a number at most."""


def listed(parts: Sequence[str]) -> Iterator[str]:
    """Numbers, as `words.number` makes them, that the pieces of a line may mean apart from those that they spell.

    Most of them are nobody's number; whoever looks them up knows which are.
    """
    for start in range(len(parts) - 2):
        word, first = parts[start], parts[start + 1]
        if not word[0].isdigit() and first[0].isdigit() and len(first) <= _LONGEST:
            yield from _after(word, first, parts[start + 2 :])


def _after(word: str, first: str, parts: Sequence[str]) -> Iterator[str]:
    before, through = first, False
    for part in parts:
        if part in _TO:
            through = True
        elif part[0].isdigit() and len(part) <= _LONGEST:
            whole = before[: -len(part)] + part if len(part) < len(before) else part
            yield normal([word, part])
            yield normal([word, whole])
            if through and 0 < int(whole) - int(before) <= _MOST:
                yield from (normal([word, str(number)]) for number in range(int(before) + 1, int(whole)))
            before, through = whole, False
        elif part not in _BETWEEN and part != word:
            return
