"""What must still be true of a document before the first step of a plan that is about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from atom_xero_plugin.accounting.documents.document import StoredDocument
from atom_xero_plugin.accounting.kinds import endpoint_of
from atom_xero_plugin.core.errors import NotFound
from atom_xero_plugin.plans.preconditions import Check, ConditionalStep
from atom_xero_plugin.plans.proposal import Precondition
from atom_xero_plugin.xero.client import XeroClient
from atom_xero_plugin.xero.lists import get

UNCHANGED: Final = "document_unchanged"
"""Precondition: the record `id` of `kind` was changed last at `updated_at`, as when the plan was made."""


def unchanged(stored: StoredDocument) -> Precondition:
    """That a document is as it was: for a step that writes another record, before one that writes this."""
    updated = stored.record.updated_date_utc
    return Precondition(
        UNCHANGED,
        {
            "kind": stored.document.record_kind,
            "id": stored.id,
            "updated_at": updated.isoformat() if updated is not None else None,
        },
    )


async def _changed(xero: XeroClient, steps: Sequence[ConditionalStep]) -> dict[int, str]:
    """Steps whose document changed since, or is gone."""
    found = {}
    for each in (step for step in steps if step.state == "proposed"):
        kind = each.arguments["kind"]
        words = kind.replace("_", " ")
        try:
            record = await get(xero, endpoint_of(kind), each.arguments["id"])
        except NotFound:
            found[each.number] = f"the {words} is no longer in Xero"
            continue
        updated = record.updated_date_utc
        if (updated.isoformat() if updated is not None else None) != each.arguments["updated_at"]:
            found[each.number] = f"the {words} changed in Xero after the plan was made"
    return found


PRECONDITIONS: Final[Mapping[str, Check]] = {UNCHANGED: _changed}
"""The checks by the names that plans store."""
