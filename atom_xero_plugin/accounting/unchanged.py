"""The precondition of records of which Xero does not say when they changed last: they still show what they showed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from atom_xero_plugin.accounting.kinds import endpoint_of
from atom_xero_plugin.core.errors import NotFound
from atom_xero_plugin.plans.preconditions import Check, ConditionalStep
from atom_xero_plugin.plans.proposal import Precondition
from atom_xero_plugin.plans.read_back import differences
from atom_xero_plugin.xero.client import XeroClient
from atom_xero_plugin.xero.pages import one_by_id

SHOWS: Final = "shows"
"""Precondition: the record `id` of the kind `kind` shows `fields`, dotted Xero names and texts as in `Step.expects`."""


def still_shows(kind: str, record_id: str, fields: Mapping[str, str]) -> Precondition:
    """That a record shows these values as a step is sent."""
    return Precondition(SHOWS, {"kind": kind, "id": record_id, "fields": dict(fields)})


async def _shown(xero: XeroClient, steps: Sequence[ConditionalStep]) -> dict[int, str]:
    """Steps whose record changed, or is gone."""
    found = {}
    for each in steps:
        if each.state == "proposed" and (reason := await _against(xero, each)) is not None:
            found[each.number] = reason
    return found


async def _against(xero: XeroClient, step: ConditionalStep) -> str | None:
    kind: str = step.arguments["kind"]
    words = kind.replace("_", " ")
    try:
        record = await one_by_id(xero, endpoint_of(kind), step.arguments["id"])
    except NotFound:
        return f"the {words} is no longer in Xero"
    moved = differences(step.arguments["fields"], record)
    return f"the {words} changed in Xero after the plan was made: {'; '.join(moved)}" if moved else None


CHECKS: Final[Mapping[str, Check]] = {SHOWS: _shown}
