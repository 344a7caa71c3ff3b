"""How everything is that the workspace depends on: the database, keys, connections, the sync of each list."""

from __future__ import annotations

from fastapi import APIRouter, Response

from atom_xero_plugin.catalogue.registry import Registry
from atom_xero_plugin.interfaces.http.health import whole
from atom_xero_plugin.interfaces.web.page import WholeVisitor
from atom_xero_plugin.interfaces.web.router import Pages


def routes(registry: Registry) -> APIRouter:
    """The routes of health."""
    del registry
    pages = Pages()
    pages.shows("/system-health", "health", health)
    pages.takes("/system-health/sync", "health_sync", sync_now)
    return pages.router


async def health(page: WholeVisitor) -> Response:
    """Show every part, those that fail first, and how far the sync of each list is."""
    page.here, page.title = "health", "Health"
    found = await whole(page.service, page.caller)
    checks = sorted(found.checks, key=lambda each: each.works)
    return await page.render("pages/health.html", found=found, checks=checks)


async def sync_now(page: WholeVisitor) -> Response:
    """Let every list be synced as soon as its turn comes, instead of at its next time."""
    await page.form()
    await page.service.runtime.polls.request_sync(page.caller.workspace_id)
    return page.go("health")
