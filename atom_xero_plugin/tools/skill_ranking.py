"""Skills in the order in which they fit a request: by what is to be done, what it is about, and each skill's words."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from atom_xero_plugin.tools.request_words import RequestWords, asks_for_many, nouns_in, read_request, stems
from atom_xero_plugin.tools.search_words import INSIDE

_VERB, _NOUN, _WORDS, _EXAMPLE = 3.0, 4.0, 1.6, 6.0
"""What each counts: verb, noun, words, and the likeness to an example."""
_NAMED, _SAID, _ALIKE = 1.0, 0.6, 0.35
"""A noun of a skill's name, one that its first sentence names, and one that is close to one of its name."""
_INCLUDED: Final = 0.9
"""A noun that the first sentence names next to the one of the name, as bills next to invoices."""
_NOT_ORDERED: Final = 0.4
"""What the verb of a skill that writes counts in a request that orders nothing."""
_WRITES_UNASKED: Final = 0.8
"""What is left of a skill that writes where a request only asks."""
_OTHER_NOUN: Final = 0.25
"""What a noun of its name takes away that the request does not name."""
_PLACES: Final = (1.0, 0.8, 0.4, 0.3)
"""What a word counts in the first sentence, what people ask, the other sentences, and the fields."""
_ASKS_TO_READ: Final = {"find": 0.6, "list": 0.6, "show": 0.5, "suggest": 0.1}
"""What is meant where no verb is said."""
_NAMES_A_THING: Final = {**_ASKS_TO_READ, "create": 0.65, "record": 0.65}
"""What is meant where a thing is named and no more: "journal entry"."""
_ASKS_FOR_ONE: Final = {"show": 0.8, "find": 0.4, "list": 0.3}


@dataclass(frozen=True)
class SkillWords:
    """What a skill says of itself, as far as it is found by it."""

    name: str
    writes: bool
    description: str
    asked: tuple[str, ...]
    """What people say in its examples."""
    fields: str
    """The names of its fields, their other names, and the values that they may have."""

    @property
    def verb(self) -> str:
        """The first word of its name."""
        return self.name.partition("_")[0]

    @cached_property
    def named(self) -> frozenset[str]:
        """What its name says that it is about."""
        noun = self.name.partition("_")[2].replace("_", " ")
        return frozenset(nouns_in(stems(noun)))

    @cached_property
    def said(self) -> frozenset[str]:
        """What its first sentence says that it is about."""
        return frozenset(nouns_in(stems(self._sentences[0])))

    @cached_property
    def places(self) -> tuple[frozenset[str], ...]:
        """The stems of its words, by where they stand."""
        first, rest = self._sentences
        name = self.name.replace("_", " ")
        return tuple(frozenset(stems(text)) for text in (f"{name} {first}", " ".join(self.asked), rest, self.fields))

    @cached_property
    def examples(self) -> tuple[frozenset[str], ...]:
        """The stems of each example."""
        return tuple(frozenset(stems(text)) for text in self.asked)

    @property
    def _sentences(self) -> tuple[str, str]:
        first, _, rest = " ".join(self.description.split()).partition(". ")
        return first, rest


class SkillRanking:
    """Ranks the skills of one catalogue."""

    def __init__(self, skills: Iterable[SkillWords]) -> None:
        """Learn how often each word stands in the catalogue: one that every skill has says little."""
        self._skills = sorted(skills, key=lambda each: each.name)
        counts = Counter(word for each in self._skills for word in frozenset().union(*each.places))
        self._weights = {word: math.log((len(self._skills) + 1) / (count + 0.5)) for word, count in counts.items()}

        names = {each.name for each in self._skills if each.writes}
        self._pairs = [(name, f"{name}s") for name in sorted(names) if f"{name}s" in names]
        """Writes of one and of many of the same: which is meant is said by the request alone."""

    def names(self, request: str) -> list[str]:
        """The skills that fit a request at all, the best first."""
        words = read_request(request)
        scores = {each.name: self._score(each, words) for each in self._skills}
        many = asks_for_many(request)
        for one, several in self._pairs:
            higher, lower = max(scores[one], scores[several]), min(scores[one], scores[several])
            scores[one], scores[several] = (lower, higher) if many else (higher, lower)
        return sorted((name for name, score in scores.items() if score > 0), key=lambda name: (-scores[name], name))

    def _score(self, skill: SkillWords, request: RequestWords) -> float:
        noun, words = _noun_score(skill, request), self._words_score(skill, request)
        known_verb = {verb for verb, counts in request.verbs.items() if counts > 0}
        if not noun and not words and skill.verb not in known_verb:
            return 0.0
        score = _VERB * _verb_score(skill, request) + _NOUN * noun + _WORDS * words
        alike = self._likeness(skill, request)
        return (score * _WRITES_UNASKED if request.reads and skill.writes else score) + _EXAMPLE * alike**2

    def _likeness(self, skill: SkillWords, request: RequestWords) -> float:
        """How much of the weight of its nearest example and of the request they have in common, 0 to 1."""

        def weight(words: frozenset[str]) -> float:
            return sum(self._weights.get(word, 0.0) for word in words)

        each = (
            weight(example & request.every) / (weight(example | request.every) or 1.0) for example in skill.examples
        )
        return max(each, default=0.0)

    def _words_score(self, skill: SkillWords, request: RequestWords) -> float:
        """How much of the weight of a request's words the skill's words hold, 0 to 1."""
        whole = sum(self._weights.get(word, math.log(len(self._skills) + 1)) for word in request.rest)
        held = sum(self._weights.get(word, 0.0) * _counts(word, skill.places) for word in request.rest)
        return held / whole if whole else 0.0


def _verb_score(skill: SkillWords, request: RequestWords) -> float:
    usual = _ASKS_FOR_ONE if request.one else _ASKS_TO_READ
    if not request.verbs:
        return (usual if request.one or request.reads else _NAMES_A_THING).get(skill.verb, 0.0)
    if request.one and request.verbs.keys() <= usual.keys():
        return usual.get(skill.verb, 0.0)
    counts = request.verbs.get(skill.verb, 0.0)
    if not request.reads:
        return counts
    return counts * _NOT_ORDERED if skill.writes else max(counts, usual.get(skill.verb, 0.0))


def _noun_score(skill: SkillWords, request: RequestWords) -> float:
    score = 0.0
    for noun, counts in request.nouns.items():
        if noun in skill.named:
            score += counts * _NAMED
        elif noun in skill.said:
            score += counts * (_INCLUDED if INSIDE.get(noun) in skill.named else _SAID)
        elif INSIDE.get(noun) in skill.named:
            score += counts * _ALIKE
    strange = sum(1 for noun in skill.named if noun not in request.nouns and noun not in INSIDE)
    return score - _OTHER_NOUN * strange if request.nouns else 0.0


def _counts(word: str, places: Sequence[frozenset[str]]) -> float:
    return max((weight for weight, place in zip(_PLACES, places, strict=True) if word in place), default=0.0)
