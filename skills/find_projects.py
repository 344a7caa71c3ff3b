"""Find projects."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting import aliases
from atom_xero_plugin.accounting.assumed import Assumptions, contact_assumed
from atom_xero_plugin.accounting.inputs import ContactName, Cursor, Limit
from atom_xero_plugin.accounting.kinds.projects import STATES, ProjectView, contact_names, project_view
from atom_xero_plugin.accounting.listing import begin, collect, cursor_to
from atom_xero_plugin.accounting.resolve.contacts import likely_contact
from atom_xero_plugin.accounting.resolve.resolver import casefolded
from atom_xero_plugin.catalogue.skill import also
from atom_xero_plugin.xero.lists import list_of
from atom_xero_plugin.xero.pages import Page
from atom_xero_plugin.xero.records.projects import PROJECTS, Project, ProjectFilter


class Input(Struct, forbid_unknown_fields=True):
    """What find_projects takes."""

    text: (
        Annotated[str, Meta(description="Part of the name.", max_length=255, extra=also("query search name project"))]
        | None
    ) = None
    contact: ContactName | None = None
    state: Annotated[
        Literal["in_progress", "closed", "all"], Meta(description="Which of them.", extra=aliases.STATE)
    ] = "in_progress"
    limit: Limit = 20
    cursor: Cursor = None


class Output(Struct, omit_defaults=True):
    """What find_projects answers."""

    items: Annotated[list[ProjectView], Meta(description="The projects, in Xero's order.")]
    has_more: Annotated[bool, Meta(description="Whether there may be more.")]
    next_cursor: Annotated[str | None, Meta(description="What to give as cursor for what follows.")]
    assumed: Assumptions = []


@skill(
    effect="read",
    scopes=["projects.read", "accounting.contacts.read"],
    examples=[
        Example("Which projects are in progress?", {}),
        Example("Find the shop refit job", {"text": "refit", "state": "all"}),
    ],
)
async def find_projects(ctx: Context, input: Input) -> Output:
    """Find Xero projects (jobs) with time, costs and what is left to invoice. show_project adds the tasks."""
    start = begin(input.cursor, ctx.organisation.id, input)
    contact = await likely_contact(ctx.xero, input.contact) if input.contact is not None else None
    requested = ProjectFilter(
        states=None if input.state == "all" else STATES[input.state],
        contact_id=contact.record.contact_id if contact else None,
    )
    text = casefolded(input.text)

    async def fetch(page: int) -> Page[Project]:
        return await list_of(ctx.xero, PROJECTS, requested, page=page, page_size=PROJECTS.page_size or 0)

    found = await collect(fetch, start, input.limit, (lambda each: text in casefolded(each.name)) if text else None)
    names = await contact_names(ctx.xero, found.items)
    return Output(
        items=[
            msgspec.structs.replace(project_view(ctx, each), contact=names.get(each.contact_id or ""))
            for each in found.items
        ],
        has_more=found.after is not None,
        next_cursor=cursor_to(found.after, ctx.organisation.id, input),
        assumed=contact_assumed(input.contact, contact),
    )
