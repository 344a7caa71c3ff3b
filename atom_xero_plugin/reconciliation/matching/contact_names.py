"""Names of contacts in the words of bank lines: abbreviated, cut off, misspelt, among other words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final

from atom_xero_plugin.bank_statements import text as words
from atom_xero_plugin.reconciliation.matching import movement_words
from atom_xero_plugin.reconciliation.matching.name_prefixes import Beginnings

ALIKE: Final = 80
"""From this likeness on, of 100, a name counts as found."""
WHOLE: Final = 100
"""Likeness of a name that stands there word for word."""
_PART_OF_LONGER: Final = 84
"""Likeness of a name that stands there as a piece of a longer one that is known too."""
_LETTERS: Final = 4
"""Letters of a word that is searched for with misspellings."""
_SPELLING: Final = 84
_NOT_WHOLE: Final = 96
"""Likeness at most of a name that is a piece of the text, or holds it, without being there word for word."""
_CUT_OFF: Final = 90
"""Likeness of a name of which only the first words, at least half of it, are there."""
_SHORTEST: Final = 3
"""Letters of a word that may name somebody."""
_CLEAR: Final = 90
_LESS: Final = 8
"""What a likeness that is not clear loses if the line names somebody by other words as well."""
_HELD: Final = 82
_HELD_MORE: Final = 11
"""Likeness of a name that holds all that a text names, and how much more by the share of it that is there."""
_COMMON: Final = 12
"""Contacts that may share a word before it says nothing about which of them is meant."""


class NameFinder:
    """Finds names in texts. Each text is compared only with names that share a word, or a beginning, or nearly so."""

    def __init__(self, names: Sequence[str]) -> None:
        """Keep the distinct names."""
        self.names = sorted(set(names))
        self._bare = [words.name(each) for each in self.names]
        self._beginnings = Beginnings(self.names)
        self._of_words = {place for place, bare in enumerate(self._bare) if " " in bare}
        by_word: defaultdict[str, set[int]] = defaultdict(set)
        for place, bare in enumerate(self._bare):
            for word in bare.split():
                by_word[word].add(place)
        self._by_word = dict(by_word)

    def find(self, texts: Sequence[Sequence[str]]) -> list[Mapping[str, int]]:
        """For each text, given in its fields, the names in it, with their likeness from ALIKE to 100."""
        fields = [[words.pieces(words.letters(field)) for field in text] for text in texts]
        parts = [[word for field in each for word in field] for each in fields]
        near = self._near({word for each in parts for word in each})
        return [self._named(each, every, near) for each, every in zip(fields, parts, strict=True)]

    def _near(self, asked: set[str]) -> dict[str, list[str]]:
        """For each word of the texts the words of names it may be."""
        near = {word: [word] for word in asked if word in self._by_word}
        odd = sorted(word for word in asked if word not in near and len(word) >= _LETTERS and not word[0].isdigit())
        known = sorted(word for word in self._by_word if len(word) >= _LETTERS)
        if odd and known:
            near.update(_misspelt(odd, known))
        return near

    def _named(
        self, fields: Sequence[Sequence[str]], parts: list[str], near: Mapping[str, list[str]]
    ) -> dict[str, int]:
        found = self._by_words(parts, near)
        for place, likeness in self._beginnings.find(fields):
            if likeness >= ALIKE:
                found[place] = max(likeness, found.get(place, 0))
        first = next((naming for field in fields if (naming := _naming(field))), [])
        for place, likeness in self._by_all_of(first, parts, near):
            found[place] = max(likeness, found.get(place, 0))
        for place, likeness in found.items():
            if likeness < _CLEAR and not self._holds(place, first, near):
                found[place] = likeness - _LESS
        whole = [self._bare[place] for place, likeness in found.items() if likeness == WHOLE]
        for place, likeness in found.items():
            if likeness == WHOLE and any(_is_within(self._bare[place], longer) for longer in whole):
                found[place] = _PART_OF_LONGER
        return {self.names[place]: found[place] for place in sorted(found) if found[place] >= ALIKE}

    def _by_all_of(
        self, naming: Sequence[str], parts: Sequence[str], near: Mapping[str, list[str]]
    ) -> list[tuple[int, int]]:
        """Names that hold every word by which a line names somebody: `J SMITH`, or a name cut off at its front."""
        if not naming or max(map(len, naming)) < _LETTERS:
            return []
        places = set.intersection(
            *(set[int]().union(*(self._by_word[meant] for meant in near.get(word, ()))) for word in naming)
        )
        if not 0 < len(places) <= _COMMON:
            return []
        initials = [word for word in parts if len(word) == 1 and word.isalpha()]
        letters = sum(len(word) for word in naming)
        found = []
        for place in sorted(places):
            every = self._bare[place].split()
            if all(any(word.startswith(initial) for word in every) for initial in initials):
                share = letters / max(letters, sum(len(word) for word in every))
                found.append((place, _HELD + round(_HELD_MORE * min(1, share + 0.2 * bool(initials)))))
        return found

    def _holds(self, place: int, naming: Sequence[str], near: Mapping[str, list[str]]) -> bool:
        """Whether a name has every longer word by which a line names somebody, or begins with what is cut off."""
        bare = self._bare[place]
        every = set(bare.split())
        compact = bare.replace(" ", "")
        return all(
            len(word) < _LETTERS
            or not every.isdisjoint(near.get(word, ()))
            or any(mine.startswith(word) or word.startswith(mine) for mine in every if len(mine) >= _LETTERS)
            or compact.startswith(word[:_LETTERS])
            for word in naming
        )

    def _by_words(self, parts: list[str], near: Mapping[str, list[str]]) -> dict[int, int]:
        text = " ".join(parts)
        hit, again, crowded = set[int](), set[int](), set[int]()
        for word in set(parts):
            for meant in near.get(word, ()):
                places = self._by_word[meant]
                again |= hit & places
                hit |= places
                if len(places) > _COMMON:
                    crowded |= places
        found = {}
        for place in sorted(hit - ((crowded - again) & self._of_words)):  # else it has one word that many names have
            likeness = alike(self._bare[place], text)
            if likeness >= ALIKE:
                found[place] = likeness
        return found


def _naming(field: Sequence[str]) -> list[str]:
    """The words of a field that may name somebody; shorter ones are initials."""
    return [word for word in field if len(word) >= _SHORTEST and word.isalpha() and word not in movement_words.PLAIN]


def _is_within(bare: str, longer: str) -> bool:
    return bare != longer and f" {bare} " in f" {longer} "


def alike(bare: str, text: str) -> int:
    """How much of a name, as `words.name` makes it, stands in a text of pieces: 0 to 100."""
    from rapidfuzz import fuzz

    if not bare or not text:
        return 0
    padded = f" {text} "
    if f" {bare} " in padded:
        return 100
    if len(bare) <= _LETTERS:
        return 0  # a short name is found whole or not at all
    whole = max(fuzz.token_sort_ratio(bare, text), _beginning(bare, text))
    if len(text) < len(bare) * 0.7:
        return round(whole)
    return round(max(whole, min(_NOT_WHOLE, fuzz.partial_ratio(bare, text)), _covered(bare, text)))


def _beginning(bare: str, text: str) -> int:
    """Points for a name cut off after some of its words, as banks with short fields do."""
    every = bare.split()
    for count in range(len(every) - 1, 1, -1):
        start = " ".join(every[:count])
        if len(start) * 2 >= len(bare) and f" {start} " in f" {text} ":
            return _CUT_OFF
    return 0


def _covered(bare: str, text: str) -> float:
    """The share of the name's letters whose words stand in the text, in whatever order."""
    there = set(text.split())
    every = bare.split()
    letters = sum(len(word) for word in every)
    return 100 * sum(len(word) for word in every if word in there) / letters if letters else 0.0


def _misspelt(odd: list[str], known: list[str]) -> dict[str, list[str]]:
    import numpy as np
    from rapidfuzz import fuzz, process

    scores = process.cdist(odd, known, scorer=fuzz.ratio, score_cutoff=_SPELLING, dtype=np.uint8)
    near: defaultdict[str, list[str]] = defaultdict(list)
    for row, column in zip(*np.nonzero(scores), strict=True):
        near[odd[row]].append(known[column])
    return near
