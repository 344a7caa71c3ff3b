"""A request in people's words, read as what is to be done and what it is about."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from atom_xero_plugin.tools.search_words import MAY_MEAN, MEANS, NOUNS, NUMBERS, SAY_NOTHING, WEAK

Stems = tuple[str, ...]
_APOSTROPHE: Final = re.compile("['\u2019]s\\b|['\u2019]")
_SHORT: Final = 4
"""Letters of a word from which on it may lose an ending."""
LONGEST: Final = 5
"""Words of the longest phrase that is looked for."""
_MAY_MEAN: Final = 0.5
_IN_A_PHRASE: Final = 0.35
"""What a verb counts inside a phrase that means a noun, such as the order of "purchase order"."""
_IS_A_PHRASE: Final = 0.7
"""What a phrase counts that means a noun as well, such as "spend money"."""
_ONLY_WHOM: Final = 0.4
"""What a weak noun counts next to another."""
_FOLLOWS: Final = 0.5
"""What a noun counts that says whereof the first is: the invoice of "a note on an invoice"."""
_LATER: Final = 0.6
"""What a verb counts that another comes before."""
_NO_ORDER: Final = 0.8
"""What a verb counts where a request begins with none."""
_BEFORE_ANOTHER: Final = frozenset({"on", "of", "for", "to", "from", "with", "by", "against", "in", "at", "into"})
_ASKS: Final = frozenset(
    {
        "ha",
        "has",
        "i",
        "is",
        "ar",
        "are",
        "did",
        "doe",
        "do",
        "wa",
        "was",
        "which",
        "who",
        "what",
        "how",
        "when",
        "where",
    }
)
"""Stems of the first words of questions."""
_POLITE: Final = frozenset(
    {"please", "can", "could", "you", "we", "i", "want", "need", "to", "let", "us", "me", "would", "like", "the"}
)
_NO_ORDER_ENDS: Final = ("ed", "ing", "s")
_ANYWHERE: Final = frozenset({"email", "mail", "pdf"})
"""Verbs that are meant wherever they stand: "send it by e-mail"."""
_ORDERS: Final = frozenset({"details", "status", "address"})
"""Words with such an ending that ask for something all the same."""
_OF_A_KIND: Final = 0.3
"""What such a word counts as a verb: the open of "open credit notes"."""
_NO_ORDERS: Final = frozenset({"draft", "open", "new", "paid", "sent", "lost", "won"})
"""Words that say of what kind a thing is, though they are verbs too."""
_NUMBER: Final = re.compile(r"\b([a-z]{2,3})[- ]?\d+\b")


_SAYS_MANY: Final = frozenset(
    {"all", "every", "each", "these", "those", "several", "many", "multiple", "bulk", "both", "batch", "various"}
)


@dataclass(frozen=True)
class RequestWords:
    """What a request says."""

    verbs: Mapping[str, float]
    """First words of skills' names, and how clearly each is meant."""
    nouns: Mapping[str, float]
    """What it is about, and how clearly."""
    rest: frozenset[str]
    """The stems of all words that say something, those of verbs and nouns among them."""
    every: frozenset[str]
    """The stems of all words."""
    one: bool
    """Whether one record is named by its number."""
    reads: bool
    """Whether it asks or lists, and orders nothing."""


def stem(word: str) -> str:
    """A word without its ending: invoice, invoices and invoicing are one."""
    if len(word) > _SHORT and word.endswith("ies"):
        word = f"{word[:-3]}y"
    elif len(word) >= _SHORT and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for ending, least in (("ing", 6), ("ed", 5)):
        if len(word) >= least and word.endswith(ending):
            word = _undoubled(word[: -len(ending)])
            break
    return word[:-1] if len(word) >= _SHORT and word.endswith("e") else word


def raw_words(text: str) -> list[str]:
    """The words of a text, in small letters."""
    plain = _APOSTROPHE.sub("", text.casefold()).replace("&", " and ").replace("e-mail", "email")
    return re.findall(r"[a-z0-9]+", plain)


def stems(text: str) -> Stems:
    """The stems of a text's words, in order."""
    return tuple(map(stem, raw_words(text)))


def _undoubled(word: str) -> str:
    return word[:-1] if len(word) >= _SHORT and word[-1] == word[-2] and word[-1] not in "sl" else word


@cache
def nouns_in(words: Stems) -> Mapping[str, float]:
    """What some words are about: 1 for what is named first, less for what may only say whose or whereof it is."""
    found: dict[str, float] = {}
    for start, _, names in _phrases_in(words, _noun_phrases()):
        follows = bool(found.keys() - WEAK) and any(
            word in _BEFORE_ANOTHER for word in words[max(start - 2, 0) : start]
        )
        for name in names:
            found.setdefault(name, _FOLLOWS if follows else 1.0)
    sure = found.keys() - WEAK
    return {name: counts if name in sure or not sure else min(counts, _ONLY_WHOM) for name, counts in found.items()}


