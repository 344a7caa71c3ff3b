"""Create a task of a project."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting import aliases
from atom_xero_plugin.accounting.inputs import PositiveAmount
from atom_xero_plugin.accounting.kinds.project_tasks import Charge, ProjectTaskResult, project_task_view, propose_task
from atom_xero_plugin.accounting.kinds.projects import ProjectName
from atom_xero_plugin.catalogue.skill import also
from atom_xero_plugin.plans.proposal import Proposal
from atom_xero_plugin.xero.records.project_tasks import ProjectTask


class Input(Struct, forbid_unknown_fields=True, kw_only=True):
    """What create_project_task takes."""

    project: ProjectName
    name: Annotated[
        str, Meta(description="Name of the task.", min_length=1, max_length=100, extra=also("title task task_name"))
    ]
    charge: Annotated[
        Charge, Meta(description="Charged by the hour, at a fixed amount, or not.", extra=also("charge_type type"))
    ] = "by_time"
    rate: Annotated[
        PositiveAmount | None,
        Meta(
            description='For an hour, or all of a fixed task, in the project currency: decimal text as "120.50".',
            extra=aliases.UNIT_AMOUNT,
        ),
    ] = None
    estimate_minutes: (
        Annotated[int, Meta(description="Minutes that it is estimated at.", ge=1, le=1_000_000, extra=also("estimate"))]
        | None
    ) = None


@skill(
    effect="write",
    scopes=["projects"],
    examples=[
        Example(
            "Add a painting task at 95 an hour to the shop refit",
            {"project": "Shop refit", "name": "Painting", "rate": "95.00", "estimate_minutes": 600},
        )
    ],
)
async def create_project_task(ctx: Context, input: Input) -> Proposal:
    """Create a task of a Xero project: charged by the hour, at a fixed amount, or not. record_time adds time to it.

    A person approves first. It can be deleted in Xero alone.
    """
    return await propose_task(ctx, input.project, input.name, input.charge, input.rate, input.estimate_minutes)


@create_project_task.verified
def created(ctx: Context, task: ProjectTask) -> ProjectTaskResult:
    """The task as Xero has it now."""
    return ProjectTaskResult(project_task_view(ctx, task))
