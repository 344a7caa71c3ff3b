"""`/`: on to the organisation that was looked at last, or to the choice of one."""

from __future__ import annotations

from fastapi import APIRouter, Response

from atom_xero_plugin.catalogue.registry import Registry
from atom_xero_plugin.interfaces.web.page import LAST, Visitor
from atom_xero_plugin.interfaces.web.router import Pages


def routes(registry: Registry) -> APIRouter:
    """The route of the first page."""
    del registry
    pages = Pages()
    pages.shows("/", "home", home)
    return pages.router


async def home(page: Visitor) -> Response:
    """Send the browser to the overview of the last organisation, to the only one, or to the list of all."""
    working = [each for each in page.organisations if each.works]
    last = page.request.cookies.get(LAST)
    chosen = next((each for each in working if each.id == last), working[0] if len(working) == 1 else None)
    if chosen is not None:
        return page.go("overview", organisation=chosen.id)
    return page.go("practice" if page.organisations else "connect")
