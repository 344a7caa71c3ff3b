"""The overview of one organisation: is it healthy, and what waits.

What the local copy knows stands there at once. What only Xero knows is shown as it was known last, with its time, and
asked again once the page stands; without scripts a link asks for it.
"""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Response

from atom_xero_plugin.catalogue.registry import Registry
from atom_xero_plugin.core.errors import NotFound
from atom_xero_plugin.interfaces.web.overview_parts import PARTS, asked, health, known
from atom_xero_plugin.interfaces.web.overview_work import cash_by_month, finding, waiting
from atom_xero_plugin.interfaces.web.page import Here
from atom_xero_plugin.interfaces.web.router import ORGANISATION, Pages
from atom_xero_plugin.interfaces.web.svg import Ids

Now = Annotated[bool, Query(alias="now")]
Part = Annotated[str, Query(max_length=20)]


def routes(registry: Registry) -> APIRouter:
    """The routes of the overview and of its parts."""
    del registry
    pages = Pages()
    pages.shows(f"{ORGANISATION}/overview", "overview", overview)
    pages.shows(f"{ORGANISATION}/overview/part", "overview_part", part)
    return pages.router


async def overview(page: Here, now: Now = False) -> Response:
    """Show what waits and what there is; with `now`, Xero is asked before anything is shown."""
    page.here, page.title = "overview", "Overview"
    ask = asked if now else known
    parts = {name: await make(page, ask) for name, make in PARTS.items()}
    work = await page.ask("show_workload")
    shown: dict[str, Any] = {
        "parts": parts,
        "work": work,
        "waits": await waiting(page, work),
        "cash": await cash_by_month(page),
        "finding": await health(page) or finding(page, work),
        "ids": Ids(),
        "asked_now": now,
    }
    return await page.render("pages/overview.html", **shown)


async def part(page: Here, name: Part) -> Response:
    """One part of it, asked of Xero: what replaces the part of a page that stands. Raises NotFound."""
    if name not in PARTS:
        raise NotFound("The overview has no such part.")
    found = await PARTS[name](page, asked)
    return await page.render(f"pages/overview/{name}.html", part=found, ids=Ids(name))
