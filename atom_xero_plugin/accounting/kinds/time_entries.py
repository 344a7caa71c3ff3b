"""Time worked on projects: how it appears in answers, who worked it, and the plan that records it."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Final

from msgspec import Meta, Struct

from atom_xero_plugin.accounting.inputs import one_line, sane_day
from atom_xero_plugin.accounting.kind import RecordKind
from atom_xero_plugin.accounting.kinds.project_tasks import TASK_NAMES, tasks_of
from atom_xero_plugin.accounting.kinds.projects import FINAL, day_of, instant_of, open_project
from atom_xero_plugin.accounting.resolve.resolver import Resolver
from atom_xero_plugin.catalogue.context import Context
from atom_xero_plugin.core.errors import Ambiguous, Candidate, FieldError
from atom_xero_plugin.core.quoting import in_sentence
from atom_xero_plugin.plans.proposal import PartOf, PlanWarning, Proposal, Step
from atom_xero_plugin.xero.client import XeroClient
from atom_xero_plugin.xero.lists import every
from atom_xero_plugin.xero.records.projects import PROJECT_USERS, PROJECTS, ProjectUser
from atom_xero_plugin.xero.records.time_entries import TIME_ENTRIES, TimeEntry, TimeEntryFilter
from atom_xero_plugin.xero.write import create

_KIND: Final = "time_entry"


class TimeEntryView(Struct, omit_defaults=True):
    """Minutes that a person worked on a task on a day."""

    id: Annotated[str, Meta(description="Xero's id of the entry.")]
    project_id: Annotated[str, Meta(description="Xero's id of the project.")]
    task_id: Annotated[str, Meta(description="Xero's id of the task.")]
    user_id: Annotated[str, Meta(description="Xero's id of the person.")]
    date: Annotated[dt.date | None, Meta(description="The day, in the organisation's time zone.")]
    minutes: Annotated[int, Meta(description="Minutes worked.")]
    description: Annotated[str | None, Meta(description="What was done.")] = None
    state: Annotated[str, Meta(description="active, locked or invoiced.")] = "active"


class TimeEntryResult(Struct):
    """What an operation on time answers, made from the record that was read back."""

    entry: Annotated[TimeEntryView, Meta(description="The time as Xero has it now.")]


def time_entry_view(ctx: Context, entry: TimeEntry) -> TimeEntryView:
    """An entry of time."""
    return TimeEntryView(
        id=entry.time_entry_id,
        project_id=entry.project_id or "",
        task_id=entry.task_id or "",
        user_id=entry.user_id or "",
        date=day_of(entry.date_utc, ctx.organisation) if entry.date_utc else None,
        minutes=entry.duration or 0,
        description=entry.description or None,
        state=(entry.status or "ACTIVE").lower(),
    )


def _candidate(user: ProjectUser) -> Candidate:
    label = f"{in_sentence(user.name)} ({user.email or user.user_id})"
    return Candidate("project_user", user.user_id, user.name or "", label)


USER_NAMES: Final[Resolver[ProjectUser]] = Resolver(
    kind="project user",
    keys=((lambda each: each.name, lambda each: each.email, lambda each: each.user_id),),
    also=(),
    identity=_candidate,
    in_use=lambda _: True,
)


async def one_worker(xero: XeroClient, named: str | None) -> ProjectUser:
    """The person with this name, e-mail address or id; without a name the only one there is. Raises Ambiguous."""
    people = [each async for each in every(xero, PROJECT_USERS)]
    if named is not None:
        return USER_NAMES.one(named, people, path="/person")
    if len(people) == 1:
        return people[0]
    raise Ambiguous(
        "Several people work on projects here.",
        fields=[FieldError("/person", "must name who worked")],
        hint="Say who worked.",
        candidates=[_candidate(each) for each in people[:20]],
    )


async def propose_time(
    ctx: Context,
    project_named: str,
    task_named: str,
    minutes: int,
    *,
    person: str | None,
    day: dt.date | None,
    description: str | None,
) -> Proposal:
    """The plan that records time worked on a task; it warns of the same time that is there already."""
    on = sane_day(day, "/date") or ctx.today
    text = one_line(description, "/description")
    project = await open_project(ctx.xero, project_named)
    task = TASK_NAMES.one(task_named, await tasks_of(ctx.xero, project.project_id), path="/task")
    user = await one_worker(ctx.xero, person)
    within = TIME_ENTRIES.within_record(PROJECTS.path, project.project_id)
    requested = TimeEntryFilter(user_id=user.user_id, task_id=task.task_id)
    there = [each async for each in every(ctx.xero, within, requested)]
    body: dict[str, Any] = {
        "userId": user.user_id,
        "taskId": task.task_id,
        "dateUtc": instant_of(on, ctx.organisation),
        "duration": minutes,
        "description": text,
    }
    step = Step(
        create(TIME_ENTRIES, body),
        _KIND,
        expects={name: "" if value is None else str(value) for name, value in body.items()},
        find=requested.params(),
        besides=[each.time_entry_id for each in there],
        part_of=PartOf(PROJECTS.path, project.project_id),
    )
    hours, rest = divmod(minutes, 60)
    worked = " ".join([*([f"{hours} h"] if hours else []), *([f"{rest} min"] if rest else [])])
    same = any(
        each.duration == minutes and each.date_utc and day_of(each.date_utc, ctx.organisation) == on for each in there
    )
    return Proposal(
        summary=f"Record {worked} of {in_sentence(user.name)} on {on}, task {in_sentence(task.name)} of the project "
        f"{in_sentence(project.name)}.",
        steps=[step],
        after={
            "project": project.name,
            "task": task.name,
            "person": user.name,
            "date": on,
            "minutes": minutes,
            "description": text,
        },
        warnings=[*([_SAME] if same else []), FINAL],
    )


_SAME: Final = PlanWarning("possible_duplicate", "The same person has as much time on this task on this day already.")
TIME_ENTRY: Final = RecordKind[TimeEntry](
    name=_KIND,
    endpoint=TIME_ENTRIES,
    view=time_entry_view,
    shape=TimeEntryView,
    sample={
        "timeEntryId": "3cd35eca-704f-4bca-b258-236028ae8ed1",
        "userId": "d1164823-0ac1-41ad-987b-b4e30fe0b273",
        "projectId": "254553fa-2be8-4991-bd5e-70a97ea12ef8",
        "taskId": "00e38e7a-3e4e-4d6c-9c0b-6c5e5d4b1f10",
        "dateUtc": "2026-06-16T00:00:00Z",
        "dateEnteredUtc": "2026-06-16T01:00:00.2215641Z",
        "duration": 90,
        "description": "Drawings",
        "status": "ACTIVE",
    },
)
