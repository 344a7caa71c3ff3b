"""One box over everything: records of the local copy as they are typed, pages, reports and actions.

Asked by a script it answers what stands in the palette; without scripts it is a page of links.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Response
from markupsafe import Markup, escape
from msgspec import Struct

from atom_xero_plugin.accounting.kinds import plural_names
from atom_xero_plugin.catalogue.registry import Registry
from atom_xero_plugin.core.words import words_of
from atom_xero_plugin.interfaces.web.links import link, record_link
from atom_xero_plugin.interfaces.web.page import Here, WebPage
from atom_xero_plugin.interfaces.web.router import ORGANISATION, Pages
from atom_xero_plugin.interfaces.web.search_places import SearchPlace, actions_for, pages_for, reports_for
from atom_xero_plugin.search.search import LONGEST_QUERY, Hit

_MOST: Final = 20
_MOST_OF_A_KIND: Final = 5
_MOST_PLACES: Final = 6
Text = Annotated[str, Query()]
Everywhere = Annotated[bool, Query(alias="all")]


class SearchOption(Struct, frozen=True):
    """One line of what was found; its texts are escaped, with what fits marked."""

    text: Markup
    small: Markup
    href: str


class SearchGroup(Struct, frozen=True):
    """What was found of one kind."""

    title: str
    options: Sequence[SearchOption]


def routes(registry: Registry) -> APIRouter:
    """The route of search."""
    del registry
    pages = Pages()
    pages.shows(f"{ORGANISATION}/search", "search", search)
    return pages.router


async def search(page: Here, q: Text = "", everywhere: Everywhere = False) -> Response:
    """What fits a query, the best kind first."""
    page.here, page.title = "search", "Search"
    query = _typed(q)
    hits = await _found(page, query, everywhere=everywhere) if query else []
    groups = [*_records(page, hits, query), *_places(page, query, hits)]
    facts: dict[str, Any] = {
        "q": query,
        "groups": [each for each in groups if each.options],
        "found": sum(len(each.options) for each in groups),
        "everywhere": everywhere,
    }
    if page.partial:
        return await page.render("pages/search/hits.html", **facts)
    return await page.render("pages/search.html", **facts)


async def _found(page: WebPage, query: str, *, everywhere: bool) -> list[Hit]:
    """Records of the page's organisation, or of every one that the person may reach."""
    only = page.organisation.id if page.organisation and not everywhere else None
    hits = await page.service.runtime.search.find(page.caller.workspace_id, query, tenant_id=only, limit=_MOST)
    within = {each.id for each in page.organisations}
    return [each for each in hits if each.organisation["id"] in within]


def _records(page: WebPage, hits: Sequence[Hit], query: str) -> list[SearchGroup]:
    """The kinds in the order of their best hits."""
    kinds: dict[str, list[Hit]] = {}
    for each in hits:
        kinds.setdefault(each.kind, []).append(each)
    groups = []
    for kind, mine in kinds.items():
        shown = mine[:_MOST_OF_A_KIND]
        title = plural_names([kind]).capitalize()
        more = f"{title}, {len(shown)} of {len(mine)}" if len(mine) > len(shown) else title
        groups.append(SearchGroup(more, [_option(page, each, query) for each in shown]))
    return groups


def _option(page: WebPage, hit: Hit, query: str) -> SearchOption:
    *_, record_id = hit.id.split(":")
    own = page.organisation is not None and hit.organisation["id"] == page.organisation.id
    small = hit.snippet if own else f"{hit.organisation['name']} · {hit.snippet}"
    href = record_link(page, hit.kind, record_id, hit.organisation["id"]) or hit.url
    return SearchOption(marked(hit.title, query), marked(small, query), href)


def _places(page: WebPage, query: str, hits: Sequence[Hit]) -> list[SearchGroup]:
    do = actions_for(page, query) + _about(page, hits)
    found = {"Pages": pages_for(page, query), "Reports": reports_for(page, query), "Do": do}
    most = _MOST_PLACES if query else None
    return [
        SearchGroup(
            title, [SearchOption(marked(each.text, query), escape(each.small), each.href) for each in places[:most]]
        )
        for title, places in found.items()
    ]


def _about(page: WebPage, hits: Sequence[Hit]) -> list[SearchPlace]:
    """What can be done with the contact that fits best."""
    own = page.organisation.id if page.organisation else ""
    best = next((each for each in hits[:3] if each.kind == "contact" and each.organisation["id"] == own), None)
    if best is None:
        return []
    contact_id = best.id.split(":")[-1]
    new = link(page, "invoice_new", contact=contact_id) if page.may("write") else None
    offers = (
        (f"New invoice to {best.title}", new),
        (f"Statement of account for {best.title}", _statement(page, contact_id)),
    )
    return [SearchPlace(text, href) for text, href in offers if href is not None]


def _statement(page: WebPage, contact_id: str) -> str | None:
    href = record_link(page, "contact", contact_id)
    return None if href is None else f"{href}?tab=statement"


def marked(text: str, query: str) -> Markup:
    """A text, escaped, with the beginnings of words marked that the query's words fit."""
    words = sorted({each for each in words_of(query) if each}, key=len, reverse=True)
    if not words:
        return escape(text)
    found = Markup()
    place = 0
    for each in re.finditer("|".join(rf"\b{re.escape(word)}" for word in words), text, re.IGNORECASE):
        found += escape(text[place : each.start()]) + Markup("<mark>{}</mark>").format(each[0])
        place = each.end()
    return found + escape(text[place:])


def _typed(text: str) -> str:
    """What was typed, on one line, without what no keyboard types, and no longer than search reads."""
    return " ".join("".join(each if each.isprintable() else " " for each in text).split())[:LONGEST_QUERY]
