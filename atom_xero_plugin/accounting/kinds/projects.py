"""Projects: how they appear in answers, how one is named, and the plan that creates one."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Annotated, Any, Final, Literal

from msgspec import Meta, Struct

from atom_xero_plugin.accounting.inputs import invalid_argument, one_line, sane_day
from atom_xero_plugin.accounting.kind import RecordKind
from atom_xero_plugin.accounting.resolve.by_id import by_id
from atom_xero_plugin.accounting.resolve.contacts import one_contact
from atom_xero_plugin.accounting.resolve.resolver import Resolver, casefolded
from atom_xero_plugin.catalogue.context import Context, Organisation
from atom_xero_plugin.catalogue.skill import also
from atom_xero_plugin.core.errors import Candidate, Conflict, FieldError
from atom_xero_plugin.core.money import Money
from atom_xero_plugin.core.quoting import in_sentence
from atom_xero_plugin.core.time_zones import zone_of
from atom_xero_plugin.plans.proposal import PlanWarning, Proposal, Step
from atom_xero_plugin.xero.client import XeroClient
from atom_xero_plugin.xero.lists import every, get
from atom_xero_plugin.xero.records.contacts import CONTACTS, ContactFilter
from atom_xero_plugin.xero.records.projects import PROJECTS, Project, ProjectAmount, ProjectFilter
from atom_xero_plugin.xero.where_clause import is_guid
from atom_xero_plugin.xero.write import create

State = Literal["in_progress", "closed"]
STATES: Final[dict[State, str]] = {"in_progress": "INPROGRESS", "closed": "CLOSED"}
_SHOWN: Final = {word: state for state, word in STATES.items()}
_KIND: Final = "project"


class ProjectView(Struct, omit_defaults=True):
    """A project with its sums."""

    id: Annotated[str, Meta(description="Xero's id of the project.")]
    name: Annotated[str, Meta(description="Its name.")]
    contact_id: Annotated[str, Meta(description="Xero's id of the contact that the work is for.")]
    state: Annotated[str, Meta(description="in_progress or closed.")]
    minutes_logged: Annotated[int, Meta(description="Minutes worked on it.")]
    minutes_to_invoice: Annotated[int, Meta(description="Minutes charged by time and not invoiced yet.")]
    tasks_total: Annotated[Money, Meta(description="What its tasks come to.")]
    expenses_total: Annotated[Money, Meta(description="What its expenses come to.")]
    invoiced: Annotated[Money, Meta(description="What was invoiced.")]
    to_invoice: Annotated[Money, Meta(description="What is left to invoice.")]
    estimate: Annotated[Money | None, Meta(description="What it was estimated at.")] = None
    deadline: Annotated[dt.date | None, Meta(description="Deadline, in the organisation's time zone.")] = None
    contact: Annotated[str | None, Meta(description="Name of the contact.")] = None


class ProjectResult(Struct):
    """What an operation on a project answers, made from the record that was read back."""

    project: Annotated[ProjectView, Meta(description="The project as Xero has it now.")]


ProjectName = Annotated[
    str,
    Meta(
        description="Project: its name or id; find_projects lists them.",
        min_length=1,
        max_length=255,
        extra=also("job project_name project_id job_name"),
    ),
]


def project_view(ctx: Context, project: Project) -> ProjectView:
    """A project; what Xero left out of it is nothing. `contact` is for those who read it."""
    currency = project.currency_code or ctx.organisation.base_currency
    estimate = project.estimate or project.estimate_amount
    status = project.status or "INPROGRESS"
    return ProjectView(
        id=project.project_id,
        name=project.name or "",
        contact_id=project.contact_id or "",
        state=_SHOWN.get(status, status.lower()),
        minutes_logged=project.minutes_logged or 0,
        minutes_to_invoice=project.minutes_to_be_invoiced or 0,
        tasks_total=shown_money(project.total_task_amount, currency),
        expenses_total=shown_money(project.total_expense_amount, currency),
        invoiced=shown_money(project.total_invoiced, currency),
        to_invoice=shown_money(project.total_to_be_invoiced, currency),
        estimate=shown_money(estimate, currency) if estimate else None,
        deadline=day_of(project.deadline_utc, ctx.organisation) if project.deadline_utc else None,
    )


def shown_money(amount: ProjectAmount | None, currency: str) -> Money:
    """An amount of the Projects API; one that it left out is nothing."""
    if amount is None:
        return Money.of(None, currency)
    return Money.of(amount.value, amount.currency or currency)


def instant_of(day: dt.date, organisation: Organisation) -> str:
    """A day as the Projects API takes one: a time in UTC that is on this day there and in the organisation's zone."""
    noon = dt.datetime.combine(day, dt.time(12), tzinfo=zone_of(organisation.timezone).tz).astimezone(dt.UTC)
    at = noon if noon.date() == day else dt.datetime.combine(day, dt.time(), tzinfo=dt.UTC)
    return f"{at.replace(tzinfo=None).isoformat()}Z"


