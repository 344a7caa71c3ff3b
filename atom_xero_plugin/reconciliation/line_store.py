"""Bank lines that plans were made for, each once however often its file is given, and in which state it is.

A line is `planned` while a plan that may still be executed holds it, `applied` once every record that the plan makes
for it is verified, and `open` otherwise. A plan that expired, or failed before it wrote anything for a line, holds it
no longer. Where a plan failed after part of a line was written, the line is `part_applied`: no other plan takes it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, Final, Literal

import msgspec
from msgspec import Struct
from sqlalchemy import ColumnElement, RowMapping, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from atom_xero_plugin.core.clock import Clock
from atom_xero_plugin.core.errors import Conflict, PlanStale
from atom_xero_plugin.plans.claims import Claim
from atom_xero_plugin.store.database import Store
from atom_xero_plugin.store.row_order import in_key_order
from atom_xero_plugin.store.tables import plans, statement_lines
from atom_xero_plugin.store.upsert import insert_into

State = Literal["open", "planned", "applied", "part_applied"]
_CHUNK: Final = 400
"""Ids in one statement."""
_AT_WORK: Final = frozenset({"executing", "unknown"})


class Held(Struct, frozen=True):
    """What is known of a line seen before."""

    state: State
    plan_id: str | None
    approved: bool
    """Whether the plan that holds it was approved already."""
    begun: bool
    """Whether that plan is under way, or its outcome not known."""
    records: tuple[str, ...]
    """Xero's ids of what was recorded for it."""
    day: str
    amount: Decimal
    """Day and signed amount with which it was seen, as a bank may give its id to another line."""


class Other(Struct, frozen=True):
    """A line of another file that was seen before."""

    line_id: str
    day: str
    amount: Decimal
    held: Held


class StatementLines:
    """The lines of a workspace that were seen before."""

    def __init__(self, store: Store, clock: Clock, workspace_id: str) -> None:
        """Search one workspace."""
        self._store = store
        self._clock = clock
        self._workspace_id = workspace_id

    async def states(self, tenant_id: str, account_id: str, line_ids: Collection[str]) -> dict[str, Held]:
        """What is known of those lines of an account that were seen before."""
        found: dict[str, Held] = {}
        async with self._store.read(self._workspace_id) as tx:
            for chunk in _chunks(sorted(line_ids)):
                which = _which(self._workspace_id, tenant_id, account_id, chunk)
                for row in (await tx.execute(_with_plans(which))).mappings():
                    found[row["line_id"]] = _held(row, self._clock.now())
        return found

    async def others(
        self, tenant_id: str, account_id: str, days: Collection[str], known: Collection[str]
    ) -> list[Other]:
        """Lines of an account on these days (YYYY-MM-DD) with other ids than these, that a plan holds or recorded.

        A bank that words a line differently in two kinds of files gives one movement two ids.
        """
        of_account = (
            (statement_lines.c.workspace_id == self._workspace_id)
            & (statement_lines.c.tenant_id == tenant_id)
            & (statement_lines.c.account_id == account_id)
        )
        ids, found = frozenset(known), list[Other]()
        async with self._store.read(self._workspace_id) as tx:
            for chunk in _chunks(sorted(days)):
                rows = await tx.execute(_with_plans(of_account & statement_lines.c.day.in_(chunk)))
                for row in rows.mappings():
                    held = _held(row, self._clock.now())
                    if row["line_id"] not in ids and held.state != "open":
                        found.append(Other(row["line_id"], row["day"], Decimal(row["amount"]), held))
        return sorted(found, key=lambda each: each.line_id)


