"""What was done in the workspace, by whom: the audit trail, whether it is whole, and all of it as a file."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Annotated

import msgspec
from fastapi import APIRouter, Query, Response
from fastapi.responses import StreamingResponse

from atom_xero_plugin.catalogue.registry import Registry
from atom_xero_plugin.core.errors import NotAllowed
from atom_xero_plugin.interfaces.web.page import WebPage, WholeVisitor
from atom_xero_plugin.interfaces.web.router import Pages
from atom_xero_plugin.store import audit, audit_queries
from atom_xero_plugin.store.audit_queries import AuditFilter

_ROWS = 50
Text = Annotated[str | None, Query(max_length=255)]
Before = Annotated[int | None, Query(ge=1)]
_GROUPS = (("plan", "Plans"), ("policy", "Policies"), ("caller", "Tokens"), ("browser", "Browsers"),
           ("connection", "Connections"))  # fmt: skip
"""What events begin with, and what people call them."""


def routes(registry: Registry) -> APIRouter:
    """The routes of the trail."""
    del registry
    pages = Pages()
    pages.shows("/activity", "activity", activity)
    pages.shows("/activity/export", "activity_export", export)
    pages.takes("/activity/verify", "activity_verify", verify)
    return pages.router


async def activity(page: WholeVisitor, event: Text = None, actor: Text = None, before: Before = None) -> Response:
    """List what was done, the newest first."""
    return await _shown(page, event, actor, before, None)


async def verify(page: WholeVisitor) -> Response:
    """Check that no row of the trail was changed, added or taken out, and that every approval is proven."""
    await page.form()
    report = await audit.verify(page.service.runtime.store, page.caller.workspace_id)
    return await _shown(page, None, None, None, report)


async def export(page: WholeVisitor) -> Response:
    """The whole trail as lines of JSON, with the hashes that chain it."""
    if not page.may("admin"):
        raise NotAllowed("You have no right to export the audit trail; an administrator has it.")
    rows = audit_queries.exported(page.service.runtime.store, page.caller.workspace_id, AuditFilter())

    async def lines() -> AsyncIterator[bytes]:
        async for row in rows:
            yield msgspec.json.encode(row) + b"\n"

    named = {"content-disposition": 'attachment; filename="audit.jsonl"'}
    return StreamingResponse(lines(), media_type="application/jsonl", headers=named)


async def _shown(
    page: WebPage, event: str | None, actor: str | None, before: int | None, report: audit.AuditReport | None
) -> Response:
    page.here, page.title = "activity", "Activity"
    chosen = AuditFilter(event=event or None, actor=actor or None)
    store, workspace = page.service.runtime.store, page.caller.workspace_id
    found = await audit_queries.listed(store, workspace, chosen, limit=_ROWS, before=before)
    names = {each.id: each.name for each in page.organisations}
    return await page.render(
        "pages/activity.html", found=found, names=names, report=report, groups=_GROUPS, event=event, actor=actor
    )
