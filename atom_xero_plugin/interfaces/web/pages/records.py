"""One record beside its list, or as a page of its own: lines, totals, history, and what can be done with it."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from fastapi import APIRouter, Request, Response

from atom_xero_plugin.accounting.kinds import kind_by_name
from atom_xero_plugin.catalogue.registry import Registry
from atom_xero_plugin.core.errors import InvalidArguments, NotFound
from atom_xero_plugin.interfaces.http.files import download
from atom_xero_plugin.interfaces.web.editor.kinds import edit_page
from atom_xero_plugin.interfaces.web.links import record_link
from atom_xero_plugin.interfaces.web.lists.actions import ACTIONS, ASKED
from atom_xero_plugin.interfaces.web.lists.declared import BY_NAME, HOME_OF, LISTS, DeclaredList
from atom_xero_plugin.interfaces.web.lists.query import ListQuery
from atom_xero_plugin.interfaces.web.lists.shown import list_facts, record_address
from atom_xero_plugin.interfaces.web.lists.views import opened
from atom_xero_plugin.interfaces.web.page import Here, WebPage
from atom_xero_plugin.interfaces.web.pages.lists import PAGE
from atom_xero_plugin.interfaces.web.router import ORGANISATION, Handler, Pages

_HISTORY: Final = 20


def routes(registry: Registry) -> APIRouter:
    """The routes of records."""
    known = {skill.name for skill in registry.skills}
    pages = Pages()
    for declared in LISTS:
        path = f"{ORGANISATION}/{declared.name}/{{record_id:uuid}}"
        pages.shows(path, declared.record_page, _record_handler(declared, known))
    record = f"{ORGANISATION}/records/{{kind}}/{{record_id:uuid}}"
    pages.takes(f"{record}/act", "record_act", act)
    pages.takes(f"{record}/pdf", "record_pdf", pdf)
    pages.shows(f"{record}/history", "record_history", history)
    return pages.router


def _record_handler(declared: DeclaredList, known: set[str]) -> Handler:
    async def show(page: Here, request: Request, record_id: UUID) -> Response:
        query = await opened(page, ListQuery.read(declared, request.query_params.multi_items()))
        panel = await record_facts(page, str(record_id), known)
        page.here, page.title = declared.here or declared.name, panel["record"]["title"]
        page.watches = declared.name
        facts = await list_facts(page, query, PAGE)
        addresses = [address for _, address in facts["rows"]]
        at = next((at for at, (item, _) in enumerate(facts["rows"]) if item["id"] == str(record_id)), None)
        panel |= {
            "earlier": addresses[at - 1] if at else None,
            "later": addresses[at + 1] if at is not None and at + 1 < len(addresses) else None,
            "close": page.url(declared.name, **query.same()),
        }
        return await page.render("pages/list.html", block="beside", **facts, panel=panel)

    return show


async def record_facts(page: WebPage, record_id: str, known: set[str]) -> dict[str, Any]:
    """What the panel of a record shows. Raises NotFound for one that is not in the local copy."""
    found = await page.ask("show_record", record=record_id)
    if found["record"] is None:
        raise NotFound(
            "This record is not in the local copy.",
            hint="It may be new: lists hold what was synced last. Open it in Xero, or come back in a few minutes.",
        )
    kind, status = found["record"]["kind"], found["record"]["status"]
    contact = found["record"].get("contact")
    actions = [each for each in ACTIONS.get(kind, ()) if each.skill in known and each.offered(status)]
    endpoint = kind_by_name(kind).endpoint
    return {
        "contact_page": record_link(page, "contact", contact["id"]) if contact else None, "kind": kind,
        "record": found["record"], "details": found["details"], "local_copy": found["local_copy"],
        "actions": actions if page.may("write") else [], "asked": ASKED,
        "edit": edit_page(kind, status) if page.may("write") else None,
        "pdf": bool(getattr(endpoint, "pdf", False)), "history": bool(getattr(endpoint, "history", False)),
    }  # fmt: skip


async def act(page: Here, kind: str, record_id: UUID) -> Response:
    """Make the plan of an action on a record."""
    form = await page.form()
    chosen = next(iter(form.get("do", [])), "")
    action = next((each for each in ACTIONS.get(kind, ()) if each.skill == chosen), None)
    if action is None:
        raise InvalidArguments("Nothing can be done so with this record.", hint="Choose one of the actions shown.")
    typed = {field: value for field in action.asks if (value := next(iter(form.get(field, [])), "").strip())}
    plan = await page.plan(action.skill, {action.argument: str(record_id), **action.arguments, **typed})
    if plan is None:
        return page.go(BY_NAME[HOME_OF[kind]].record_page, record_id=record_id)
    return page.go_to_plan(plan)


async def pdf(page: Here, kind: str, record_id: UUID) -> Response:
    """The record as Xero prints it, as a file."""
    await page.form()
    made = await page.ask("export_pdf", kind=kind, record=str(record_id))
    return await download(page.service, page.caller, made["file"]["id"])


async def history(page: Here, kind: str, record_id: UUID) -> Response:
    """What was done to a record, as Xero says: the one part of the panel that asks Xero."""
    if kind not in HOME_OF:
        raise NotFound("There is no such kind of record.")
    found = await page.ask("show_history", kind=kind, record=str(record_id), limit=_HISTORY)
    declared = BY_NAME[HOME_OF[kind]]
    page.here, page.title = declared.here or declared.name, "History"
    back = record_address(page, declared, {"id": str(record_id), "kind": kind}, ListQuery(declared, {}))
    return await page.render("pages/history.html", block="log", lines=found["history"], total=found["total"], back=back)