async def claim(
    tx: AsyncConnection, now: datetime, *, workspace_id: str, tenant_id: str, plan_id: str, claims: Sequence[Claim]
) -> list[str]:
    """Give lines to a plan, in the transaction that makes it; the ids of plans, not approved yet, that gave way.

    Raises Conflict for lines that were recorded before, or that a plan which is approved or under way holds.
    """
    await _make_known(tx, now, workspace_id, tenant_id, claims)
    gave_way: set[str] = set()
    by_account: dict[str, dict[str, Claim]] = {}
    for each in claims:
        by_account.setdefault(each.account_id, {})[each.line_id] = each
    for account_id, requested in sorted(by_account.items()):
        for chunk in _chunks(sorted(requested)):
            which = _which(workspace_id, tenant_id, account_id, chunk)
            locked = select(statement_lines.c.line_id).where(which).order_by(statement_lines.c.line_id)
            await tx.execute(locked.with_for_update())
            for row in (await tx.execute(_with_plans(which))).mappings():
                held = _held(row, now)
                _refuse_other_line(held, requested[row["line_id"]])
                _refuse_taken(held, anew=requested[row["line_id"]].anew)
                if row["plan_state"] in {"proposed", "approved"} and row["plan_id"] != plan_id:
                    gave_way.add(row["plan_id"])
            await tx.execute(update(statement_lines).where(which).values(state="planned", plan_id=plan_id))
    await _retire(tx, now, gave_way)
    return sorted(gave_way)


async def check_claimed(
    tx: AsyncConnection, *, workspace_id: str, tenant_id: str, plan_id: str, claims: Sequence[Claim]
) -> None:
    """Raises PlanStale unless a plan still holds every one of its lines."""
    mine = select(statement_lines.c.account_id, statement_lines.c.line_id).where(
        statement_lines.c.workspace_id == workspace_id,
        statement_lines.c.tenant_id == tenant_id,
        statement_lines.c.plan_id == plan_id,
    )
    held = {tuple(row) for row in await tx.execute(mine)}
    if not {(each.account_id, each.line_id) for each in claims} <= held:
        raise PlanStale("Lines of this plan's statement were put into another plan meanwhile.", reference=plan_id)


async def recorded(
    tx: AsyncConnection, *, workspace_id: str, tenant_id: str, plan_id: str, claim: Claim, records: Mapping[int, str]
) -> None:
    """A step of a claim was verified; `records` are the ids of all verified steps of its plan by their number."""
    mine = [records[step] for step in claim.steps if step in records]
    words = msgspec.json.encode({**_words(claim.words), "records": mine}).decode()
    state = "applied" if len(mine) == len(claim.steps) else "planned"
    which = _which(workspace_id, tenant_id, claim.account_id, [claim.line_id])
    mine_still = which & (statement_lines.c.plan_id == plan_id)
    await tx.execute(update(statement_lines).where(mine_still).values(state=state, words=words))


async def release(
    tx: AsyncConnection, *, workspace_id: str, tenant_id: str, plan_id: str, claims: Iterable[Claim]
) -> None:
    """Nothing was written for these lines of a plan, and nothing will be: others may take them."""
    for each in claims:
        which = _which(workspace_id, tenant_id, each.account_id, [each.line_id])
        mine = which & (statement_lines.c.plan_id == plan_id)
        await tx.execute(update(statement_lines).where(mine).values(_open(each.words)))


async def undone(
    tx: AsyncConnection, *, workspace_id: str, tenant_id: str, plan_id: str, gone: Collection[str]
) -> None:
    """Records that a plan made are gone: lines for which nothing else stands in the books are open again."""
    mine = select(statement_lines).where(
        statement_lines.c.workspace_id == workspace_id,
        statement_lines.c.tenant_id == tenant_id,
        statement_lines.c.plan_id == plan_id,
    )
    for row in (await tx.execute(mine)).mappings().all():
        records = _records(row)
        if records and set(records) <= set(gone):
            which = _which(workspace_id, tenant_id, row["account_id"], [row["line_id"]])
            mine_still = which & (statement_lines.c.plan_id == plan_id)
            await tx.execute(update(statement_lines).where(mine_still).values(_open(row["words"])))