def day_of(instant: dt.datetime, organisation: Organisation) -> dt.date:
    """The day of an instant in the organisation's time zone."""
    return instant.astimezone(zone_of(organisation.timezone).tz).date()


def _candidate(project: Project) -> Candidate:
    label = f"{in_sentence(project.name)} ({project.project_id})"
    return Candidate(_KIND, project.project_id, project.name or "", label)


PROJECT_NAMES: Final[Resolver[Project]] = Resolver(
    kind="project",
    keys=((lambda each: each.name, lambda each: each.project_id),),
    also=(),
    identity=_candidate,
    in_use=lambda each: each.status != "CLOSED",
    finder="find_projects",
)


async def one_project(xero: XeroClient, named: str, *, path: str = "/project") -> Project:
    """The project with exactly this name or id. Raises NotFound, or Ambiguous."""
    if is_guid(named.strip()):
        return await by_id(get(xero, PROJECTS, named.strip()), f"project {named.strip()}", path)
    return PROJECT_NAMES.one(named, [each async for each in every(xero, PROJECTS)], path=path)


async def open_project(xero: XeroClient, named: str) -> Project:
    """A project that work may be added to. Raises Conflict for one that is closed."""
    project = await one_project(xero, named)
    if project.status == "CLOSED":
        raise Conflict(
            f"The project {in_sentence(project.name)} is closed.",
            fields=[FieldError("/project", "is closed")],
            hint="Open it again in Xero first.",
        )
    return project


async def contact_names(xero: XeroClient, projects: list[Project]) -> dict[str, str]:
    """The names of the projects' contacts by their ids, archived ones too."""
    ids = sorted({each.contact_id for each in projects if each.contact_id})
    if not ids:
        return {}
    requested = ContactFilter(ids=ids, include_archived=True)
    return {each.contact_id: each.name or "" async for each in every(xero, CONTACTS, requested)}


async def propose_project(
    ctx: Context, name: str, contact_named: str, deadline: dt.date | None, estimate: Decimal | None
) -> Proposal:
    """The plan that creates a project. Raises Conflict for a contact that is archived."""
    bare = one_line(name, "/name")
    if bare is None:
        raise invalid_argument("/name", "must not be blank")
    sane_day(deadline, "/deadline")
    contact = await one_contact(ctx.xero, contact_named)
    if contact.contact_status == "ARCHIVED":
        raise Conflict(
            f"{in_sentence(contact.name)} is archived.",
            fields=[FieldError("/contact", "is archived")],
            hint="Restore the contact first, or name another.",
        )
    requested = ProjectFilter(contact_id=contact.contact_id)
    there = [each async for each in every(ctx.xero, PROJECTS, requested)]
    body: dict[str, Any] = {"contactId": contact.contact_id, "name": bare}
    expects = {"contactId": contact.contact_id, "name": bare, "status": "INPROGRESS"}
    after: dict[str, Any] = {"name": bare, "contact": contact.name}
    if deadline is not None:
        body["deadlineUtc"] = expects["deadlineUtc"] = instant_of(deadline, ctx.organisation)
        after["deadline"] = deadline
    if estimate is not None:
        body["estimateAmount"] = estimate
        expects["estimate.value|estimateAmount.value"] = str(estimate)
        after["estimate"] = estimate
    return Proposal(
        summary=f"Create the project {in_sentence(bare)} for {in_sentence(contact.name)}.",
        steps=[
            Step(
                create(PROJECTS, body),
                _KIND,
                expects=expects,
                find=requested.params(),
                besides=[each.project_id for each in there],
            )
        ],
        after=after,
        party=contact.name,
        warnings=[*_same_name(bare, there), FINAL],
    )


FINAL: Final = PlanWarning("final", "This plan has no undo: it can be taken away in Xero alone.")
"""The warning of what Xero lets nobody delete, or what no skill deletes."""


def _same_name(name: str, there: list[Project]) -> list[PlanWarning]:
    if not any(casefolded(each.name) == casefolded(name) for each in there):
        return []
    return [PlanWarning("possible_duplicate", "The contact has a project of this name already.")]


PROJECT: Final = RecordKind[Project](
    name=_KIND,
    endpoint=PROJECTS,
    view=project_view,
    shape=ProjectView,
    sample={
        "projectId": "254553fa-2be8-4991-bd5e-70a97ea12ef8",
        "contactId": "9ce626d2-14ea-463c-9fff-6785ab5f9bfb",
        "name": "Shop refit",
        "currencyCode": "NZD",
        "minutesLogged": 90,
        "totalTaskAmount": {"currency": "NZD", "value": 180},
        "totalToBeInvoiced": {"currency": "NZD", "value": 180},
        "deadlineUtc": "2026-09-30T00:00:00Z",
        "estimate": {"currency": "NZD", "value": 12000},
        "status": "INPROGRESS",
    },
)
