"""Create a project."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from msgspec import Meta, Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting import aliases
from atom_xero_plugin.accounting.inputs import ContactName, PositiveAmount
from atom_xero_plugin.accounting.kinds.projects import ProjectResult, project_view, propose_project
from atom_xero_plugin.catalogue.skill import also
from atom_xero_plugin.plans.proposal import Proposal
from atom_xero_plugin.xero.records.projects import Project


class Input(Struct, forbid_unknown_fields=True, kw_only=True):
    """What create_project takes."""

    name: Annotated[
        str, Meta(description="Its name.", min_length=1, max_length=255, extra=also("title project project_name job"))
    ]
    contact: Annotated[ContactName, Meta(description="Whom the work is for: name, e-mail, number or id.")]
    deadline: Annotated[dt.date | None, Meta(description="Last day, YYYY-MM-DD.", extra=aliases.DUE_DATE)] = None
    estimate: Annotated[
        PositiveAmount | None,
        Meta(description='What it is estimated at, decimal text as "120.50".', extra=also("budget amount value")),
    ] = None


@skill(
    effect="write",
    scopes=["projects", "accounting.contacts.read"],
    examples=[
        Example(
            "Start a project for Kauri Grove Cafe: new kitchen, by the end of September, about 9,500",
            {"name": "New kitchen", "contact": "Kauri Grove Cafe", "deadline": "2026-09-30", "estimate": "9500.00"},
        )
    ],
)
async def create_project(ctx: Context, input: Input) -> Proposal:
    """Create a Xero project (job) for a contact, without tasks; create_project_task adds them.

    A person approves first. It can be deleted in Xero alone.
    """
    return await propose_project(ctx, input.name, input.contact, input.deadline, input.estimate)


@create_project.verified
def created(ctx: Context, project: Project) -> ProjectResult:
    """The project as Xero has it now."""
    return ProjectResult(project_view(ctx, project))
