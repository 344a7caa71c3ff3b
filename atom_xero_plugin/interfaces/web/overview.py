"""What the page at `/` says: how everything is, which organisations are connected, and what happened last."""

from __future__ import annotations

from datetime import datetime
from html import escape
from typing import Final

from atom_xero_plugin.catalogue.context import Caller
from atom_xero_plugin.dispatch.health import CONNECTION, SYNC
from atom_xero_plugin.events.outbox import EventRow
from atom_xero_plugin.interfaces.http.connections import PREFIX
from atom_xero_plugin.interfaces.http.health import LimitsLeft, Whole, whole
from atom_xero_plugin.interfaces.http.service import HttpService
from atom_xero_plugin.interfaces.web import html
from atom_xero_plugin.plans.plan import PlanView
from atom_xero_plugin.store.api_tokens import ApiToken

NEWEST: Final = 20
_NAMES: Final = {"encryption_key": "Encryption key", "database": "Database", "xero_app": "Xero app", "poller": "Poller"}
_SHOWN_ELSEWHERE: Final = frozenset({CONNECTION, SYNC})
"""Kinds of check that the page shows by their organisation or list."""
_GOOD_PLANS: Final = frozenset({"verified", "undone"})
_BAD_PLANS: Final = frozenset({"mismatch", "unknown", "failed"})


async def overview(service: HttpService, token: ApiToken, caller: Caller) -> list[str]:
    """The parts of the page, as HTML."""
    runtime, workspace = service.runtime, caller.workspace_id
    found = await whole(service, caller)
    events = await runtime.outbox.newest(workspace, limit=NEWEST)
    counts = await runtime.outbox.counts(workspace)
    plans = [plan.view() for plan in await runtime.plans.recent(workspace, limit=NEWEST)]
    return [
        _head(token, found),
        '<div class="parts">',
        await _connections(service, found, caller),
        _health(found),
        html.section(
            "What happened in Xero",
            [_event(each) for each in events],
            empty="No events yet. They come once a trigger is turned on.",
            below=_dead(counts.get("dead", 0)),
        ),
        html.section("Plans", [_plan(each) for each in plans], empty="No plans yet. A skill that writes makes one."),
        "</div>",
    ]


def _head(token: ApiToken, found: Whole) -> str:
    said = "Everything works." if found.ok else "Not everything works; what to do stands below."
    who = f"Workspace {token.workspace_id} · signed in with the token {token.name}, which may {', '.join(token.rights)}"
    kind = "good" if found.ok else "bad"
    reported = f'<p><span class="state {kind}">{escape(said)}</span></p>'
    return f"<header>{reported}{html.words(who)}{html.form('sign-out', 'Sign out')}</header>"


async def _connections(service: HttpService, found: Whole, caller: Caller) -> str:
    left = {each.organisation_id: each for each in found.limits}
    rows = [
        html.row(
            each.tenant_name,
            each.state,
            good=each.state == "connected",
            more=" · ".join(
                part for part in (each.tenant_id, each.state_reason, _left(left.get(each.tenant_id))) if part
            ),
        )
        for each in await service.runtime.connections.of_workspace(caller.workspace_id)
    ]
    connect = html.form(f"{PREFIX[1:]}/start", "Connect an organisation") if caller.may("admin") else ""
    return html.section("Organisations", rows, empty="No organisation is connected yet.", below=connect)


def _left(limits: LimitsLeft | None) -> str:
    if limits is None:
        return ""
    reported = [f"{limits.day} calls left today" if limits.day is not None else ""]
    reported += [f"{limits.minute} this minute" if limits.minute is not None else ""]
    reported += [f"Xero takes no calls until {_time(limits.blocked_until)}" if limits.blocked_until else ""]
    return ", ".join(part for part in reported if part)


def _health(found: Whole) -> str:
    rows = [
        html.row(_NAMES.get(each.part, each.part), "ok" if each.works else "needs attention", good=each.works,
                 more=each.message)
        for each in found.checks
        if each.kind not in _SHOWN_ELSEWHERE
    ]  # fmt: skip
    rows += [
        html.row(
            f"Syncing {each['resource']}",
            "failed once" if each["failures"] == 1 else f"failed {each['failures']} times",
            good=False,
            more=f"{each['organisation']}: {each['reason']}",
        )
        for each in found.polls
        if each["failures"]
    ]
    return html.section("Health", rows, empty="")


def _event(row: EventRow) -> str:
    event = row.body
    new = event.get("new") or {}
    what = new.get("number") or new.get("name") or new.get("organisation") or event["resource"]["id"]
    when = _time(datetime.fromisoformat(event["occurred_at"]))
    title = f"{event['trigger'].replace('_', ' ').capitalize()}: {what}"
    more = " · ".join(part for part in (when, event["organisation"]["name"], row.error) if part)
    good = {"delivered": True, "dead": False}.get(row.state)
    return html.row(title, row.state, good=good, more=more)


def _plan(plan: PlanView) -> str:
    good = True if plan.state in _GOOD_PLANS else False if plan.state in _BAD_PLANS else None
    by = f"proposed by {plan.proposed_by}" + (f", approved by {plan.approved_by}" if plan.approved_by else "")
    return html.row(
        plan.summary,
        plan.state,
        good=good,
        more=f"{_time(plan.created_at)} · {plan.organisation.name} · {by} · {plan.id}",
    )


def _dead(count: int) -> str:
    if not count:
        return ""
    return html.words(f"{count} events could not be delivered; POST /api/events/<id>/replay sends one again.")


def _time(at: datetime) -> str:
    return f"{at:%d %b %Y %H:%M} UTC"
