"""Plans as they are listed and named: by state and organisation, page by page; by the beginning of an id."""

from __future__ import annotations

import base64
import re
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Final, get_args

from msgspec import Struct
from sqlalchemy import and_, func, or_, select

from atom_xero_plugin.core.errors import Ambiguous, FieldError, InvalidArguments, NotFound
from atom_xero_plugin.plans.plan import Plan
from atom_xero_plugin.plans.proposal import State
from atom_xero_plugin.plans.repository import ROWS, plan_of
from atom_xero_plugin.store.database import Store
from atom_xero_plugin.store.tables import plans

STATES: Final[tuple[str, ...]] = get_args(State)
SHORTEST: Final = 4
"""How much of an id, after `plan_`, names a plan."""
_PREFIX: Final = "plan_"
_ID: Final = re.compile(r"[A-Za-z0-9_.:-]{1,64}")
_CURSOR: Final = re.compile(r"[A-Za-z0-9_-]{1,200}={0,2}")
_SHOWN: Final = 10


class PlanPage(Struct, frozen=True):
    """Some plans, the newest first, and where the rest begin."""

    items: list[Plan]
    next_cursor: str | None


class PlanLists:
    """The plans of every workspace, to look through."""

    def __init__(self, store: Store) -> None:
        """Keep the store they live in."""
        self._store = store

    async def page(
        self,
        workspace_id: str,
        *,
        states: Collection[str] = (),
        tenant_id: str | None = None,
        within: Collection[str] | None = None,
        limit: int = 50,
        cursor: str | None = None,
    ) -> PlanPage:
        """Plans in any of these states, of one organisation, of those `within`, or of all.

        `cursor` is that of the page before.

        Raises InvalidArguments for a state there is not, or a cursor that no page gave.
        """
        invalid = sorted(set(states) - set(STATES))
        if invalid:
            words = f"{invalid[0][:40]!r} is none; give any of {', '.join(STATES)}"
            raise InvalidArguments(f"state: {words}.", fields=[FieldError("/state", words)])
        requested = ROWS.where(plans.c.workspace_id == workspace_id)
        if states:
            requested = requested.where(plans.c.state.in_(states))
        if tenant_id is not None:
            requested = requested.where(plans.c.tenant_id == tenant_id)
        if within is not None:
            requested = requested.where(plans.c.tenant_id.in_(sorted(within)))
        if cursor is not None:
            at, plan_id = _place(cursor)
            later = or_(plans.c.created_at < at, and_(plans.c.created_at == at, plans.c.id > plan_id))
            requested = requested.where(later)
        async with self._store.read(workspace_id) as tx:
            ordered = requested.order_by(plans.c.created_at.desc(), plans.c.id).limit(limit + 1)
            rows = (await tx.execute(ordered)).mappings().all()
        items = [plan_of(row) for row in rows[:limit]]
        return PlanPage(items, _cursor(items[-1]) if len(rows) > limit else None)

    async def find(self, workspace_id: str, named: str) -> str:
        """The id of the plan named by its id, or by as much of its beginning as no other plan has.

        Raises NotFound, or Ambiguous listing those that begin so.
        """
        begun = named.strip()
        if not _ID.fullmatch(begun):
            raise _unknown(named)
        bare = begun.removeprefix(_PREFIX)
        starts = [begun] if bare != begun else [begun, f"{_PREFIX}{begun}"]
        columns = select(plans.c.id, plans.c.state).where(plans.c.workspace_id == workspace_id)
        async with self._store.read(workspace_id) as tx:
            exact = (await tx.execute(columns.where(plans.c.id == begun))).first()
            if exact is not None:
                return str(exact.id)
            if len(bare) < SHORTEST:
                raise _unknown(named)
            fits = or_(*(func.substr(plans.c.id, 1, len(start)) == start for start in starts))
            found = (await tx.execute(columns.where(fits).order_by(plans.c.created_at.desc()).limit(_SHOWN))).all()
        if not found:
            raise _unknown(named)
        if len(found) > 1:
            raise _ambiguous(begun, [(row.id, row.state) for row in found])
        return str(found[0].id)


def _unknown(named: str) -> NotFound:
    return NotFound(f"There is no plan {named[:64]!r}.", hint="`atom-xero plan list` shows the newest.")


def _ambiguous(begun: str, found: Sequence[tuple[str, str]]) -> Ambiguous:
    reported = ", ".join(f"{plan_id} ({state})" for plan_id, state in found)
    return Ambiguous(
        f"More than one plan begins with {begun!r}.",
        fields=[FieldError("/plan", f"one of: {reported}")],
        hint="Give more of the id.",
    )


def _cursor(plan: Plan) -> str:
    return base64.urlsafe_b64encode(f"{plan.created_at.isoformat()} {plan.id}".encode()).decode()


def _place(cursor: str) -> tuple[datetime, str]:
    try:
        if not _CURSOR.fullmatch(cursor):
            raise ValueError
        at, _, plan_id = base64.urlsafe_b64decode(cursor).decode("ascii").partition(" ")
        when = datetime.fromisoformat(at)
        if when.tzinfo is None or not _ID.fullmatch(plan_id):
            raise ValueError
    except ValueError:
        words = "is none that a list gave; leave it out to begin again"
        raise InvalidArguments(f"cursor: {words}.", fields=[FieldError("/cursor", words)]) from None
    return when, plan_id
