"""Items: products and services with their prices, and the stock on hand of those that Xero counts."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Query, Response

from atom_xero_plugin.catalogue.registry import Registry
from atom_xero_plugin.interfaces.web.page import Here
from atom_xero_plugin.interfaces.web.router import ORGANISATION, Pages

Kind = Annotated[Literal["all", "sold", "purchased", "tracked", "out_of_stock"], Query()]
_ROWS: Final = 50


def routes(registry: Registry) -> APIRouter:
    """The route of the list."""
    del registry
    pages = Pages()
    pages.shows(f"{ORGANISATION}/items", "items", items)
    return pages.router


async def items(
    page: Here, kind: Kind = "all", q: Annotated[str, Query(max_length=150)] = "",
    cursor: Annotated[str, Query(max_length=200)] = "",
) -> Response:  # fmt: skip
    """List items by code, as Xero has them now."""
    page.here, page.title, query = "items", "Items", " ".join(q.split())
    found = await page.ask(
        "find_items", text=query or None, kind=None if kind == "all" else kind, limit=_ROWS, cursor=cursor or None
    )
    facts: dict[str, Any] = {"found": found, "kind": kind, "q": query, "first": not cursor}
    return await page.render("pages/items.html", **facts)
