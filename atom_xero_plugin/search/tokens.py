"""The tokens that a record is found by, and how a query is read: words, codes, amounts and runs of letters."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from itertools import islice
from typing import Final

from atom_xero_plugin.core.words import words_in

_AMOUNT: Final = re.compile(r"[^\d\s]{0,3}\s?(\d{1,3}(?:,\d{3})+|\d+)(\.\d{1,4})?")
MOST_WORDS: Final = 120
"""Of one record: enough for names, numbers and the first lines."""
_TEXTS_AT_ONCE: Final = 16
LETTERS: Final = 4
"""A word of fewer letters is not searched for misspelt."""
SHORT: Final = 6
"""A word of no more letters is taken to be misspelt by one slip at most."""


def code_of(text: str | None) -> str | None:
    """A number or reference as one word: `INV-0042` and `inv 0042` are the same."""
    return "".join(words_in((text,)))[:255] or None if text else None


def amount_of(text: str) -> str | None:
    """The amount that a query is, as `amount_key` writes it: `$1,150.00` is 1150. None if it is none."""
    found = _AMOUNT.fullmatch(text.strip())
    if found is None:
        return None
    return amount_key(Decimal(found[1].replace(",", "") + (found[2] or "")))


def amount_key(amount: Decimal | None) -> str | None:
    """An exact amount as text without zeros that say nothing and without its sign."""
    if amount is None or not amount.is_finite():
        return None
    try:
        short = format(abs(amount).normalize(), "f")
    except InvalidOperation:
        return None
    return short[:40]


def joined(texts: Iterable[str | None]) -> str:
    """The distinct words of texts, in order; a number also without the zeros before it."""
    found: dict[str, None] = {}
    left = iter(texts)
    while some := list(islice(left, _TEXTS_AT_ONCE)):
        for word in words_in(some):
            found[word] = None
            if word[0] == "0" and word.isdigit():
                found[word.lstrip("0") or "0"] = None
        if len(found) >= MOST_WORDS:
            break
    return " ".join(list(found)[:MOST_WORDS])


@lru_cache(maxsize=64)
def mark_of_workspace(workspace_id: str) -> str:
    """A word that shows the workspace, so that the index itself can distinguish workspaces."""
    return f"in{workspace_id.encode().hex()}"


def grams_of(word: str) -> set[str]:
    """Its runs of three letters, its ends counted in; none for a word that is short or holds digits."""
    if len(word) < LETTERS or not word.isalpha():
        return set()
    padded = f" {word} "
    return {padded[at : at + 3] for at in range(len(padded) - 2)}


def nearest(word: str, others: Sequence[str], most: int) -> list[str]:
    """Those of the others that this word may be misspelt from, the likest first.

    One slip is allowed in a short word, two in a long one: a letter too many, too few, another, or two swapped.
    """
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    slips = 1 if len(word) <= SHORT else 2
    found = process.extract(word, others, scorer=OSA.distance, score_cutoff=slips, limit=most + 1)
    return [other for other, _, _ in found if other != word][:most]
