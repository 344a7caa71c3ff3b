"""How what became of a plan appears in answers."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from msgspec import Meta, Struct


class PlanOrganisation(Struct):
    """The organisation that a plan is about."""

    id: Annotated[str, Meta(description="Xero's tenant id.")]
    name: Annotated[str, Meta(description="Its name.")]


class StepOutcome(Struct, omit_defaults=True):
    """One request of a plan, and what came of it."""

    step: Annotated[str, Meta(description="What it writes.")]
    state: Annotated[str, Meta(description="proposed (not sent), executing, verified, mismatch, unknown or failed.")]
    record_id: Annotated[str | None, Meta(description="Xero's id of the record.")] = None
    detail: Annotated[str | None, Meta(description="What is wrong.")] = None


class PlanOutcome(Struct, omit_defaults=True):
    """A plan, and what became of it."""

    id: Annotated[str, Meta(description="Its id.")]
    state: Annotated[str, Meta(description="Where it stands.")]
    written: Annotated[str, Meta(description="What stands in the books: nothing, part, all or unknown.")]
    next: Annotated[str, Meta(description="What to do now.")]
    organisation: Annotated[PlanOrganisation, Meta(description="Whose books.")]
    summary: Annotated[str, Meta(description="What it would do, or did.")]
    skill: Annotated[str, Meta(description="The skill that made it.")]
    proposed_by: Annotated[str, Meta(description="Who asked for it.")]
    created_at: Annotated[dt.datetime, Meta(description="When.")]
    expires_at: Annotated[dt.datetime, Meta(description="When it expires unless it is approved and executed.")]
    progress: Annotated[dict[str, int], Meta(description="How many of its requests to Xero are in each state.")]
    steps: Annotated[list[StepOutcome], Meta(description="Its requests to Xero, 50 at most; failed ones first.")]
    approved_by: Annotated[str | None, Meta(description="Who approved it.")] = None
    undone_by: Annotated[str | None, Meta(description="Id of the newest plan that would undo it.")] = None
    error: Annotated[dict[str, Any] | None, Meta(description="Why it stopped: code, message and hint.")] = None
