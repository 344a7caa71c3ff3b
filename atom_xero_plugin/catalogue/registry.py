"""Finds every skill and trigger file. A broken one is named and skipped; the rest still serve."""

from __future__ import annotations

import difflib
import importlib
import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from atom_xero_plugin.auth.scopes import KNOWN
from atom_xero_plugin.catalogue.listing import SkillEntry, entry_of, listed
from atom_xero_plugin.catalogue.schema import input_schema, output_schema
from atom_xero_plugin.catalogue.skill import HOST_PREFIX, Skill
from atom_xero_plugin.catalogue.trigger import Trigger
from atom_xero_plugin.core.errors import UnknownSkill
from atom_xero_plugin.core.package_files import folder, open_as_package

log = logging.getLogger(__name__)
T = TypeVar("T")


@dataclass(frozen=True)
class Broken:
    """A file that could not be used, and why."""

    file: str
    reason: str


@dataclass
class Registry:
    """The catalogue of one program."""

    extra: list[Skill] = field(default_factory=list)
    """Skills that do not come from the folder, for example a test's."""
    _alone: dict[str, Skill] = field(default_factory=dict, init=False, repr=False, compare=False)
    """Skills that were loaded one by one: the folder is read for the first call of each alone."""

    @cached_property
    def _loaded(self) -> tuple[dict[str, Skill], list[Broken]]:
        return _load("skills", Skill, _proper_skill)

    @cached_property
    def _loaded_triggers(self) -> tuple[dict[str, Trigger], list[Broken]]:
        return _load("triggers", Trigger, lambda _: None)

    @property
    def skills(self) -> list[Skill]:
        """Every skill that works, in the order of names: a stable list keeps an AI's cache warm."""
        found = {**self._loaded[0], **{skill.name: skill for skill in self.extra}}
        return [found[name] for name in sorted(found)]

    @property
    def entries(self) -> list[SkillEntry]:
        """The head of every skill, in the order of names; no skill's file is loaded if the printed list is in step."""
        printed = None if "_loaded" in self.__dict__ else listed(_names("skills"))
        if printed is None:
            return [entry_of(skill) for skill in self.skills]
        found = {each.name: each for each in (*printed, *map(entry_of, self.extra))}
        return [found[name] for name in sorted(found)]

    @property
    def triggers(self) -> list[Trigger]:
        """Every trigger that works, in the order of names."""
        found = self._loaded_triggers[0]
        return [found[name] for name in sorted(found)]

    @property
    def broken(self) -> list[Broken]:
        """Files that were skipped."""
        return [*self._loaded[1], *self._loaded_triggers[1]]

    def skill(self, name: str) -> Skill:
        """The skill of that name, with or without the host's prefix; only its file is loaded if possible.

        Raises UnknownSkill with the nearest names.
        """
        short = name.removeprefix(HOST_PREFIX)
        for skill in self.extra:
            if skill.name == short:
                return skill
        if short in self._alone:
            return self._alone[short]
        if "_loaded" not in self.__dict__ and short in _names("skills"):
            alone = _load_one("skills", short, Skill, _proper_skill)
            if isinstance(alone, Skill):
                self._alone[short] = alone
                return alone
        found = self._loaded[0].get(short)
        if found is None:
            raise self._unknown(name, short)
        return found

    def _unknown(self, name: str, short: str) -> UnknownSkill:
        for each in self._loaded[1]:
            if Path(each.file).stem == short:
                return UnknownSkill(
                    f"The skill {short} cannot be used: {each.reason}.",
                    hint=f"Correct {each.file}; `atom-xero doctor` shows it.",
                )
        known = [skill.name for skill in self.skills]
        return UnknownSkill(f"There is no skill {name[:64]!r}.", hint=_nearest(short, known))


def describe(skill: Skill) -> dict[str, Any]:
    """The printed contract of a skill: what schemas/skills/<name>.json holds."""
    return {
        "name": skill.name,
        "title": skill.title,
        "description": skill.description,
        "effect": skill.effect,
        "scopes": list(skill.scopes),
        "undo": skill.undo,
        "organisation": skill.needs_organisation,
        "examples": [{"ask": example.ask, "arguments": dict(example.arguments)} for example in skill.examples],
        "input": input_schema(skill),
        "output": output_schema(skill),
    }


def _nearest(name: str, known: Iterable[str]) -> str:
    close = difflib.get_close_matches(name, list(known), n=3)
    return f"Did you mean {' or '.join(close)}?" if close else "`atom-xero skill list` shows them all."


def _names(folder_name: str) -> list[str]:
    """Files that hold a leaf; a name that begins with an underscore is not one."""
    return sorted(path.stem for path in Path(folder(folder_name)).glob("*.py") if not path.stem.startswith("_"))


def _load(folder_name: str, kind: type[T], proper: Callable[[T], Any]) -> tuple[dict[str, T], list[Broken]]:
    found: dict[str, T] = {}
    broken: list[Broken] = []
    for name in _names(folder_name):
        entry = _load_one(folder_name, name, kind, proper)
        if isinstance(entry, Broken):
            broken.append(entry)
        else:
            found[name] = entry
    return found, broken


def _load_one(folder_name: str, name: str, kind: type[T], proper: Callable[[T], Any]) -> T | Broken:
    try:
        module = importlib.import_module(f"{open_as_package(folder_name)}.{name}")
        entry = getattr(module, name, None)
        if not isinstance(entry, kind):
            raise TypeError(f"it defines no {kind.__name__.lower()} named {name}")
        proper(entry)
    except Exception as error:  # noqa: BLE001 - whatever a guest's file does, the others go on
        log.warning("%s/%s.py is skipped: %s: %s", folder_name, name, type(error).__name__, error)
        return Broken(f"{folder_name}/{name}.py", f"{type(error).__name__}: {error}")
    return entry


def _proper_skill(skill: Skill) -> None:
    """A skill without usable shapes or scopes is broken, and better found at loading than at a call."""
    for scope in skill.scopes:
        if scope not in KNOWN:
            near = difflib.get_close_matches(scope, KNOWN, n=1)
            meant = f"; did you mean {near[0]}?" if near else ""
            raise ValueError(f"{scope!r} is no scope of Xero{meant}")
    if skill.writes and not skill.scopes_vary and all(scope.endswith(".read") for scope in skill.scopes):
        raise ValueError(f"its effect is {skill.effect}, and its scopes ({', '.join(skill.scopes)}) only read")
    input_schema(skill)
    output_schema(skill)
