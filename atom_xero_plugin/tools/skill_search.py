"""Finding a skill by plain words: by its name, what its words say, what people ask, and what its fields are called.

Rare words count more than common ones. The first word of a name is one of a fixed list, so the other words that people
have for it stand here once; what people call a record is said in the words of its skills.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import Any, Final

from msgspec import Struct

from atom_xero_plugin.catalogue.schema import input_schema
from atom_xero_plugin.catalogue.skill import HOST_PREFIX, Skill
from atom_xero_plugin.tools.folding import Folding
from atom_xero_plugin.tools.formats import described, lean_arguments

MOST: Final = 6
"""Skills that one answer lists."""
_VERBS: Final = {
    "find": "list search which all get query filter look", "list": "find which all show get",
    "show": "get read view display details see fetch", "search": "find", "suggest": "propose match recommend",
    "check": "verify test", "export": "download save", "create": "add new make raise open issue insert prepare",
    "change": "update edit modify rename set amend correct restore unarchive reopen", "email": "send mail",
    "approve": "authorise authorize confirm finalise finalize", "record": "enter pay receive register mark",
    "attach": "upload add", "reconcile": "match", "import": "upload load", "void": "cancel delete remove undo",
    "delete": "remove cancel", "archive": "close remove delete hide deactivate end", "reverse": "undo cancel remove",
    "disconnect": "remove revoke", "send": "mark email", "accept": "win mark", "decline": "reject lose refuse mark",
}  # fmt: skip
"""Other words for the first word of a skill's name."""
_SAY_NOTHING: Final = frozenset(
    {
        "a", "an", "and", "are", "at", "be", "by", "can", "do", "for", "from", "how", "i", "in", "is", "it", "me", "my",
        "of", "on", "or", "our", "please", "skill", "that", "the", "their", "them", "there", "this", "tool", "to", "us",
        "want", "what", "with", "xero", "you", "your",
    }
)  # fmt: skip
_PREFIX: Final = 4
"""Letters from which on the beginning of a word counts as the word."""
_PLACES: Final = (("name", 4.0), ("verb", 3.0), ("first", 2.0), ("asked", 1.5), ("rest", 1.0), ("fields", 0.4))
"""Where a word may stand, and what it counts there; the best place counts."""


class FoundSkill(Struct):
    """A skill that fits."""

    skill: str
    does: str
    effect: str
    call: str
    """The tool that runs it."""


class BestSkill(Struct):
    """The one that fits best, with all that is needed to run it."""

    skill: str
    call: str
    description: str
    arguments: dict[str, Any]
    """The schema of what it takes."""
    examples: list[dict[str, Any]]


class FoundSkills(Struct, omit_defaults=True):
    """What the words found."""

    items: list[FoundSkill]
    best: BestSkill | None = None
    names: list[str] = []
    """Every skill's name, where none fits."""


def find_skills(skills: Sequence[Skill], folding: Folding, words: str) -> FoundSkills:
    """The skills that fit some words, the best first, tools of their own among them."""
    fitting = ranked(skills, words)[:MOST]
    if not fitting:
        return FoundSkills([], names=[skill.name for skill in skills])
    return FoundSkills([_row(folding, skill) for skill in fitting], best=_best(folding, fitting[0]))


def ranked(skills: Sequence[Skill], words: str) -> list[Skill]:
    """The skills that fit some words at all, the best first; a skill's own name comes before everything."""
    name = words.strip().casefold().removeprefix(HOST_PREFIX)
    asked = [word for word in _words(words) if word not in _SAY_NOTHING]
    known = [_places(skill) for skill in skills]
    weights = {word: _weight(word, known) for word in set(asked)}
    scored = [
        (skill.name == name, sum(weights[word] * _counts(word, places) for word in asked), -number)
        for number, (skill, places) in enumerate(zip(skills, known, strict=True))
    ]
    return [skills[-number] for same, score, number in sorted(scored, reverse=True) if same or score > 0]


def _row(folding: Folding, skill: Skill) -> FoundSkill:
    first = described(skill).partition(". ")[0].rstrip(".")
    return FoundSkill(skill.name, f"{first}.", skill.effect, folding.runner(skill))


def _best(folding: Folding, skill: Skill) -> BestSkill:
    examples = [{"ask": example.ask, "arguments": dict(example.arguments)} for example in skill.examples]
    return BestSkill(skill.name, folding.runner(skill), described(skill), lean_arguments(skill), examples)


def _places(skill: Skill) -> dict[str, frozenset[str]]:
    """The words of a skill by where they stand."""
    verb, _, noun = skill.name.partition("_")
    first, _, rest = described(skill).partition(". ")
    return {
        "name": _set(f"{verb} {noun.replace('_', ' ')}"),
        "verb": _set(_VERBS.get(verb, "")),
        "first": _set(first),
        "asked": _set(" ".join(example.ask for example in skill.examples)),
        "rest": _set(rest),
        "fields": _set(" ".join(input_schema(skill).get("properties", {})).replace("_", " ")),
    }


def _weight(word: str, known: Sequence[dict[str, frozenset[str]]]) -> float:
    """How much a word says: one that every skill has shows little."""
    holding = sum(1 for places in known if _counts(word, places))
    return math.log((len(known) + 1) / (holding + 0.5)) if holding else 0


def _counts(word: str, places: dict[str, frozenset[str]]) -> float:
    return max((weight for place, weight in _PLACES if _stands(word, places[place])), default=0)


def _stands(word: str, among: frozenset[str]) -> bool:
    if word in among:
        return True
    return len(word) >= _PREFIX and any(
        other.startswith(word) or (len(other) >= _PREFIX and word.startswith(other)) for other in among
    )


def _words(text: str) -> list[str]:
    """Its words in small letters, without the s of a plural."""
    return [
        word.removesuffix("s") if len(word) >= _PREFIX else word for word in re.findall(r"[a-z0-9]+", text.casefold())
    ]


def _set(text: str) -> frozenset[str]:
    return frozenset(_words(text)) - _SAY_NOTHING
