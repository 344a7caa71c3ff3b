"""One contact: statement of account, transactions, details, notes; what is done with it becomes a plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Query, Response
from fastapi import Path as InPath

from atom_xero_plugin.catalogue.registry import Registry
from atom_xero_plugin.core.errors import XeroPluginError
from atom_xero_plugin.core.periods import ONE_DAY, shifted
from atom_xero_plugin.interfaces.web import ages
from atom_xero_plugin.interfaces.web.contact_forms import arguments_of, fields_of_form, typed, values_of
from atom_xero_plugin.interfaces.web.kept_answers import kept_answers
from atom_xero_plugin.interfaces.web.links import record_link
from atom_xero_plugin.interfaces.web.page import Here, NotDone, WebPage
from atom_xero_plugin.interfaces.web.router import ORGANISATION, Pages
from atom_xero_plugin.interfaces.web.svg import Ids
from atom_xero_plugin.plans.plan import PlanView

ContactId = Annotated[str, InPath(min_length=1, max_length=64)]
Tab = Annotated[Literal["statement", "transactions", "details", "notes"], Query()]
Side = Annotated[Literal["receivables", "payables"] | None, Query()]
From = Annotated[date | None, Query(alias="from")]
To = Annotated[date | None, Query(alias="to")]
Cursor = Annotated[str | None, Query(max_length=1000)]
_PATH: Final = f"{ORGANISATION}/contacts/{{contact}}"
_MONTHS: Final = 6
_AGES: Final = len(ages.WORDS)


def routes(registry: Registry) -> APIRouter:
    """The routes of one contact."""
    del registry
    pages = Pages()
    pages.shows(f"{ORGANISATION}/contacts/new", "contact_new", new)  # before what takes any word for a contact
    pages.takes(f"{ORGANISATION}/contacts/new", "contact_create", create)
    pages.shows(_PATH, "contact", contact_page)
    pages.shows(f"{_PATH}/edit", "contact_edit", edit)
    pages.takes(f"{_PATH}/edit", "contact_change", change)
    pages.takes(f"{_PATH}/note", "contact_note", note)
    pages.takes(f"{_PATH}/archive", "contact_archive", archive)
    pages.takes(f"{_PATH}/group", "contact_group", group)
    return pages.router


async def contact_page(
    page: Here, contact: ContactId, tab: Tab = "statement", side: Side = None, first: From = None, last: To = None,
    cursor: Cursor = None,
) -> Response:  # fmt: skip
    """Show a contact: what is open at a glance, and the tab that is asked for."""
    return await _shown(page, contact, tab, side=side, first=first, last=last, cursor=cursor)


async def new(page: Here) -> Response:
    """Show an empty form."""
    page.here, page.title = "contacts", "New contact"
    return await _new_form(page, {})


async def create(page: Here) -> Response:
    """Propose the contact; the form again, with what was typed, where something is wrong with it."""
    page.here, page.title = "contacts", "New contact"
    values = typed(await page.form())
    try:
        plan = await page.plan("create_contact", arguments_of(values, {}))
    except NotDone as error:
        return await _new_form(page, values, error)
    return page.go("contacts") if plan is None else page.go_to_plan(plan)


async def _new_form(page: WebPage, values: Mapping[str, str], error: XeroPluginError | None = None) -> Response:
    body = error.body() if error else None
    return await page.render(
        "pages/contact_form.html", status=422 if body else 200, contact=None, error=body,
        fields=fields_of_form(values, body), action=page.url("contact_create"), back=page.url("contacts"),
    )  # fmt: skip


async def edit(page: Here, contact: ContactId) -> Response:
    """Show the form with what Xero has."""
    known = (await page.ask("show_contact", contact=contact))["contact"]
    return await _form(page, known, values_of(known))


async def change(page: Here, contact: ContactId) -> Response:
    """Propose what was changed in the form; the form again, with what was typed, where something is wrong with it."""
    values = typed(await page.form())
    known = (await page.ask("show_contact", contact=contact))["contact"]
    try:
        plan = await page.plan("change_contact", {"contact": contact, **arguments_of(values, values_of(known))})
    except NotDone as error:
        return await _form(page, known, values_of(known) | values, error)
    return _to_plan(page, plan, contact)


async def note(page: Here, contact: ContactId) -> Response:
    """Propose a note."""
    text = _first(await page.form(), "text")
    try:
        plan = await page.plan("add_note", {"kind": "contact", "record": contact, "text": text})
    except NotDone as error:
        return await _shown(page, contact, "notes", error=error, written=text)
    return _to_plan(page, plan, contact)


async def archive(page: Here, contact: ContactId) -> Response:
    """Propose to archive it."""
    await page.form()
    return _to_plan(page, await page.plan("archive_contact", {"contact": contact}), contact)


async def group(page: Here, contact: ContactId) -> Response:
    """Propose to add it to a group."""
    name = _first(await page.form(), "group")
    try:
        plan = await page.plan("add_to_contact_group", {"group": name, "contact": contact})
    except NotDone as error:
        return await _shown(page, contact, "details", error=error)
    return _to_plan(page, plan, contact)


async def _shown(
    page: WebPage, contact_id: str, tab: str, *, side: str | None = None, first: date | None = None,
    last: date | None = None, cursor: str | None = None, error: XeroPluginError | None = None, written: str = "",
) -> Response:  # fmt: skip
    known = (await page.ask("show_contact", contact=contact_id))["contact"]
    page.here, page.title = "contacts", known["name"]
    usual = "payables" if known.get("supplier") and not known.get("customer") else "receivables"
    shown_side = side or usual
    kept = kept_answers(page)
    facts: dict[str, Any] = {
        "contact": known, "tab": tab, "side": shown_side, "ids": Ids(), "written": written,
        "error": error.body() if error else None,
        "check": (await kept.ask(page, "check_contact", {"contact": contact_id})).result,
        "balance": next(iter((await page.ask("list_contact_balances", contact_ids=[contact_id]))["items"]), None),
    }  # fmt: skip
    facts |= await _of_tab(page, known, tab, side=shown_side, days=_days(page, first, last), cursor=cursor)
    return await page.render("pages/contact.html", status=422 if error else 200, **facts)


async def _of_tab(
    page: WebPage, known: Mapping[str, Any], tab: str, *, side: str, days: tuple[date, date], cursor: str | None
) -> dict[str, Any]:
    """What only the open tab asks for."""
    if tab == "transactions":
        listed = await page.ask("find_records", contact=known["id"], limit=50, cursor=cursor)
        rows = [{**each, "href": record_link(page, each["kind"], each["id"])} for each in listed["items"]
                if each["kind"] != "contact"]  # fmt: skip
        return {"listed": listed | {"items": rows}}
    if tab == "notes":
        return {"history": await page.ask("show_history", kind="contact", record=known["id"], limit=100)}
    if tab == "details":
        groups = await kept_answers(page).ask(page, "list_contact_groups", {})
        return {"groups": groups.result["items"] if groups.result else []}
    first, last = days
    statement = await page.ask(
        "show_statement_of_account", contact=known["id"], side=side, dates={"from": str(first), "to": str(last)}
    )
    kind = "invoice" if side == "receivables" else "bill"
    for each in statement["rows"]:
        of_note = each["kind"] in {"credit_note", "refund"}
        record = each.get("record_id")
        each["href"] = record_link(page, "credit_note" if of_note else kind, record) if record else None
    return {"statement": statement, "bar": _bar(page, statement["ages"]), "first": first, "last": last,
            "periods": _periods(page, known["id"], side, first, last)}  # fmt: skip


async def _form(
    page: WebPage, known: Mapping[str, Any], values: Mapping[str, str], error: XeroPluginError | None = None
) -> Response:
    page.here, page.title = "contacts", f"Change {known['name']}"
    body = error.body() if error else None
    return await page.render(
        "pages/contact_form.html", status=422 if body else 200, contact=known, error=body,
        fields=fields_of_form(values, body), action=page.url("contact_change", contact=known["id"]),
        back=page.url("contact", contact=known["id"]),
    )  # fmt: skip


def _to_plan(page: WebPage, plan: PlanView | None, contact_id: str) -> Response:
    return page.go("contact", contact=contact_id) if plan is None else page.go_to_plan(plan)


def _days(page: WebPage, first: date | None, last: date | None) -> tuple[date, date]:
    """The half year until today, unless others are asked for."""
    until = last or page.today
    since = first or shifted(until.replace(day=1), 1 - _MONTHS)
    return min(since, until), until


def _periods(page: WebPage, contact_id: str, side: str, first: date, last: date) -> tuple[str, str | None]:
    """The addresses of the half years before and after."""

    def address(since: date, until: date) -> str:
        return page.url(
            "contact", contact=contact_id, side=side, **{"from": since.isoformat(), "to": until.isoformat()}
        )

    earlier = address(shifted(first.replace(day=1), -_MONTHS), first - ONE_DAY)
    until = min(shifted(last.replace(day=1), _MONTHS + 1) - ONE_DAY, page.today)
    return earlier, address(last + ONE_DAY, until) if last < page.today else None


def _bar(page: WebPage, rows: Sequence[Mapping[str, Any]]) -> ages.AgeBar | None:
    """What is owed by age as a bar; none where several currencies are."""
    home = page.organisation.currency if page.organisation else ""
    amounts = [Decimal(each["amount"]["amount"]) for each in rows if each["amount"]["currency"] == home]
    if len(rows) != _AGES or len(amounts) != _AGES or not any(amounts):
        return None
    return ages.ages(amounts, "Owed by age")


def _first(form: Mapping[str, list[str]], name: str) -> str:
    return next(iter(form.get(name, [])), "").strip()
