"""The overview of one organisation: is it healthy, and what waits."""

from __future__ import annotations

from fastapi import APIRouter, Response

from atom_xero_plugin.catalogue.registry import Registry
from atom_xero_plugin.interfaces.web.page import Here
from atom_xero_plugin.interfaces.web.router import ORGANISATION, Pages


def routes(registry: Registry) -> APIRouter:
    """The route of the overview."""
    del registry
    pages = Pages()
    pages.shows(f"{ORGANISATION}/overview", "overview", overview)
    return pages.router


async def overview(page: Here) -> Response:
    """Show the organisation's cash position."""
    page.here, page.title = "overview", "Overview"
    position = await page.ask("show_cash_position")
    return await page.render("pages/overview.html", position=position)
