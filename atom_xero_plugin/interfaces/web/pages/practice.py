"""Every organisation of the workspace in one list, with what waits in each; one click in."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from fastapi import APIRouter, Response
from msgspec import Struct

from atom_xero_plugin.catalogue.registry import Registry
from atom_xero_plugin.interfaces.web.organisations import ShownOrganisation
from atom_xero_plugin.interfaces.web.page import Visitor, WebPage
from atom_xero_plugin.interfaces.web.rail import Freshness, freshness
from atom_xero_plugin.interfaces.web.router import Pages


class OrganisationRow(Struct, frozen=True):
    """One organisation and what waits in it."""

    place: ShownOrganisation
    fresh: Freshness | None
    approvals: int
    lock_date: datetime | None = None


def routes(registry: Registry) -> APIRouter:
    """The route of the list."""
    del registry
    pages = Pages()
    pages.shows("/organisations", "practice", practice)
    return pages.router


async def practice(page: Visitor) -> Response:
    """List the organisations, those that need somebody first."""
    page.here, page.title = "practice", "All organisations"
    waiting = await _waiting(page)
    workspace = page.caller.workspace_id
    rows = [
        OrganisationRow(place, await freshness(page.service.runtime, workspace, place.id), waiting[place.id])
        for place in page.organisations
    ]
    rows.sort(key=lambda row: (row.place.works, -row.approvals))
    return await page.render("pages/practice.html", rows=rows)


async def _waiting(page: WebPage) -> Counter[str]:
    """Plans that wait, by organisation."""
    found: Counter[str] = Counter()
    cursor = None
    while True:
        listed = await page.service.runtime.plan_lists.page(
            page.caller.workspace_id, states=("proposed",), within=page.caller.limits.organisations, limit=500,
            cursor=cursor,
        )  # fmt: skip
        now = page.service.runtime.clock.now()
        found.update(each.tenant_id for each in listed.items if each.expires_at > now)
        cursor = listed.next_cursor
        if cursor is None:
            return found
