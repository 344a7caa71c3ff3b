"""`/api/skills`: list, describe and run."""

from __future__ import annotations

from typing import Annotated, Any, Final

import msgspec
from fastapi import APIRouter, Request, Response
from msgspec import Meta, Struct

from atom_xero_plugin.catalogue.registry import Registry, describe
from atom_xero_plugin.catalogue.validation import most_of
from atom_xero_plugin.dispatch.skill_marks import marks_for
from atom_xero_plugin.interfaces.http.authentication import LimitedReader, Token, caller_of
from atom_xero_plugin.interfaces.http.operations import answers, listing, takes
from atom_xero_plugin.interfaces.http.requests import struct_of
from atom_xero_plugin.interfaces.http.responses import answered
from atom_xero_plugin.interfaces.http.route import Route
from atom_xero_plugin.interfaces.http.run_skill import Approve, Id, run
from atom_xero_plugin.interfaces.http.service import Served


class RunBody(Struct, forbid_unknown_fields=True):
    """What running a skill takes."""

    arguments: Annotated[dict[str, Any], Meta(description="As the skill's input schema says.")] = msgspec.field(
        default_factory=dict
    )
    organisation: Annotated[str, Meta(description="Its name or id.", max_length=255)] | None = None


_SKILL: Final[dict[str, Any]] = {
    "type": "object",
    "properties": {
        **{key: {"type": "string"} for key in ("name", "title", "description")},
        "effect": {"enum": ["read", "write", "destructive"]},
        "lacks": {
            "type": "array",
            "items": {"type": "string"},
            "description": "Xero scopes that it needs and no connection was given; left out if none.",
        },
        "link": {"type": "string", "description": "Where a person adds them."},
    },
    "required": ["name", "title", "effect", "description"],
}
_DESCRIBED: Final[dict[str, Any]] = {
    **_SKILL,
    "properties": {**_SKILL["properties"], "input": {"type": "object"}, "output": {"type": "object"}},
    "required": [*_SKILL["required"], "input", "output"],
}


def routes(registry: Registry) -> APIRouter:
    """The routes of skills."""
    del registry
    router = APIRouter(prefix="/api/skills", tags=["skills"], route_class=Route)
    router.add_api_route("", list_skills, responses=answers(listing(_SKILL, broken={"type": "array"})))
    router.add_api_route("/{name}", describe_skill, responses=answers(_DESCRIBED))
    router.add_api_route(
        "/{name}", run_skill, methods=["POST"], openapi_extra=takes(RunBody), responses=answers(plans=True)
    )
    return router


async def list_skills(service: Served, caller: LimitedReader) -> Response:
    """List what may be asked for, with its effect on the books, and which scopes no connection was given for it."""
    marks = await marks_for(service.runtime, caller)
    items = [
        {
            "name": each.name, "title": each.title, "effect": each.effect, "description": each.description,
            **marks.fields_of(each),
        }
        for each in service.registry.skills
    ]  # fmt: skip
    broken = [{"file": each.file, "reason": each.reason} for each in service.registry.broken]
    return answered(service.answer({"items": items, "has_more": False, "next_cursor": None, "broken": broken}))


async def describe_skill(service: Served, caller: LimitedReader, name: Id) -> Response:
    """Describe a skill: words, scopes, examples, and the JSON Schemas of what it takes and answers."""
    skill = service.registry.skill(name)
    marks = await marks_for(service.runtime, caller)
    return answered(service.answer({**describe(skill), **marks.fields_of(skill)}))


async def run_skill(request: Request, service: Served, token: Token, name: Id, approve: Approve = False) -> Response:
    """Run a skill. One that writes answers 202 with its plan: nothing was sent to Xero yet."""
    asked = await struct_of(request, RunBody, most=most_of(service.registry.skill(name)))
    return await run(
        service.dispatcher,
        caller_of(request, token),
        name,
        asked.arguments,
        organisation=asked.organisation,
        approve=approve,
    )