def read_request(text: str) -> RequestWords:
    """What somebody typed, as verbs, nouns and the rest."""
    words = stems(text)
    numbered = [NUMBERS[each] for each in _NUMBER.findall(text.casefold()) if each in NUMBERS]
    nouns = {**nouns_in(words), **dict.fromkeys(numbered, 1.0)}
    spans = list(_phrases_in(words, _noun_phrases()))
    ends = [start + size for start, size, _ in spans]
    one = bool(numbered) or any(words[end].isdigit() for end in ends if end < len(words))
    orders = _orders(text)
    reads = bool(words) and (words[0] in _ASKS or (not orders and _is_plural(text, spans)))
    return RequestWords(_verbs_in(words, orders), nouns, frozenset(words) - _silent(), frozenset(words), one, reads)


def asks_for_many(text: str) -> bool:
    """Whether a request is about more than one: it says so, or what it names stands in the plural."""
    words = raw_words(text)
    return any(
        word in _SAYS_MANY or (word.endswith("s") and not word.endswith("ss") and bool(nouns_in((stem(word),))))
        for word in words
    )


def _orders(text: str) -> bool:
    """Whether it begins with a verb as one orders: "approve the draft", not "approved bills" or "draft invoices"."""
    plain = [word for word in raw_words(text) if word not in _POLITE]
    if not plain or (plain[0].endswith(_NO_ORDER_ENDS) and plain[0] not in _ORDERS) or plain[0] in _NO_ORDERS:
        return False
    first = stems(" ".join(plain[:3]))
    return any(first[:size] in table for table in _verb_phrases() for size in (1, 2, 3))


def _is_plural(text: str, spans: Sequence[tuple[int, int, Sequence[str]]]) -> bool:
    """Whether a noun stands in the plural."""
    raw = raw_words(text)
    inside = [raw[at] for start, size, _ in spans for at in range(start, start + size)]
    return any(word.endswith("s") and not word.endswith("ss") for word in inside)


def _verbs_in(words: Stems, orders: bool) -> dict[str, float]:
    """The verbs of skills that some words mean, and how surely: the one that a request begins with most."""
    inside = {
        at for start, size, _ in _phrases_in(words, _noun_phrases()) if size > 1 for at in range(start, start + size)
    }
    polite = {stem(word) for word in _POLITE}
    begins = next((at for at, word in enumerate(words) if word not in polite), 0)
    found: dict[str, float] = {}
    for number, table in enumerate(_verb_phrases()):
        for start, size, names in _every_phrase_in(words, table):
            counts = (1.0 + 0.15 * (size - 1)) * (_MAY_MEAN if number else 1.0)
            if start in inside:
                counts *= _IN_A_PHRASE if size == 1 else _IS_A_PHRASE
            elif size == 1 and start == begins and not orders and words[start] in _NO_ORDERS:
                counts *= _OF_A_KIND
            elif size == 1 and words[start] not in _ANYWHERE and not (start == begins and orders):
                counts *= _LATER if orders else _NO_ORDER
            for name in names:
                found[name] = max(found.get(name, 0.0), counts)
    return found


def _phrases_in(words: Stems, table: Mapping[Stems, Sequence[str]]) -> Iterator[tuple[int, int, Sequence[str]]]:
    """The longest phrases from left to right: where each begins, how long it is, what it means."""
    at = 0
    while at < len(words):
        for size in range(min(LONGEST, len(words) - at), 0, -1):
            if names := table.get(words[at : at + size]):
                yield at, size, names
                at += size
                break
        else:
            at += 1


def _every_phrase_in(words: Stems, table: Mapping[Stems, Sequence[str]]) -> Iterator[tuple[int, int, Sequence[str]]]:
    for at in range(len(words)):
        for size in range(1, LONGEST + 1):
            if at + size <= len(words) and (names := table.get(words[at : at + size])):
                yield at, size, names


@cache
def _noun_phrases() -> Mapping[Stems, Sequence[str]]:
    """Each phrase to the nouns that it means: those of the table, and their own names."""
    pairs = [(phrase, name) for name, phrases in NOUNS.items() for phrase in phrases.split("|")]
    return _table([*pairs, *((name.replace("_", " "), name) for name in NOUNS)])


@cache
def _verb_phrases() -> tuple[Mapping[Stems, Sequence[str]], Mapping[Stems, Sequence[str]]]:
    """Phrases that mean a verb, and those that may mean it."""
    sure = [(phrase, verb) for verb, phrases in MEANS.items() for phrase in (*phrases.split("|"), verb)]
    may = [(phrase, verb) for verb, phrases in MAY_MEAN.items() for phrase in phrases.split("|")]
    return _table(sure), _table(may)


def _table(pairs: Iterable[tuple[str, str]]) -> dict[Stems, list[str]]:
    table: dict[Stems, list[str]] = {}
    for phrase, name in pairs:
        names = table.setdefault(stems(phrase), [])
        if name not in names:
            names.append(name)
    return table


@cache
def _silent() -> frozenset[str]:
    return frozenset(stem(word) for word in SAY_NOTHING)
