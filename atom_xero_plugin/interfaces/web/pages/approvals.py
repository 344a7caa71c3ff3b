"""Plans that wait for a person, and those that were answered: what each would change, and the yes or no.

A person approves exactly the plan that was shown: its hash goes along with the form.
"""

from __future__ import annotations

from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Response

from atom_xero_plugin.catalogue.registry import Registry
from atom_xero_plugin.core.errors import ErrorBody, NotAllowed
from atom_xero_plugin.dispatch.dispatcher import Answer
from atom_xero_plugin.interfaces.http.run_skill import Id
from atom_xero_plugin.interfaces.web.page import NotDone, Visitor, WebPage
from atom_xero_plugin.interfaces.web.plan_view import changes_of, requests_of
from atom_xero_plugin.interfaces.web.router import Pages
from atom_xero_plugin.plans.plan import Plan, PlanView

WAITING: Final = ("proposed", "approved", "executing", "unknown")
ANSWERED: Final = ("verified", "mismatch", "failed", "undone", "expired", "refused", "withdrawn")
_TABS: Final = {"waiting": WAITING, "answered": ANSWERED}
_NEWEST: Final = 100
_UNDOABLE: Final = frozenset({"verified", "mismatch"})
Tab = Annotated[str, Query(pattern="^(waiting|answered)$")]
Done = Annotated[str | None, Query(max_length=40, pattern="^[a-z_]+$")]


def routes(registry: Registry) -> APIRouter:
    """The routes of approvals."""
    del registry
    pages = Pages()
    pages.shows("/approvals", "approvals", plans)
    pages.shows("/approvals/{plan_id}", "approval", plan)
    for verb, handler in (("approve", approve), ("refuse", refuse), ("withdraw", withdraw), ("execute", execute),
                          ("undo", undo)):  # fmt: skip
        pages.takes(f"/approvals/{{plan_id}}/{verb}", f"approval_{verb}", handler)
    return pages.router


async def plans(page: Visitor, tab: Tab = "waiting") -> Response:
    """List the plans of the workspace, the first of them open."""
    listed = await _listed(page, tab)
    return await _shown(page, tab, listed, None)


async def plan(page: Visitor, plan_id: Id, done: Done = None) -> Response:
    """Show one plan whole, beside the others of its kind; with `done`, say what was just done."""
    found = await _plan(page, plan_id)
    tab = "waiting" if found.state in WAITING else "answered"
    return await _shown(page, tab, await _listed(page, tab), found, done=done is not None)


async def approve(page: Visitor, plan_id: Id) -> Response:
    """Approve exactly the plan that was shown, and carry it out."""
    form = await page.form()
    found = await _plan(page, plan_id)
    if not page.may("approve"):
        raise NotAllowed("You have no right to approve; an approver must answer this plan.")
    shown = next(iter(form.get("hash", [])), "")
    answer = await page.service.dispatcher.approve_and_execute(found.view(), shown, page.caller)
    return _after(page, found, answer)


async def execute(page: Visitor, plan_id: Id) -> Response:
    """Carry out a plan that was approved, or look up what came of it."""
    await page.form()
    found = await _plan(page, plan_id)
    return _after(page, found, await page.service.dispatcher.execute(found.id, page.caller))


async def refuse(page: Visitor, plan_id: Id) -> Response:
    """Say no, with a reason for the audit trail."""
    reason = next(iter((await page.form()).get("reason", [])), "").strip()[:500] or None
    found = await _plan(page, plan_id)
    return _after(page, found, await page.service.dispatcher.refuse(found.id, page.caller, reason=reason))


async def withdraw(page: Visitor, plan_id: Id) -> Response:
    """Take a plan away of which nothing was sent."""
    await page.form()
    found = await _plan(page, plan_id)
    return _after(page, found, await page.service.dispatcher.withdraw(found.id, page.caller))


async def undo(page: Visitor, plan_id: Id) -> Response:
    """Make the plan that takes this one back, and open it."""
    await page.form()
    found = await _plan(page, plan_id)
    answer = await page.service.dispatcher.undo(found.id, page.caller)
    if isinstance(answer.plan, PlanView):
        return page.go_to_plan(answer.plan)
    return _after(page, found, answer)


async def _plan(page: WebPage, plan_id: str) -> Plan:
    found = await page.service.dispatcher.plan(page.caller.workspace_id, plan_id)
    within = page.caller.limits.organisations
    if within is not None and found.tenant_id not in within:
        raise NotAllowed("You are limited to other organisations than this plan's.")
    return found


async def _listed(page: WebPage, tab: str) -> list[PlanView]:
    found = await page.service.runtime.plan_lists.page(
        page.caller.workspace_id, states=_TABS[tab], within=page.caller.limits.organisations, limit=_NEWEST
    )
    return [each.view() for each in found.items]


async def _shown(
    page: WebPage, tab: str, listed: list[PlanView], found: Plan | None, *, done: bool = False
) -> Response:
    page.here, page.title = "approvals", "Approvals" if found is None else found.view().summary
    facts: dict[str, Any] = {"tab": tab, "plans": listed, "plan": None, "done": done}
    if found is not None:
        view = found.view()
        facts |= {
            "plan": view,
            "changes": changes_of(view.before, view.after),
            "requests": requests_of(found.proposal.steps),
            "outcome": (await page.ask("show_plan", plan=found.id))["items"][0],
            "undoes": found.undo_of is not None,
            "may_undo": not view.final and view.state in _UNDOABLE,
            "expired": view.state == "proposed" and view.expires_at <= page.now,
        }
    return await page.render("pages/approvals.html", block="plan" if found else None, **facts)


def _after(page: WebPage, found: Plan, answer: Answer) -> Response:
    """Back to the plan, which says itself what became of it; an error that the plan does not show is raised."""
    if isinstance(answer.error, ErrorBody) and not isinstance(answer.plan, PlanView):
        raise NotDone(answer.error)
    return page.go("approval", plan_id=found.id, done="yes")
