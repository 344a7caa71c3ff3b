"""The page of all components, where the sandbox runs: what a change of the style sheet does is seen on it."""

from __future__ import annotations

from fastapi import APIRouter, Response

from atom_xero_plugin.catalogue.registry import Registry
from atom_xero_plugin.core.errors import NotFound
from atom_xero_plugin.core.loopback import on_sandbox
from atom_xero_plugin.interfaces.web.page import Visitor
from atom_xero_plugin.interfaces.web.router import Pages


def routes(registry: Registry) -> APIRouter:
    """The route of the page."""
    del registry
    pages = Pages()
    pages.shows("/_components", "components", components)
    return pages.router


async def components(page: Visitor) -> Response:
    """Show each component in each of its states; not at Xero itself. Raises NotFound."""
    if not on_sandbox(page.service.runtime.settings.api_url):
        raise NotFound("There is no such page.")
    from atom_xero_plugin.interfaces.web.showcase import facts

    page.here, page.title = "components", "Components"
    return await page.render("pages/components.html", **facts(page))
