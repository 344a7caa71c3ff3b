"""Record time worked on a project."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from msgspec import Meta, Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting import aliases
from atom_xero_plugin.accounting.kinds.project_tasks import TaskName
from atom_xero_plugin.accounting.kinds.projects import ProjectName
from atom_xero_plugin.accounting.kinds.time_entries import TimeEntryResult, propose_time, time_entry_view
from atom_xero_plugin.catalogue.skill import also
from atom_xero_plugin.plans.proposal import Proposal
from atom_xero_plugin.xero.records.time_entries import MOST_MINUTES, TimeEntry


class Input(Struct, forbid_unknown_fields=True, kw_only=True):
    """What record_time takes."""

    project: ProjectName
    task: TaskName
    minutes: Annotated[
        int, Meta(description="Minutes worked.", ge=1, le=MOST_MINUTES, extra=also("duration time hours quantity"))
    ]
    person: (
        Annotated[
            str,
            Meta(
                description="Who worked: name, e-mail or id of a user; needed where several work on projects.",
                min_length=1,
                max_length=255,
                extra=also("user worker staff employee who name"),
            ),
        ]
        | None
    ) = None
    date: Annotated[dt.date | None, Meta(description="Day, YYYY-MM-DD; today if left out.", extra=also("day on"))] = (
        None
    )
    description: (
        Annotated[str, Meta(description="What was done.", max_length=255, extra=aliases.DESCRIPTION)] | None
    ) = None


@skill(
    effect="write",
    scopes=["projects"],
    examples=[
        Example(
            "Log two hours of Ana on the design of the shop refit",
            {"project": "Shop refit", "task": "Design", "minutes": 120, "person": "Ana Whare"},
        )
    ],
)
async def record_time(ctx: Context, input: Input) -> Proposal:
    """Record time that a person worked on a task of a Xero project (timesheet entry). It pays nobody.

    A person approves first. It can be deleted in Xero alone.
    """
    return await propose_time(
        ctx,
        input.project,
        input.task,
        input.minutes,
        person=input.person,
        day=input.date,
        description=input.description,
    )


@record_time.verified
def recorded(ctx: Context, entry: TimeEntry) -> TimeEntryResult:
    """The time as Xero has it now."""
    return TimeEntryResult(time_entry_view(ctx, entry))
