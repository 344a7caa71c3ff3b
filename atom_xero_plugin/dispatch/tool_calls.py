"""Calling a skill with the arguments of its tool: the skill's own, and `organisation` among them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from atom_xero_plugin.catalogue.context import Caller
from atom_xero_plugin.catalogue.skill import Skill
from atom_xero_plugin.catalogue.validation import decoded, most_of
from atom_xero_plugin.core.errors import FieldError, InvalidArguments, XeroPluginError
from atom_xero_plugin.dispatch.dispatcher import Answer, Dispatch
from atom_xero_plugin.tools.formats import ORGANISATION, takes_organisation


async def call_tool(
    dispatch: Dispatch,
    name: str,
    arguments: Mapping[str, Any] | str | bytes,
    caller: Caller,
    *,
    organisation: str | None = None,
    request_id: str | None = None,
) -> Answer:
    """Call a skill with the arguments of its tool. An `organisation` given next to them binds: they name no other.

    `request_id` is the key by which the caller names this request: repeated, it is answered alike. It never raises for
    what a caller did.
    """
    try:
        skill = dispatch.registry.skill(name)
        given, named = _split_arguments(skill, arguments)
        if named is not None and organisation is not None and named.casefold() != organisation.casefold():
            raise _check_organisation(f"is set to {organisation!r} for this call; leave it out")
    except XeroPluginError as error:
        return Answer(False, None, dispatch.runtime.clock.now(), error=error.body())
    return await dispatch.call(name, given, caller, organisation=organisation or named, request_id=request_id)


def _split_arguments(skill: Skill, arguments: Mapping[str, Any] | str | bytes) -> tuple[Any, str | None]:
    """The skill's own arguments, and the organisation. What is no JSON object is left for the dispatcher to refuse."""
    given: Any = arguments
    if isinstance(arguments, str | bytes) and len(arguments) <= most_of(skill):
        try:
            given = decoded(arguments)
        except (msgspec.MsgspecError, ValueError, RecursionError):
            return arguments, None
    if not isinstance(given, Mapping) or not takes_organisation(skill):
        return given, None
    own = {key: value for key, value in given.items() if key != ORGANISATION}
    named = given.get(ORGANISATION)
    if named is None or (isinstance(named, str) and named.strip()):
        return own, named
    raise _check_organisation("must be text: the name or id of an organisation")


def _check_organisation(words: str) -> InvalidArguments:
    return InvalidArguments(fields=[FieldError(f"/{ORGANISATION}", words)])
