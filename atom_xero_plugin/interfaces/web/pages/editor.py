"""Type an invoice, a bill, a quote, a credit note or a purchase order, or change one: what comes of it is a plan.

Whatever goes wrong, the form comes back with everything that was typed, and says at the field what is to be mended.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Response
from fastapi import Path as InPath

from atom_xero_plugin.accounting.files import Files
from atom_xero_plugin.catalogue.registry import Registry
from atom_xero_plugin.core.errors import ErrorBody, NotAllowed, XeroPluginError
from atom_xero_plugin.interfaces.http.errors import status_of
from atom_xero_plugin.interfaces.web.editor.arguments import EditorArguments, new_arguments
from atom_xero_plugin.interfaces.web.editor.changes import (
    Merged,
    change_arguments,
    entered_from,
    merged,
    remembered,
    shown_before,
)
from atom_xero_plugin.interfaces.web.editor.choices import EditorChoices, choices_for
from atom_xero_plugin.interfaces.web.editor.entered import MORE_LINES, Entered, entered_of
from atom_xero_plugin.interfaces.web.editor.kinds import KINDS, EditorKind
from atom_xero_plugin.interfaces.web.editor.posted import PostedEditor, posted_editor
from atom_xero_plugin.interfaces.web.editor.problems import Problems, problems_of
from atom_xero_plugin.interfaces.web.editor.totals import totals_for
from atom_xero_plugin.interfaces.web.page import Here, NotDone, WebPage
from atom_xero_plugin.interfaces.web.router import ORGANISATION, Handler, Pages

_TEMPLATE: Final = "pages/editor.html"
_OFFERED: Final = 8
_UNREAD: Final = 400
_CONFLICT: Final = 409
_OLD: Final = 403
RecordId = Annotated[str, InPath(min_length=1, max_length=64, pattern="^[0-9A-Za-z-]+$")]
ContactId = Annotated[str, Query(max_length=64)]
Text = Annotated[str, Query(max_length=200)]


@dataclass
class _Shown:
    """What the page says beside what was typed."""

    problems: Problems = field(default_factory=Problems)
    record: Mapping[str, Any] | None = None
    was: str = ""
    """What the form showed at first, of a record that is changed."""
    as_of: str = ""
    meanwhile: Merged | None = None
    unchanged: bool = False
    old: bool = False
    fresh: bool = False
    """Whether nothing was typed yet, so that a kept draft may be offered."""
    status: int = 200


def routes(registry: Registry) -> APIRouter:
    """The routes of the editor."""
    del registry
    pages = Pages()
    pages.shows(f"{ORGANISATION}/editor/contacts", "editor_contacts", contacts)
    for kind in KINDS:
        path = f"{ORGANISATION}/{kind.path}"
        pages.shows(f"{path}/new", f"{kind.name}_new", _new(kind))
        pages.takes(f"{path}/new", f"{kind.name}_make", _of(kind, make))
        pages.takes(f"{path}/total", f"{kind.name}_total", _of(kind, total))
        pages.shows(f"{path}/{{record_id}}/edit", f"{kind.name}_edit", _of_record(kind, edit))
        pages.takes(f"{path}/{{record_id}}/edit", f"{kind.name}_change", _of_record(kind, change))
    return pages.router


def _new(kind: EditorKind) -> Handler:
    async def handler(page: Here, contact: ContactId = "") -> Response:
        return await new(page, kind, contact)

    return handler


def _of(kind: EditorKind, work: Handler) -> Handler:
    async def handler(page: Here) -> Response:
        return await work(page, kind)

    return handler


def _of_record(kind: EditorKind, work: Handler) -> Handler:
    async def handler(page: Here, record_id: RecordId) -> Response:
        return await work(page, kind, record_id)

    return handler


async def contacts(page: Here, q: Text = "") -> Response:
    """Offer contacts that fit what is typed: those of the local copy, else those of Xero."""
    names: list[str] = []
    if q.strip() and page.organisation is not None:
        hits = await page.service.runtime.search.find(
            page.caller.workspace_id, q, tenant_id=page.organisation.id, limit=20
        )
        names = [each.title for each in hits if each.kind == "contact"]
        if not names:
            names = [each["name"] for each in (await page.ask("find_contacts", text=q, limit=_OFFERED))["items"]]
    return await page.render("pages/editor_contacts.html", names=list(dict.fromkeys(names))[:_OFFERED])


async def new(page: WebPage, kind: EditorKind, contact_id: str) -> Response:
    """Show an empty form; with a contact, to that one."""
    _check_right(page)
    typed = Entered({"date": page.today.isoformat(), "amounts_are": "exclusive"})
    if contact_id:
        name = (await page.ask("show_contact", contact=contact_id))["contact"]["name"]
        typed.fields |= {"contact": name, "contact_was": name, "contact_id": contact_id}
    return await _shown(page, kind, typed, await choices_for(page), _Shown(fresh=True))


async def make(page: WebPage, kind: EditorKind) -> Response:
    """Make the plan of what was typed, or give the form back with more lines, or with what is to be mended."""
    _check_right(page)
    posted, choices = await posted_editor(page), await choices_for(page)
    typed, do = entered_of(kind, posted.fields), posted.first("do")
    if posted.old:
        return await _shown(page, kind, typed, choices, _Shown(old=True, status=_OLD))
    wrong = await _keep_files(page, kind, posted, typed)
    if do not in _plans(kind):
        return await _shown(page, kind, typed, choices, _Shown(problems_of(kind, wrong, choices)), MORE_LINES)
    sent = new_arguments(kind, typed, choices, do)
    sent.wrong |= wrong
    return await _planned(page, kind, typed, choices, posted, sent, kind.create, _Shown())


async def total(page: WebPage, kind: EditorKind) -> Response:
    """What the form comes to as it stands, for the page that is open."""
    posted, choices = await posted_editor(page), await choices_for(page)
    if posted.old:
        raise NotAllowed("This form is of an earlier session.", hint="Open the page again.")
    typed = entered_of(kind, posted.fields)
    totals = await totals_for(page, kind, typed, choices)
    return await page.render(_TEMPLATE, block="totals", totals=totals)


async def edit(page: WebPage, kind: EditorKind, record_id: str) -> Response:
    """Show a record as it is, to be changed."""
    _check_right(page)
    record, choices = await _record(page, kind, record_id), await choices_for(page)
    right = _kind_of(kind, record)
    if right is not kind:
        return page.go(f"{right.name}_edit", record_id=record_id)
    typed = entered_from(kind, record, choices)
    shown = _Shown(record=record, was=remembered(typed), as_of=str(record.get("updated_at") or ""), fresh=True)
    return await _shown(page, kind, typed, choices, shown)


async def change(page: WebPage, kind: EditorKind, record_id: str) -> Response:
    """Make the plan of what was changed; where somebody else wrote meanwhile, say so first and keep what was typed."""
    _check_right(page)
    posted, choices = await posted_editor(page), await choices_for(page)
    record, typed = await _record(page, kind, record_id), entered_of(kind, posted.fields)
    now = entered_from(kind, record, choices)
    typed.fields["currency"] = now.get("currency")
    shown = _Shown(record=record, was=posted.first("was"), as_of=posted.first("as_of"))
    if posted.old:
        shown.old, shown.status = True, _OLD
        return await _shown(page, kind, typed, choices, shown)
    if posted.first("do") != "save":
        return await _shown(page, kind, typed, choices, shown, MORE_LINES)
    if shown.as_of != str(record.get("updated_at") or ""):
        shown.meanwhile = merged(kind, typed, shown_before(shown.was), now)
        shown.was, shown.as_of, shown.status = remembered(now), str(record.get("updated_at") or ""), _CONFLICT
        return await _shown(page, kind, shown.meanwhile.entered, choices, shown)
    sent = change_arguments(kind, record_id, typed, now, choices)
    if not sent.given and not sent.wrong:
        shown.unchanged, shown.status = True, _UNREAD
        return await _shown(page, kind, typed, choices, shown)
    return await _planned(page, kind, typed, choices, posted, sent, kind.change, shown)


async def _planned(
    page: WebPage, kind: EditorKind, typed: Entered, choices: EditorChoices, posted: PostedEditor,
    sent: EditorArguments, skill: str, shown: _Shown,
) -> Response:  # fmt: skip
    """To the plan; or back to the form, with what the skill says."""
    error: ErrorBody | None = None
    if not sent.wrong:
        try:
            plan = await page.plan(skill, sent.given, request_id=posted.once(sent.given))
        except NotDone as refused:
            error = refused.answered
        else:
            if plan is not None:
                return page.go_to_plan(plan)
            shown.unchanged, shown.status = True, _UNREAD
            return await _shown(page, kind, typed, choices, shown)
    shown.problems = problems_of(kind, sent.wrong, choices, error, sent)
    shown.status = status_of(error.code) if error else _UNREAD
    return await _shown(page, kind, typed, choices, shown)


async def _shown(
    page: WebPage, kind: EditorKind, typed: Entered, choices: EditorChoices, shown: _Shown, more: int = 0
) -> Response:  # fmt: skip
    page.here = kind.here or kind.path
    number = (shown.record or {}).get("number")
    page.title = f"Change {number or kind.words}" if shown.record is not None else f"New {kind.words}"
    typed.padded(more if typed.lines and not typed.lines[-1].blank else 0)
    facts: dict[str, Any] = {
        "kind": kind,
        "choices": choices, "typed": typed, "problems": shown.problems, "record": shown.record, "shown": shown,
        "totals": await totals_for(page, kind, typed, choices), "once": secrets.token_hex(16),
        "files": [await _file(page, each) for each in typed.files],
        "changeable": shown.record is None or shown.record.get("status") in kind.changeable,
    }  # fmt: skip
    return await page.render(_TEMPLATE, status=shown.status, **facts)


async def _file(page: WebPage, handle: str) -> tuple[str, str]:
    try:
        return handle, (await page.service.runtime.files.find(page.caller.workspace_id, handle)).name
    except XeroPluginError:
        return handle, "a file that is no longer kept; choose it again"


async def _keep_files(page: WebPage, kind: EditorKind, posted: PostedEditor, typed: Entered) -> dict[str, str]:
    """Keep the files that came with the form under handles; what is wrong with one that cannot be kept."""
    wrong: dict[str, str] = {}
    if not kind.files:
        typed.files = []
        return wrong
    files = Files(page.service.runtime.files, page.caller, ())
    for each in posted.files:
        try:
            typed.files.append((await files.keep_checked(each.name, each.content, "/files")).id)
        except XeroPluginError as error:
            wrong["files"] = next((one.message for one in error.fields), error.message)
    return wrong


async def _record(page: WebPage, kind: EditorKind, record_id: str) -> dict[str, Any]:
    found = await page.ask(kind.show, **{kind.record: record_id})
    record: dict[str, Any] = found[kind.record]
    return record


def _kind_of(kind: EditorKind, record: Mapping[str, Any]) -> EditorKind:
    """Which editor a record belongs to: bills and invoices are asked for alike."""
    if kind.record != "invoice":
        return kind
    return next(each for each in KINDS if each.name == ("bill" if record.get("kind") == "bill" else "invoice"))


def _plans(kind: EditorKind) -> frozenset[str]:
    """What its buttons ask for that makes a plan."""
    return frozenset({"draft", *(("approve",) if kind.approves else ()), *(("email",) if kind.emails else ())})


def _check_right(page: WebPage) -> None:
    if not page.may("write"):
        raise NotAllowed("You have no right to propose changes in this workspace; an administrator gives it.")
