"""Show a project."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.kinds.project_tasks import ProjectTaskView, project_task_view, tasks_of
from atom_xero_plugin.accounting.kinds.projects import (
    ProjectName,
    ProjectView,
    contact_names,
    one_project,
    project_view,
)


class Input(Struct, forbid_unknown_fields=True):
    """What show_project takes."""

    project: ProjectName


class Output(Struct):
    """What show_project answers."""

    project: Annotated[ProjectView, Meta(description="The project with its sums.")]
    tasks: Annotated[list[ProjectTaskView], Meta(description="Its tasks.")]


@skill(
    effect="read",
    scopes=["projects.read", "accounting.contacts.read"],
    examples=[Example("What is left to invoice of the shop refit?", {"project": "Shop refit"})],
)
async def show_project(ctx: Context, input: Input) -> Output:
    """Show a Xero project (job): its tasks, time, costs, estimate, what was invoiced and what is left to invoice."""
    project = await one_project(ctx.xero, input.project)
    names = await contact_names(ctx.xero, [project])
    return Output(
        msgspec.structs.replace(project_view(ctx, project), contact=names.get(project.contact_id or "")),
        [project_task_view(ctx, each) for each in await tasks_of(ctx.xero, project.project_id)],
    )
