"""Tasks of projects: how they appear in answers, how one is named, and the plan that creates one."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Final, Literal

from msgspec import Meta, Struct

from atom_xero_plugin.accounting.inputs import invalid_argument, one_line
from atom_xero_plugin.accounting.kind import RecordKind
from atom_xero_plugin.accounting.kinds.projects import FINAL, open_project, shown_money
from atom_xero_plugin.accounting.resolve.resolver import Resolver, casefolded
from atom_xero_plugin.catalogue.context import Context
from atom_xero_plugin.catalogue.skill import also
from atom_xero_plugin.core.errors import Candidate
from atom_xero_plugin.core.money import ZERO, Money
from atom_xero_plugin.core.quoting import in_sentence
from atom_xero_plugin.plans.proposal import PartOf, PlanWarning, Proposal, Step
from atom_xero_plugin.xero.client import XeroClient
from atom_xero_plugin.xero.lists import every
from atom_xero_plugin.xero.records.project_tasks import PROJECT_TASKS, ProjectTask
from atom_xero_plugin.xero.records.projects import PROJECTS
from atom_xero_plugin.xero.write import create

Charge = Literal["by_time", "fixed", "not_charged"]
_CHARGES: Final[dict[Charge, str]] = {"by_time": "TIME", "fixed": "FIXED", "not_charged": "NON_CHARGEABLE"}
_SHOWN: Final = {word: charge for charge, word in _CHARGES.items()}
_KIND: Final = "project_task"


class ProjectTaskView(Struct, omit_defaults=True):
    """A task with what was worked on it."""

    id: Annotated[str, Meta(description="Xero's id of the task.")]
    name: Annotated[str, Meta(description="Its name.")]
    project_id: Annotated[str, Meta(description="Xero's id of the project.")]
    charge: Annotated[str, Meta(description="by_time, fixed or not_charged.")]
    rate: Annotated[Money, Meta(description="For an hour; of a fixed task for all of it.")]
    state: Annotated[str, Meta(description="active, invoiced or locked.")]
    minutes: Annotated[int, Meta(description="Minutes worked on it.")]
    total: Annotated[Money, Meta(description="What it comes to.")]
    to_invoice: Annotated[Money, Meta(description="What of it is left to invoice.")]
    estimate_minutes: Annotated[int | None, Meta(description="Minutes that it was estimated at.")] = None


class ProjectTaskResult(Struct):
    """What an operation on a task answers, made from the record that was read back."""

    task: Annotated[ProjectTaskView, Meta(description="The task as Xero has it now.")]


TaskName = Annotated[
    str,
    Meta(
        description="Task of the project: its name or id; list_project_tasks lists them.",
        min_length=1,
        max_length=100,
        extra=also("task_name task_id project_task"),
    ),
]


def project_task_view(ctx: Context, task: ProjectTask) -> ProjectTaskView:
    """A task; what Xero left out of it is nothing."""
    currency = ctx.organisation.base_currency
    charge, status = task.charge_type or "", task.status or "ACTIVE"
    return ProjectTaskView(
        id=task.task_id,
        name=task.name or "",
        project_id=task.project_id or "",
        charge=_SHOWN.get(charge, charge.lower()),
        rate=shown_money(task.rate, currency),
        state=status.lower(),
        minutes=task.total_minutes or 0,
        total=shown_money(task.total_amount, currency),
        to_invoice=shown_money(task.amount_to_be_invoiced, currency),
        estimate_minutes=task.estimate_minutes or None,
    )


def _candidate(task: ProjectTask) -> Candidate:
    return Candidate(_KIND, task.task_id, task.name or "", f"{in_sentence(task.name)} ({task.task_id})")


TASK_NAMES: Final[Resolver[ProjectTask]] = Resolver(
    kind="task",
    keys=((lambda each: each.name, lambda each: each.task_id),),
    also=(),
    identity=_candidate,
    in_use=lambda each: each.status != "INVOICED",
    finder="list_project_tasks",
)


async def tasks_of(xero: XeroClient, project_id: str) -> list[ProjectTask]:
    """Every task of a project."""
    return [each async for each in every(xero, PROJECT_TASKS.within_record(PROJECTS.path, project_id))]


async def propose_task(
    ctx: Context, project_named: str, name: str, charge: Charge, rate: Decimal | None, estimate_minutes: int | None
) -> Proposal:
    """The plan that creates a task. Raises InvalidArguments for a rate that is missing or has no use."""
    bare = one_line(name, "/name")
    if bare is None:
        raise invalid_argument("/name", "must not be blank")
    if (rate is None) != (charge == "not_charged"):
        missing = "is needed for what is charged" if rate is None else "has no use for what is not charged"
        raise invalid_argument("/rate", missing)
    project = await open_project(ctx.xero, project_named)
    there = await tasks_of(ctx.xero, project.project_id)
    currency = project.currency_code or ctx.organisation.base_currency
    price = ZERO if rate is None else rate
    body: dict[str, Any] = {
        "name": bare,
        "rate": {"currency": currency, "value": price},
        "chargeType": _CHARGES[charge],
    }
    expects = {
        "name": bare,
        "chargeType": _CHARGES[charge],
        "rate.value": str(price),
        "rate.currency": currency,
        "projectId": project.project_id,
    }
    if estimate_minutes is not None:
        body["estimateMinutes"] = estimate_minutes
        expects["estimateMinutes"] = str(estimate_minutes)
    step = Step(
        create(PROJECT_TASKS, body),
        _KIND,
        expects=expects,
        find={},
        besides=[each.task_id for each in there],
        part_of=PartOf(PROJECTS.path, project.project_id),
    )
    costs = {"by_time": f", {Money.of(price, currency)} an hour", "fixed": f", {Money.of(price, currency)} in all"}
    taken = any(casefolded(each.name) == casefolded(bare) for each in there)
    return Proposal(
        summary=f"Add the task {in_sentence(bare)} to the project {in_sentence(project.name)}"
        f"{costs.get(charge, ', not charged')}.",
        steps=[step],
        after={"project": project.name, "name": bare, "charge": charge, "rate": Money.of(price, currency)},
        warnings=[*([_TAKEN] if taken else []), FINAL],
    )


_TAKEN: Final = PlanWarning("possible_duplicate", "The project has a task of this name already.")
PROJECT_TASK: Final = RecordKind[ProjectTask](
    name=_KIND,
    endpoint=PROJECT_TASKS,
    view=project_task_view,
    shape=ProjectTaskView,
    sample={
        "taskId": "00e38e7a-3e4e-4d6c-9c0b-6c5e5d4b1f10",
        "projectId": "254553fa-2be8-4991-bd5e-70a97ea12ef8",
        "name": "Design",
        "rate": {"currency": "NZD", "value": 120},
        "chargeType": "TIME",
        "status": "ACTIVE",
        "estimateMinutes": 1200,
        "totalMinutes": 90,
        "totalAmount": {"currency": "NZD", "value": 180},
    },
)
