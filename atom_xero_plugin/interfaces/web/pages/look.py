"""How pages look to this browser: light or dark, dense or roomy, with single keys or without."""

from __future__ import annotations

from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse

from atom_xero_plugin.catalogue.registry import Registry
from atom_xero_plugin.interfaces.web.addresses import local
from atom_xero_plugin.interfaces.web.page import Visitor
from atom_xero_plugin.interfaces.web.preferences import DENSITIES, THEMES, Preferences, keep
from atom_xero_plugin.interfaces.web.router import Pages


def routes(registry: Registry) -> APIRouter:
    """The route that keeps a choice."""
    del registry
    pages = Pages()
    pages.takes("/look", "look", choose)
    return pages.router


async def choose(page: Visitor) -> Response:
    """Keep what was chosen in a cookie of the browser, and go back to where it was chosen."""
    form = await page.form()
    theme, density, keys, back = (next(iter(form.get(name, [])), "") for name in ("theme", "density", "keys", "back"))
    chosen = Preferences(theme if theme in THEMES else None, density if density in DENSITIES else None, keys != "off")
    response = RedirectResponse(local(back) or page.url("home"), 303)
    keep(response, chosen, secure=page.request.url.scheme == "https")
    return response
