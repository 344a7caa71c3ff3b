"""What a person does to the lines of a bank account: each OK is one plan, approved by who pressed it if they may."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from fastapi import APIRouter, Response

from atom_xero_plugin.accounting.recent_reads import RECENT
from atom_xero_plugin.catalogue.registry import Registry
from atom_xero_plugin.core.errors import InvalidArguments, NotFound, XeroPluginError
from atom_xero_plugin.interfaces.http.run_skill import Id
from atom_xero_plugin.interfaces.web.bank_choices import as_shown, choice_of, first, ids_of, paid_of, row_of
from atom_xero_plugin.interfaces.web.page import Here, WebPage
from atom_xero_plugin.interfaces.web.pages.bank import Account
from atom_xero_plugin.interfaces.web.pages.reconcile import FORMS, MOST_SURE, TABS, OpenedLines, is_of, shown
from atom_xero_plugin.interfaces.web.router import ORGANISATION, Pages
from atom_xero_plugin.plans.plan import Plan, PlanView

_PATH = f"{ORGANISATION}/bank/{{account}}/reconcile"


def routes(registry: Registry) -> APIRouter:
    """Where the forms of the page are posted to."""
    del registry
    pages = Pages()
    pages.takes(f"{_PATH}/record", "bank_record", record)
    pages.takes(f"{_PATH}/sure", "bank_record_sure", record_sure)
    pages.takes(f"{_PATH}/dismiss", "bank_dismiss", dismiss)
    pages.takes(f"{_PATH}/plans/{{plan_id}}/approve", "bank_confirm", confirm)
    pages.takes(f"{_PATH}/plans/{{plan_id}}/withdraw", "bank_decline", decline)
    pages.takes(f"{_PATH}/plans/{{plan_id}}/undo", "bank_undo", undo)
    return pages.router


async def record(page: Here, account: Account) -> Response:
    """Record one line as its form says."""
    form = await page.form()
    opened, page.max_age = _opened(form), RECENT
    try:
        choice = choice_of(form)
        exact = [paid_of(first(form, "match"))] if first(form, "do") == "match" else None
        plan = await _planned(page, account, [choice])
    except XeroPluginError as error:
        return await _refused(page, account, opened, error)
    return await _approved(page, account, opened, plan, exact)


async def record_sure(page: Here, account: Account) -> Response:
    """Record every line that stood there as sure, as it stood there."""
    form = await page.form()
    opened, page.max_age = _opened(form), RECENT
    try:
        pairs = [each.partition(":")[::2] for each in form.get("sure", [])][:MOST_SURE]
        wanted = {row_of(row): paid_of(match) for row, match in pairs}
        if not wanted or not all(wanted.values()):
            raise InvalidArguments("No line is sure any more.", hint="Open the page again.")
        plan = await _planned(page, account, [{"row": row, "pays": list(paid)} for row, paid in wanted.items()])
    except XeroPluginError as error:
        return await _refused(page, account, opened, error)
    return await _approved(page, account, opened, plan, list(wanted.values()))


async def dismiss(page: Here, account: Account) -> Response:
    """Put a line, or one match of it, aside; or take it up again."""
    form = await page.form()
    opened, page.max_age = _opened(form), RECENT
    try:
        given: dict[str, Any] = {"row": row_of(first(form, "row"))}
        if first(form, "match"):
            given["match_ids"] = ids_of(first(form, "match"))
        if first(form, "again"):
            given["offer_again"] = True
        await page.ask("suggest_matches", account=account, dismiss=[given], limit=1)
    except XeroPluginError as error:
        return await _refused(page, account, opened, error)
    row = given["row"] if given.get("match_ids") else _next(form)
    return page.go("bank_reconcile", account=account, tab=_tab(opened), line=row)


async def confirm(page: Here, account: Account, plan_id: Id) -> Response:
    """Approve exactly the plan that was shown, warnings and all."""
    form = await page.form()
    plan = await _plan(page, plan_id)
    return await _carried_out(page, account, _opened(form), plan.view(), first(form, "hash"))


async def decline(page: Here, account: Account, plan_id: Id) -> Response:
    """Take a plan away that was made by an OK and looked at."""
    form = await page.form()
    plan = await _plan(page, plan_id)
    await page.service.dispatcher.withdraw(plan.id, page.caller)
    return page.go("bank_reconcile", account=account, tab=_tab(_opened(form)), line=first(form, "row"))


async def undo(page: Here, account: Account, plan_id: Id) -> Response:
    """Take back what a plan recorded, by a plan of its own."""
    form = await page.form()
    opened = _opened(form)
    plan = await _plan(page, plan_id)
    answer = await page.service.dispatcher.undo(plan.id, page.caller)
    if not isinstance(answer.plan, PlanView):
        return page.go("approval", plan_id=plan.id)
    return await _approved(page, account, opened, answer.plan, None)


async def _plan(page: WebPage, plan_id: str) -> Plan:
    """A plan of this organisation. Raises NotFound."""
    plan = await page.service.dispatcher.plan(page.caller.workspace_id, plan_id)
    if not is_of(page, plan.tenant_id):
        raise NotFound("There is no such plan in this organisation.", hint="Open the page again.")
    return plan


async def _planned(page: WebPage, account: str, choices: list[dict[str, Any]]) -> PlanView:
    made = await page.plan("reconcile_statement", {"account": account, "sure_ones": False, "choices": choices})
    if made is None:
        raise NotFound("Nothing is to be recorded.", hint="Open the page again.")
    return made


async def _approved(
    page: WebPage, account: str, opened: OpenedLines, view: PlanView, exact: Sequence[Mapping[str, Decimal]] | None
) -> Response:
    """Approve a plan that does what stood there and warns of nothing; any other is shown first.

    `exact` is what it must pay to be what stood there; None where the person typed it.
    """
    if not page.may("approve"):
        return page.go("bank_reconcile", account=account, tab=_tab(opened), line=opened.line, done=view.id)
    if view.warnings or (exact is not None and not as_shown(await _plan(page, view.id), exact)):
        return page.go("bank_reconcile", account=account, tab=_tab(opened), line=opened.typed_row, confirm=view.id)
    return await _carried_out(page, account, opened, view, view.hash)


async def _carried_out(page: WebPage, account: str, opened: OpenedLines, view: PlanView, shown_hash: str) -> Response:
    """Back to the lines where it was recorded; to the plan, which says what came of it, where that is not sure."""
    answer = await page.service.dispatcher.approve_and_execute(view, shown_hash, page.caller)
    if not answer.success:
        return page.go_to_plan(view)
    return page.go("bank_reconcile", account=account, tab=_tab(opened), line=opened.line, done=view.id)


async def _refused(page: WebPage, account: str, opened: OpenedLines, error: XeroPluginError) -> Response:
    """The page again, with what was typed and what is wrong with it."""
    opened.error, opened.line = error.body(), opened.typed_row or opened.line
    return await shown(page, account, opened)


def _opened(form: Mapping[str, list[str]]) -> OpenedLines:
    tab, made, row = first(form, "tab"), first(form, "do"), first(form, "row")
    return OpenedLines(
        tab=tab if tab in TABS else "todo",
        line=_next(form),
        form=made if made in FORMS else "",
        typed=form,
        typed_row=int(row) if row.isdecimal() and len(row) < 8 else None,  # noqa: PLR2004 - as many digits as a row has
    )


def _next(form: Mapping[str, list[str]]) -> int | None:
    text = first(form, "next")
    return int(text) if text.isdecimal() and 0 < len(text) < 8 else None  # noqa: PLR2004 - the same


def _tab(opened: OpenedLines) -> str | None:
    return None if opened.tab == "todo" else opened.tab
