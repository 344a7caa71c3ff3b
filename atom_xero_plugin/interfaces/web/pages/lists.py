"""Every list of an organisation: filters in the address, totals over all that fits, and one plan for many records."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from fastapi import APIRouter, Request, Response

from atom_xero_plugin.catalogue.registry import Registry
from atom_xero_plugin.core.errors import FieldError, InvalidArguments
from atom_xero_plugin.interfaces.http.files import download
from atom_xero_plugin.interfaces.web.lists.actions import ASKED, BulkAction
from atom_xero_plugin.interfaces.web.lists.declared import LISTS, DeclaredList
from atom_xero_plugin.interfaces.web.lists.query import ListQuery, query_of
from atom_xero_plugin.interfaces.web.lists.shown import list_facts
from atom_xero_plugin.interfaces.web.lists.views import opened
from atom_xero_plugin.interfaces.web.page import Here, WebPage
from atom_xero_plugin.interfaces.web.router import ORGANISATION, Handler, Pages

PAGE: Final = 50
_WIDEST: Final = 500
"""Rows that are read at once where every match is meant."""
_FORMATS: Final = frozenset({"xlsx", "csv", "pdf", "json"})


def routes(registry: Registry) -> APIRouter:
    """The routes of every list."""
    del registry
    pages = Pages()
    for declared in LISTS:
        pages.shows(f"{ORGANISATION}/{declared.name}", declared.name, _list_handler(declared))
    pages.takes(f"{ORGANISATION}/lists/{{name}}/act", "list_act", act)
    pages.takes(f"{ORGANISATION}/lists/{{name}}/export", "list_export", export)
    return pages.router


def _list_handler(declared: DeclaredList) -> Handler:
    async def show(page: Here, request: Request) -> Response:
        query = await opened(page, ListQuery.read(declared, request.query_params.multi_items()))
        return await shown(page, query)

    return show


async def shown(page: WebPage, query: ListQuery, panel: Mapping[str, Any] | None = None) -> Response:
    """The list as a page, with a record beside it where one is open."""
    page.here, page.title = query.declared.here or query.declared.name, query.declared.title
    page.watches = query.declared.name
    return await page.render("pages/list.html", **await list_facts(page, query, PAGE), panel=panel)


async def act(page: Here, request: Request, name: str) -> Response:
    """Make one plan for the records that were ticked, or for every one that fits."""
    form, query = await page.form(), query_of(request, name)
    chosen = next(iter(form.get("do", [])), "")
    action = next((each for each in query.declared.bulk if each.skill == chosen), None)
    if action is None:
        raise InvalidArguments("Nothing can be done so with these records.", hint="Choose one of the actions shown.")
    ids = await _chosen(page, query, form, action)
    typed = {field: value for field in action.asks if (value := next(iter(form.get(field, [])), "").strip())}
    if action.asks and "asked" not in form:
        fields = [(field, ASKED[field]) for field in action.asks]
        return await page.render(
            "pages/list_ask.html", query=query, declared=query.declared, action=action, ids=ids, fields=fields
        )
    named = [{action.each: each} for each in ids] if action.each else ids
    plan = await page.plan(action.skill, {action.argument: named, **action.arguments, **typed})
    if plan is None:
        return page.go(name, **query.same())
    return page.go_to_plan(plan)


async def export(page: Here, request: Request, name: str) -> Response:
    """Write exactly what is filtered as a file."""
    form, query = await page.form(), query_of(request, name)
    asked = {field: value for field, value in query.arguments().items() if value is not None}
    wanted = next(iter(form.get("format", [])), "csv")
    made = await page.ask(
        "export_report", report="find_records", arguments=json.dumps(asked),
        format=wanted if wanted in _FORMATS else "csv", title=f"{query.declared.title} {page.today}",
    )  # fmt: skip
    return await download(page.service, page.caller, made["file"]["id"])


async def _chosen(page: WebPage, query: ListQuery, form: Mapping[str, list[str]], action: BulkAction) -> list[str]:
    """The ids that are meant. Raises InvalidArguments for none, and for more than one plan takes."""
    ids = list(dict.fromkeys(form.get("id", [])))
    if "all" in form:
        found = await page.ask("find_records", **query.arguments(), limit=_WIDEST, sums=True)
        ids = [each["id"] for each in found["items"]]
        if found["total"] > action.most:
            raise _too_many(found["total"], action)
    if not ids:
        raise InvalidArguments("Nothing is selected.", hint="Tick the records first.")
    if len(ids) > action.most:
        raise _too_many(len(ids), action)
    return ids


def _too_many(count: int, action: BulkAction) -> InvalidArguments:
    message = f"{count:,} records fit, and one plan takes at most {action.most}."
    return InvalidArguments(message, fields=[FieldError("/id", message)], hint="Filter further, and do the rest after.")
