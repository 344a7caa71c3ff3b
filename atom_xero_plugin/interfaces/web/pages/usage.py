"""What was asked of Xero: calls and bytes by day, by feature and by organisation, and what is left of the limits."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Final

from fastapi import APIRouter, Query, Response

from atom_xero_plugin.catalogue.registry import Registry
from atom_xero_plugin.interfaces.http.health import limits_left
from atom_xero_plugin.interfaces.web.page import WholeVisitor
from atom_xero_plugin.interfaces.web.router import Pages
from atom_xero_plugin.store import usage

_DAYS: Final = (1, 7, 30)
Days = Annotated[int, Query(ge=1, le=90)]


def routes(registry: Registry) -> APIRouter:
    """The route of usage."""
    del registry
    pages = Pages()
    pages.shows("/usage", "usage", shown)
    return pages.router


async def shown(page: WholeVisitor, days: Days = 7) -> Response:
    """Show what was used in the last days, which begin at midnight UTC, as Xero counts them."""
    page.here, page.title = "usage", "Usage"
    runtime, workspace = page.service.runtime, page.caller.workspace_id
    until = page.now.date()
    since = until - timedelta(days=days - 1)
    reports = {
        by: await usage.report(runtime.store, workspace, since, until, by=by)
        for by in ("feature", "organisation", "day")
    }  # fmt: skip
    left = await limits_left(page.service, workspace, [each.connection for each in page.organisations])
    names = {each.id: each.name for each in page.organisations}
    return await page.render("pages/usage.html", reports=reports, left=left, names=names, days=days, choices=_DAYS)
