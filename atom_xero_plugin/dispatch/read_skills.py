"""Skills that read, run for another skill of the same call: held to the same rights, limits and scopes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

import msgspec

from atom_xero_plugin.auth.connections import Connection
from atom_xero_plugin.catalogue import validation as argument_check
from atom_xero_plugin.catalogue.context import Caller, Context
from atom_xero_plugin.catalogue.registry import Registry
from atom_xero_plugin.catalogue.skill import Skill
from atom_xero_plugin.core.errors import FieldError, InvalidArguments, UnknownSkill
from atom_xero_plugin.dispatch.call_context import CallContexts
from atom_xero_plugin.dispatch.limits import check_skill
from atom_xero_plugin.reports.exports.answers import OneAnswer, ReadSkills

_WHICH: Final = "/report"
"""The argument that names the skill."""
_WHAT: Final = "/arguments"


class NestedReads:
    """Makes the service `ReadSkills` of a call."""

    def __init__(self, registry: Registry, contexts: CallContexts) -> None:
        """Run the skills of a registry."""
        self._registry, self._contexts = registry, contexts

    def within(self, context: Context, skill: Skill, caller: Caller, connection: Connection | None) -> Context:
        """The same context, in which the skill may run others that read; they may run none themselves."""

        async def run(name: str, arguments: Mapping[str, Any]) -> OneAnswer:
            return await self._run(skill, name, arguments, caller, connection)

        return replace(context, services=context.services.having(ReadSkills, lambda: ReadSkills(run)))

    async def _run(
        self, outer: Skill, name: str, arguments: Mapping[str, Any], caller: Caller, connection: Connection | None
    ) -> OneAnswer:
        skill = self._skill(outer, name)
        check_skill(caller, skill.name)
        context = await self._contexts.context(skill, caller, connection)
        about = context.organisation
        customs = argument_check.Customs(context.today, about.country, about.base_currency)
        try:
            requested = argument_check.check(skill, arguments, customs)
            found = await skill.handler(context, requested)
        except InvalidArguments as error:
            error.fields = [FieldError(f"{_WHAT}{each.path}", each.message) for each in error.fields]
            raise
        result: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(found))
        fields = getattr(skill.input_type, "__struct_fields__", ())
        return OneAnswer(result, _title(skill, result), {"limit", "cursor"} <= set(fields))

    def _skill(self, outer: Skill, name: str) -> Skill:
        try:
            skill = self._registry.skill(name)
        except UnknownSkill as error:
            raise InvalidArguments(str(error), fields=[FieldError(_WHICH, "names no skill")], hint=error.hint) from None
        if skill.writes or skill.name == outer.name or not skill.needs_organisation:
            why = "reads no report or list of one organisation"
            raise InvalidArguments(f"{skill.name} {why}.", fields=[FieldError(_WHICH, f"{skill.name} {why}")])
        return skill


def _title(skill: Skill, result: Mapping[str, Any]) -> str:
    """What the answer is called: a report by its name, any other by what the skill shows."""
    report = result.get("report")
    name = report.get("name") if isinstance(report, Mapping) else None
    words = name if isinstance(name, str) else skill.name.partition("_")[2]
    shown = words.replace("_", " ")
    return shown[:1].upper() + shown[1:]
