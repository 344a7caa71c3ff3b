"""Contacts: customers and suppliers with what they owe and are owed, and groups."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Response

from atom_xero_plugin.catalogue.registry import Registry
from atom_xero_plugin.interfaces.web.kept_answers import kept_answers
from atom_xero_plugin.interfaces.web.page import Here, WebPage
from atom_xero_plugin.interfaces.web.router import ORGANISATION, Pages

View = Annotated[Literal["all", "owes", "is_owed", "archived", "group"], Query()]
Text = Annotated[str, Query(max_length=200)]
Group = Annotated[str, Query(max_length=255)]
Cursor = Annotated[str | None, Query(max_length=1000)]
_SIZE = 50
_MOST = 500


def routes(registry: Registry) -> APIRouter:
    """The route of the list."""
    del registry
    pages = Pages()
    pages.shows(f"{ORGANISATION}/contacts", "contacts", contacts)
    return pages.router


async def contacts(page: Here, view: View = "all", q: Text = "", group: Group = "", cursor: Cursor = None) -> Response:
    """List contacts: all by name, or those that owe or are owed with the most first."""
    page.here, page.title = "contacts", "Contacts"
    query = " ".join(q.split())
    groups = await kept_answers(page).ask(page, "list_contact_groups", {})
    if view in {"all", "archived"}:
        found = await _listed(page, view, query, cursor)
    elif view == "group" and group:
        found = await _members(page, group, query)
    else:
        found = await _owing(page, view, query)
    return await page.render(
        "pages/contacts.html", view=view, q=query, group=group, found=found,
        groups=groups.result["items"] if groups.result else [], groups_error=groups.error is not None,
    )  # fmt: skip


async def _listed(page: WebPage, view: str, query: str, cursor: str | None) -> dict[str, Any]:
    """A page of contacts by name, from the local copy, with what is open."""
    found = await page.ask(
        "find_records", kinds=["contact"], text=query or None, sort="contact", limit=_SIZE, cursor=cursor,
        status=["archived"] if view == "archived" else None,
    )  # fmt: skip
    ids = [each["id"] for each in found["items"]]
    open_ = await page.ask("list_contact_balances", contact_ids=ids, limit=_MOST) if ids else {"items": []}
    balances = {each["contact"]["id"]: each for each in open_["items"]}
    rows = [_row(each["id"], each["title"], balances.get(each["id"]), each.get("email"), each.get("number"))
            for each in found["items"]]  # fmt: skip
    return {
        "rows": rows, "total": found["total"], "local": found["local_copy"], "sums": None,
        "next": found.get("next_cursor"), "previous": found.get("previous_cursor"),
    }  # fmt: skip


async def _owing(page: WebPage, view: str, query: str) -> dict[str, Any]:
    """Those with something open on one side, the most first; the sums are over all of them."""
    found = await page.ask("list_contact_balances", side=view if view == "is_owed" else "owes", limit=_MOST)
    fitting = [each for each in found["items"] if query.casefold() in each["contact"]["name"].casefold()]
    rows = [_row(each["contact"]["id"], each["contact"]["name"], each) for each in fitting]
    sums = None if query else {"owes": found["owes"], "is_owed": found["is_owed"]}
    return {"rows": rows, "total": len(rows) if query else found["total"], "local": found["local_copy"], "sums": sums,
            "next": None, "previous": None}  # fmt: skip


async def _members(page: WebPage, group: str, query: str) -> dict[str, Any]:
    """The contacts of a group, as Xero has it."""
    members = (await page.ask("show_contact_group", group=group))["group"]["contacts"]
    fitting = [each for each in members if query.casefold() in each["name"].casefold()][:_MOST]
    ids = [each["id"] for each in fitting]
    open_ = await page.ask("list_contact_balances", contact_ids=ids, limit=_MOST) if ids else {"items": []}
    balances = {each["contact"]["id"]: each for each in open_["items"]}
    rows = [_row(each["id"], each["name"], balances.get(each["id"])) for each in fitting]
    return {"rows": rows, "total": len(rows), "local": open_.get("local_copy"), "sums": None, "next": None,
            "previous": None}  # fmt: skip


def _row(
    contact_id: str, name: str, balance: Mapping[str, Any] | None, email: str | None = None, number: str | None = None
) -> dict[str, Any]:
    subs: Sequence[str] = [each for each in (number, email) if each]
    return {"id": contact_id, "name": name, "small": " · ".join(subs), "balance": balance}
