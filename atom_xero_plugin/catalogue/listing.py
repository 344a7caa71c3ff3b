"""The head of every skill, as schemas/catalog.json lists it: what is asked of all without loading a file of any."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

import msgspec

from atom_xero_plugin.catalogue.skill import HOST_PREFIX, Effect, Skill
from atom_xero_plugin.core.package_files import folder


class SkillEntry(msgspec.Struct, frozen=True):
    """What a skill is called, what it does to the books and what it needs."""

    name: str
    title: str
    effect: Effect
    scopes: tuple[str, ...]
    needs_organisation: bool = msgspec.field(name="organisation")

    @property
    def host_name(self) -> str:
        """The name a host and an AI see."""
        return HOST_PREFIX + self.name

    @property
    def writes(self) -> bool:
        """Whether it changes the books."""
        return self.effect != "read"


class _Catalog(msgspec.Struct):
    skills: list[SkillEntry]


def entry_of(skill: Skill) -> SkillEntry:
    """The head of a skill that is loaded."""
    return SkillEntry(skill.name, skill.title, skill.effect, skill.scopes, skill.needs_organisation)


def listed(names: Iterable[str]) -> list[SkillEntry] | None:
    """The heads of the skills that have these names, in their order; None where the list has not just these."""
    found = _listed()
    wanted = list(names)
    return [found[name] for name in wanted] if set(wanted) == set(found) else None


@cache
def _listed() -> Mapping[str, SkillEntry]:
    """What the printed list holds; nothing where there is none, or one of another version."""
    try:
        printed = msgspec.json.decode((folder("schemas") / "catalog.json").read_bytes(), type=_Catalog)
    except (OSError, msgspec.MsgspecError):
        return {}
    return {entry.name: entry for entry in printed.skills}
