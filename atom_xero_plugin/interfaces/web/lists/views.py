"""How a person sees a list: the view that they opened, their own views as tabs, and the columns that they chose."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from atom_xero_plugin.interfaces.web.lists.columns import ListColumn
from atom_xero_plugin.interfaces.web.lists.declared import DeclaredList
from atom_xero_plugin.interfaces.web.lists.query import ListQuery
from atom_xero_plugin.interfaces.web.page import WebPage
from atom_xero_plugin.store.saved_views import SavedView, SavedViews


def views_of(page: WebPage) -> SavedViews:
    """Those of the person who looks: nobody else sees or changes them."""
    return page.service.runtime.saved_views(page.caller.workspace_id, page.caller.actor)


async def opened(page: WebPage, query: ListQuery) -> ListQuery:
    """What the address asks for; of the address of a view, what that keeps. Raises NotFound for no view of theirs."""
    view_id = query.opens_view
    if view_id is None:
        return query
    return query.of_view((await views_of(page).find(query.declared.name, view_id)).query)


async def columns_of(page: WebPage, query: ListQuery) -> tuple[ListColumn, ...]:
    """The columns to show: those of the address, else those that the person chose for the list, else the usual."""
    asked = query.columns
    if asked is None:
        asked = await views_of(page).columns(query.declared.name)
    return query.declared.columns if asked is None else known_columns(query.declared, asked)


def known_columns(declared: DeclaredList, keys: Iterable[str]) -> tuple[ListColumn, ...]:
    """Those of these keys that the list has, in its order; the one that names a row is always among them."""
    wanted = {declared.named_by, *keys}
    return tuple(each for each in declared.every_column if each.key in wanted)


async def view_facts(page: WebPage, query: ListQuery, columns: Sequence[ListColumn]) -> dict[str, Any]:
    """What the menu of views and columns shows."""
    listed: list[SavedView] = await views_of(page).listed(query.declared.name)
    here = query.one("view")
    shown = {each.key for each in columns}
    return {
        "views": [(each.name, page.url(query.declared.name, view=each.id), None, each.id == here) for each in listed],
        "view": next((each for each in listed if each.id == here), None),
        "choices": [
            (each.key, each.head, each.key in shown)
            for each in query.declared.every_column
            if each.key != query.declared.named_by
        ],
    }
