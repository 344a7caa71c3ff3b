"""`/`: on to the organisation that was looked at last, or to the choice of one."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter, Response

from atom_xero_plugin.catalogue.registry import Registry
from atom_xero_plugin.interfaces.web.page import Visitor, WebPage
from atom_xero_plugin.interfaces.web.router import Pages

LAST: Final = "atom_xero_last"
"""The cookie that holds the organisation that was looked at last."""
_YEAR_S: Final = 31_536_000


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


def remember(page: WebPage, response: Response) -> Response:
    """Keep the page's organisation as the one that was looked at last."""
    if page.organisation is not None:
        secure = page.request.url.scheme == "https"
        response.set_cookie(LAST, page.organisation.id, max_age=_YEAR_S, secure=secure, httponly=True, samesite="lax")
    return response
