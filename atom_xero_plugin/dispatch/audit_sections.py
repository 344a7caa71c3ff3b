"""What stands in an audit pack: agents, tokens, connections, policies, plans, decisions, outcomes and the trail."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, TypeAlias

import msgspec
from msgspec import Struct

from atom_xero_plugin.app import App
from atom_xero_plugin.dispatch.agents import Agent, Agents
from atom_xero_plugin.plans.period import OF_STEP, of_period, outcome_rows, plan_rows
from atom_xero_plugin.store import audit_queries
from atom_xero_plugin.store.agents import approvals_given, plans_made
from atom_xero_plugin.store.api_tokens import ApiToken, ApiTokens
from atom_xero_plugin.store.approval_trail import PlanDecision, decisions
from atom_xero_plugin.store.audit_queries import AuditFilter
from atom_xero_plugin.store.policies import StoredPolicy

Rows: TypeAlias = AsyncIterator[Mapping[str, Any]]
_CONNECTION: Final = (
    "id",
    "grant_id",
    "tenant_id",
    "tenant_name",
    "state",
    "state_reason",
    "ended_by",
    "kind",
    "scopes",
)
_COUNTS: Final = ("made", "approved", "allowed", "refused")
_PLAN: Final = (
    "id", "created_at", "organisation_id", "organisation", "skill", "summary", "party", "amount", "currency", "state",
    "written", "proposed_by", "approvals_needed", "first_approved_by", "first_approved_at", "approved_by",
    "approved_at", "expires_at", "updated_at", "before", "after", "totals", "warnings", "emails", "undo", "undo_of",
    "final", "error_code", "error", "hash", "hash_fits",
)  # fmt: skip
_OUTCOME: Final = (
    "plan_id", "request", "organisation_id", "kind", "label", "method", "path", "body_sha256", *OF_STEP,
)  # fmt: skip
_LINE: Final = (
    "number", "at", "actor", "event", "tenant_id", "subject", "detail", "previous_hash", "hash", "workspace_id",
)  # fmt: skip


@dataclass(frozen=True)
class PackPeriod:
    """What a pack is of: a workspace, and a time from a moment on to another that is out."""

    workspace_id: str
    since: datetime
    before: datetime
    numbers: tuple[int, int] | None
    """The first and the last row of the audit trail that fall into it; None if none does."""


@dataclass(frozen=True)
class Section:
    """One table of a pack."""

    name: str
    columns: tuple[str, ...]
    """Of its CSV; its JSON holds all that a row has."""
    rows: Callable[[], Rows]
    lines: bool = False
    """Whether its JSON is one object a line, as `audit export` prints the trail."""


def sections(runtime: App, period: PackPeriod) -> list[Section]:
    """The tables of a pack, in the order in which they are read; each is read page by page."""
    agent = (*Agent.__struct_fields__, *(f"plans_{each}_in_period" for each in _COUNTS), "approvals_given_in_period")
    token = tuple(name for name in ApiToken.__struct_fields__ if name != "workspace_id")
    return [
        Section("agents", agent, lambda: _agents(runtime, period)),
        Section("tokens", (*token, "works"), lambda: _tokens(runtime, period)),
        Section("connections", _CONNECTION, lambda: _connections(runtime, period)),
        Section("policies", StoredPolicy.__struct_fields__, lambda: _policies(runtime, period)),
        Section("plans", _PLAN, lambda: _plans(runtime, period)),
        Section("decisions", PlanDecision.__struct_fields__, lambda: _decisions(runtime, period)),
        Section("outcomes", _OUTCOME, lambda: _outcomes(runtime, period)),
        Section("audit", _LINE, lambda: _trail(runtime, period), lines=True),
    ]


async def _agents(runtime: App, period: PackPeriod) -> Rows:
    """Every agent with what it ever did, and what of it in the period."""
    within = (period.since, period.before)
    made = await plans_made(runtime.store, period.workspace_id, within)
    given = {each.actor: each.given for each in await approvals_given(runtime.store, period.workspace_id, within)}
    for agent in await Agents(runtime).listed(period.workspace_id):
        own = [each for each in made if each.actor in agent.actors]
        counts = {f"plans_{name}_in_period": sum(getattr(each, name) for each in own) for name in _COUNTS}
        gave = sum(given.get(each, 0) for each in agent.actors)
        yield {**_plain(agent), **counts, "approvals_given_in_period": gave}


async def _tokens(runtime: App, period: PackPeriod) -> Rows:
    """API tokens that were there in the period, without what they hold: nobody has that but their holder."""
    now = runtime.clock.now()
    for each in await ApiTokens(runtime.store).listed(period.workspace_id):
        if _was_there(period, each.created_at, (each.revoked_at, each.expires_at)):
            yield {**_plain(each), "works": each.works(now)}


async def _connections(runtime: App, period: PackPeriod) -> Rows:
    """The organisations that the workspace reaches, with the scopes that Xero granted, as they are now."""
    for each in await runtime.connections.of_workspace(period.workspace_id):
        yield {name: getattr(each, name) for name in _CONNECTION}


async def _policies(runtime: App, period: PackPeriod) -> Rows:
    """Policies that were in force at any time of the period, also those that ended since."""
    for each in await runtime.policies.listed(period.workspace_id, ended=True):
        if _was_there(period, each.set_at, (each.ended_at,)):
            yield _plain(each)


async def _plans(runtime: App, period: PackPeriod) -> Rows:
    async for page in _pages(runtime, period):
        for row in await plan_rows(runtime.store, period.workspace_id, page):
            yield row


async def _outcomes(runtime: App, period: PackPeriod) -> Rows:
    async for page in _pages(runtime, period):
        for row in await outcome_rows(runtime.store, period.workspace_id, page):
            yield row


async def _decisions(runtime: App, period: PackPeriod) -> Rows:
    if period.numbers is not None:
        async for each in decisions(runtime.store, runtime.keyring, period.workspace_id, period.numbers):
            yield _plain(each)


async def _trail(runtime: App, period: PackPeriod) -> Rows:
    if period.numbers is not None:
        chosen = AuditFilter(numbers=period.numbers)
        async for row in audit_queries.exported(runtime.store, period.workspace_id, chosen):
            yield row


def _pages(runtime: App, period: PackPeriod) -> AsyncIterator[Any]:
    return of_period(
        runtime.store, period.workspace_id, since=period.since, before=period.before, numbers=period.numbers
    )


def _was_there(period: PackPeriod, begun: datetime, ends: Iterable[datetime | None]) -> bool:
    return begun < period.before and all(end is None or end >= period.since for end in ends)


def _plain(value: Struct) -> dict[str, Any]:
    """The fields as they are, with what is in them as plain data; times stay times."""
    shown = msgspec.structs.asdict(value)
    return {name: each if isinstance(each, datetime) else msgspec.to_builtins(each) for name, each in shown.items()}
