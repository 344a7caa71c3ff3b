"""The routes of the books, as a table of kind by verb: `GET /contacts`, `PUT /invoices/{invoice_id}`.

They come from the skills: a kind whose skills are there has its routes, and none of them is written here. What one kind
does in a way of its own stands in a file beside this one, and takes the place of the row. A kind of which no single
record is shown has its list, and what creates one.

| verb of the skill | route | |
| --- | --- | --- |
| find, or else list | GET /kinds | its arguments are the query |
| create | POST /kinds | its arguments are the body |
| show | GET /kinds/{id} | |
| change | PUT /kinds/{id} | |
| delete, void or archive | DELETE /kinds/{id} | what Xero means by it |
| any other | POST /kinds/{id}/verb | |
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Final, get_type_hints

from fastapi import Response

from atom_xero_plugin.accounting.kinds import INTERNAL, KINDS, plural_of
from atom_xero_plugin.catalogue.registry import Registry
from atom_xero_plugin.catalogue.schema import input_schema
from atom_xero_plugin.catalogue.skill import VERBS, Skill

Handler = Callable[..., Awaitable[Response]]
Add = Callable[..., None]
"""Adds a handler at a path below the address of a kind."""
FIND: Final = "find"
LIST: Final = "list"
CREATE: Final = "create"
SHOW: Final = "show"
CHANGE: Final = "change"
END: Final = "end"
_ENDS: Final = ("delete", "void", "archive")
"""The first of them that a kind has is what DELETE does."""


@dataclass(frozen=True)
class Kind:
    """One row of the table: a kind, and its skills by what a route does with them."""

    noun: str
    """As skills name it, for example `bank_account`."""
    skills: Mapping[str, Skill]
    """FIND, CREATE, SHOW, CHANGE and END, and the verbs of all others."""

    @property
    def plural(self) -> str:
        """As the address names it."""
        return plural_of(self.noun)

    @cached_property
    def field(self) -> str:
        """The argument that names one record, of a kind of which one is shown."""
        (named,) = input_schema(self.skills[SHOW])["required"]
        return str(named)

    @property
    def record_id(self) -> str:
        """The parameter of the address that names one record."""
        return f"{self.field}_id"

    def options(self, do: str) -> dict[str, Any]:
        """What else the skill takes, by name: its type, and what it says of itself."""
        skill = self.skills[do]
        types = get_type_hints(skill.input_type)
        shown = input_schema(skill).get("properties", {})
        return {name: (types[name], shape.get("description")) for name, shape in shown.items() if name != self.field}


Way = Callable[[Add, Kind, str, Registry], None]
"""Adds one route of a kind. Raises UnknownSkill for one that it needs and that is not there."""


def kinds_of(registry: Registry) -> list[Kind]:
    """The kinds that have routes: those of which many are found or one is created."""
    skills = {skill.name: skill for skill in registry.skills}
    nouns = dict.fromkeys(name.removeprefix("show_") for name in skills if name.startswith("show_"))
    nouns |= dict.fromkeys(name for name in KINDS if name not in INTERNAL)
    kinds = [Kind(noun, dict(_skills_of(noun, skills))) for noun in nouns]
    return [_of_one_record(kind) for kind in kinds if {FIND, CREATE} & set(kind.skills)]


def names_one(kind: Kind) -> bool:
    """Whether one record of the kind has an address: a skill shows it by one argument."""
    return SHOW in kind.skills and len(input_schema(kind.skills[SHOW]).get("required", ())) == 1


def _of_one_record(kind: Kind) -> Kind:
    """The kind without the acts that name no record of it: a payment is recorded of an invoice, for one."""
    if not names_one(kind):
        return replace(kind, skills={do: skill for do, skill in kind.skills.items() if do in {FIND, CREATE}})
    acts = {
        do: skill
        for do, skill in kind.skills.items()
        if do in {FIND, CREATE} or kind.field in input_schema(skill).get("properties", {})
    }
    return replace(kind, skills=acts)


def _skills_of(noun: str, skills: Mapping[str, Skill]) -> Iterator[tuple[str, Skill]]:
    many = plural_of(noun)
    if found := skills.get(f"{FIND}_{many}") or skills.get(f"{LIST}_{many}"):
        yield FIND, found
    ended = next((verb for verb in _ENDS if f"{verb}_{noun}" in skills), None)
    for verb in (verb for verbs in VERBS.values() for verb in verbs if verb != FIND):
        if (skill := skills.get(f"{verb}_{noun}")) is not None:
            yield (END if verb == ended else verb), skill