async def _make_known(
    tx: AsyncConnection, now: datetime, workspace_id: str, tenant_id: str, claims: Sequence[Claim]
) -> None:
    """Lines not seen before, as open; in one order everywhere, so that two processes wait rather than lock up."""
    rows = in_key_order(
        statement_lines,
        (
            {
                "workspace_id": workspace_id,
                "tenant_id": tenant_id,
                "account_id": each.account_id,
                "line_id": each.line_id,
                "day": each.day,
                "amount": each.amount,
                "currency": each.currency,
                "words": each.words,
                "state": "open",
                "imported_at": now,
            }
            for each in claims
        ),
    )
    for start in range(0, len(rows), _CHUNK):
        await tx.execute(
            insert_into(statement_lines, tx.dialect.name).values(rows[start : start + _CHUNK]).on_conflict_do_nothing()
        )


async def _retire(tx: AsyncConnection, now: datetime, plan_ids: Collection[str]) -> None:
    """Plans that were not approved, or expired, can no longer be executed once another has their lines."""
    for plan_id in sorted(plan_ids):
        expired = (plans.c.state == "approved") & (plans.c.expires_at <= now)
        waiting = (plans.c.id == plan_id) & (expired | (plans.c.state == "proposed"))
        retired = await tx.execute(update(plans).where(waiting).values(state="expired", updated_at=now))
        if retired.rowcount != 1:
            raise Conflict("Another plan for the same bank lines is being decided right now.", hint="Try again.")


def _refuse_other_line(held: Held, claimed: Claim) -> None:
    """Another plan gave this id to a line of another day or amount meanwhile; asked again, this one gets its own."""
    if (held.day, abs(held.amount)) != (claimed.day, abs(Decimal(claimed.amount))):
        raise Conflict("A bank line of this plan has the id of another line.", hint="Try again.")


def _refuse_taken(held: Held, *, anew: bool) -> None:
    if held.state == "planned" and held.approved:
        raise Conflict(
            f"A bank line of this plan is reserved by the plan {held.plan_id}, which is approved or under way.",
            hint=f"Execute that plan first: `atom-xero plan execute {held.plan_id}`.",
            reference=held.plan_id,
        )
    if held.state in {"applied", "part_applied"} and not anew:
        raise Conflict("A bank line of this plan was recorded meanwhile.", hint="Run the skill again; it is left out.")


def _which(workspace_id: str, tenant_id: str, account_id: str, line_ids: Sequence[str]) -> ColumnElement[bool]:
    return (
        (statement_lines.c.workspace_id == workspace_id)
        & (statement_lines.c.tenant_id == tenant_id)
        & (statement_lines.c.account_id == account_id)
        & statement_lines.c.line_id.in_(line_ids)
    )


def _with_plans(which: ColumnElement[bool]) -> Any:
    of_plan = (plans.c.id == statement_lines.c.plan_id) & (plans.c.workspace_id == statement_lines.c.workspace_id)
    joined = statement_lines.outerjoin(plans, of_plan)
    columns = (statement_lines, plans.c.state.label("plan_state"), plans.c.expires_at.label("plan_expires_at"))
    return select(*columns).select_from(joined).where(which)


def _held(row: RowMapping, now: datetime) -> Held:
    plan_state, records = row["plan_state"], _records(row)
    state: State = "open"
    if row["state"] == "applied":
        state = "applied"
    elif row["state"] == "planned":
        waits = plan_state in {"proposed", "approved"} and row["plan_expires_at"] > now
        if waits or plan_state in _AT_WORK:
            state = "planned"
        elif plan_state in {"failed", "mismatch", "verified"}:
            state = "part_applied"
    approved = plan_state == "approved" or plan_state in _AT_WORK
    begun = plan_state in _AT_WORK
    return Held(state, row["plan_id"], approved, begun, records, row["day"], Decimal(row["amount"]))


def _records(row: RowMapping) -> tuple[str, ...]:
    return tuple(_words(row["words"]).get("records", ()))


def _words(text: str) -> dict[str, Any]:
    known: dict[str, Any] = msgspec.json.decode(text)
    return known


def _open(words: str) -> dict[str, Any]:
    bare = {name: value for name, value in _words(words).items() if name != "records"}
    return {"state": "open", "plan_id": None, "words": msgspec.json.encode(bare).decode()}


def _chunks(ids: Sequence[str]) -> Iterator[list[str]]:
    for start in range(0, len(ids), _CHUNK):
        yield list(ids[start : start + _CHUNK])
