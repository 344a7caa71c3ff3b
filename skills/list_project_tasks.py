"""List the tasks of a project."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.kinds.project_tasks import ProjectTaskView, project_task_view, tasks_of
from atom_xero_plugin.accounting.kinds.projects import ProjectName, one_project


class Input(Struct, forbid_unknown_fields=True):
    """What list_project_tasks takes."""

    project: ProjectName


class Output(Struct):
    """What list_project_tasks answers."""

    items: Annotated[list[ProjectTaskView], Meta(description="The tasks.")]


@skill(
    effect="read",
    scopes=["projects.read"],
    examples=[Example("Tasks of the shop refit", {"project": "Shop refit"})],
)
async def list_project_tasks(ctx: Context, input: Input) -> Output:
    """List the tasks of a Xero project with their rates, the time worked and what they come to."""
    project = await one_project(ctx.xero, input.project)
    return Output([project_task_view(ctx, each) for each in await tasks_of(ctx.xero, project.project_id)])
