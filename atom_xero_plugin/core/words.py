"""Texts as people compare them: their words, without accents, letter case and punctuation."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

_WORD: Final = re.compile(r"[^\W_]+")
LONGEST_WORD: Final = 64
_LONGEST_TEXT: Final = 4_000
"""As long as Xero's longest field."""


def plain(text: str) -> str:
    """Small letters without accents."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter)).casefold()


@lru_cache(maxsize=2_048)
def words_of(text: str) -> tuple[str, ...]:
    """Its words in order, each at most 64 letters. Names and descriptions come again and again, so they are kept."""
    return tuple(word[:LONGEST_WORD] for word in _WORD.findall(plain(text[:_LONGEST_TEXT])))


def words_in(texts: Iterable[str | None]) -> list[str]:
    """The words of several texts, one after the other, as `words_of` gives those of each."""
    whole = plain(" ".join([text[:_LONGEST_TEXT] for text in texts if text]))
    return [word[:LONGEST_WORD] for word in _WORD.findall(whole)]


def begins_words(text: str, name: str | None) -> bool:
    """Whether each word of a text begins a word of a name, in the same order: `smith` does in Smith Ltd only."""
    left = iter(words_of(name or ""))
    requested = words_of(text)
    return bool(requested) and all(any(word.startswith(part) for word in left) for part in requested)
