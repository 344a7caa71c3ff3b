"""A person's own views of a list: kept by a name, renamed, deleted; and the columns that they chose.

Nothing of the books is in them, and nobody else sees them.
"""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Request, Response
from fastapi import Path as InPath

from atom_xero_plugin.catalogue.registry import Registry
from atom_xero_plugin.interfaces.web.lists.query import query_of
from atom_xero_plugin.interfaces.web.lists.views import columns_of, known_columns, views_of
from atom_xero_plugin.interfaces.web.page import Here
from atom_xero_plugin.interfaces.web.router import ORGANISATION, Pages

_LIST: Final = f"{ORGANISATION}/lists/{{name}}"
ViewId = Annotated[str, InPath(max_length=64)]


def routes(registry: Registry) -> APIRouter:
    """The routes of views and columns."""
    del registry
    pages = Pages()
    pages.takes(f"{_LIST}/views", "list_view_save", save)
    pages.takes(f"{_LIST}/views/{{view_id}}/rename", "list_view_rename", rename)
    pages.takes(f"{_LIST}/views/{{view_id}}/delete", "list_view_delete", delete)
    pages.takes(f"{_LIST}/columns", "list_columns", choose)
    return pages.router


async def save(page: Here, request: Request, name: str) -> Response:
    """Keep what is filtered, its order and its columns, by a name; a view of the same name is replaced."""
    form, query = await page.form(), query_of(request, name)
    kept = query.to_keep([each.key for each in await columns_of(page, query)])
    view = await views_of(page).save(name, next(iter(form.get("name", [])), ""), kept)
    return page.go(name, view=view.id)


async def rename(page: Here, request: Request, name: str, view_id: ViewId) -> Response:
    """Give a view another name."""
    form, query = await page.form(), query_of(request, name)
    view = await views_of(page).rename(query.declared.name, view_id, next(iter(form.get("name", [])), ""))
    return page.go(name, view=view.id)


async def delete(page: Here, request: Request, name: str, view_id: ViewId) -> Response:
    """Delete a view; what it showed stays."""
    await page.form()
    query = query_of(request, name)
    await views_of(page).delete(query.declared.name, view_id)
    return page.go(name)


async def choose(page: Here, request: Request, name: str) -> Response:
    """Show these columns: of this list from now on, or of what is open where its address names its columns."""
    form, query = await page.form(), query_of(request, name)
    keys = [each.key for each in known_columns(query.declared, form.get("col", []))]
    if query.columns is not None:
        return page.go(name, **query.with_(cols=",".join(keys)))
    await views_of(page).choose(name, keys)
    return page.go(name, **query.with_())
