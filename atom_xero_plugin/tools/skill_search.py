"""Finding a skill by the words of people: the best with all that is needed to run it, the others by name."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Final

from msgspec import Struct, structs

from atom_xero_plugin.auth.scope_marks import ScopeMarks, least_missing
from atom_xero_plugin.catalogue.field_extras import extras_of
from atom_xero_plugin.catalogue.schema import input_schema
from atom_xero_plugin.catalogue.skill import HOST_PREFIX, Skill
from atom_xero_plugin.tools.folding import Folding
from atom_xero_plugin.tools.formats import described, lean_arguments
from atom_xero_plugin.tools.skill_ranking import SkillRanking, SkillWords

MOST: Final = 6
"""Skills that one answer lists."""


class FoundSkill(Struct, omit_defaults=True):
    """A skill that fits."""

    skill: str
    does: str
    effect: str
    call: str
    """The tool that runs it."""
    lacks: list[str] = []
    """Xero scopes that it needs and no connection was given."""
    link: str | None = None
    """Where a person adds them."""


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


def find_skills(skills: Sequence[Skill], folding: Folding, words: str, marks: ScopeMarks | None = None) -> FoundSkills:
    """The skills that fit some words, the best first, tools of their own among them.

    A skill that no connection allows says which scopes it lacks, by `marks`.
    """
    fitting = ranked(skills, words)[:MOST]
    if not fitting:
        return FoundSkills([], names=[skill.name for skill in skills])
    return FoundSkills([_row(folding, skill, marks) for skill in fitting], best=_best(folding, fitting[0]))


def ranked(skills: Sequence[Skill], words: str) -> list[Skill]:
    """The skills that fit some words at all, the best first; a skill's own name comes before everything."""
    known = {skill.name: skill for skill in skills}
    name = words.strip().casefold().removeprefix(HOST_PREFIX)
    names = _ranking(tuple(skills)).names(words)
    return [known[each] for each in dict.fromkeys([name, *names]) if each in known]


@lru_cache(maxsize=4)
def _ranking(skills: tuple[Skill, ...]) -> SkillRanking:
    return SkillRanking(words_of(skill) for skill in skills)


def words_of(skill: Skill) -> SkillWords:
    """What a skill is found by."""
    fields = extras_of(skill.input_type)
    named = [word for field in fields for word in (field.path[-1], *field.also)]
    values = [
        str(value) for node in input_schema(skill).get("properties", {}).values() for value in node.get("enum", ())
    ]
    asked = tuple(example.ask for example in skill.examples)
    return SkillWords(skill.name, skill.writes, skill.description, asked, " ".join([*named, *values]).replace("_", " "))


def does(skill: Skill) -> str:
    """Its first sentence."""
    return f"{described(skill).partition('. ')[0].rstrip('.')}."


def _row(folding: Folding, skill: Skill, marks: ScopeMarks | None) -> FoundSkill:
    mark = marks.of(skill) if marks is not None else None
    found = FoundSkill(skill.name, does(skill), skill.effect, folding.runner(skill))
    return found if mark is None else structs.replace(found, lacks=mark.lacks, link=mark.link)


def lacks(skill: Skill, granted: Sequence[Sequence[str]]) -> list[str]:
    """The scopes that a skill needs and the connection that allows the most of them was not given."""
    return least_missing(skill.scopes if skill.needs_organisation else (), granted)


def _best(folding: Folding, skill: Skill) -> BestSkill:
    examples = [{"ask": example.ask, "arguments": dict(example.arguments)} for example in skill.examples]
    return BestSkill(skill.name, folding.runner(skill), described(skill), lean_arguments(skill), examples)
