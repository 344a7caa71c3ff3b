"""What each contact owes and is owed by the local copy: open invoices and bills, less credits not used yet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Final, Literal

from msgspec import Meta, Struct
from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select

from atom_xero_plugin.accounting.kinds.contacts import ContactRef
from atom_xero_plugin.accounting.lists.columns import amount_of
from atom_xero_plugin.core.money import Money
from atom_xero_plugin.store.database import Store
from atom_xero_plugin.store.tables import records

KINDS: Final = ("invoice", "bill", "credit_note", "overpayment")
Side = Literal["owes", "is_owed"]
_OPEN: Final = "AUTHORISED"
_CREDITS: Final = {"credit_note": "out", "overpayment": "in"}
"""The direction of a customer's; a supplier's is the other way. A prepayment counts once it is used."""


class ContactBalance(Struct):
    """What is open between the organisation and a contact, in the organisation's currency."""

    contact: Annotated[ContactRef, Meta(description="The contact.")]
    owes: Annotated[Money, Meta(description="What it owes; below zero where it has more credit.")]
    owes_late: Annotated[Money, Meta(description="How much of that is late.")]
    is_owed: Annotated[Money, Meta(description="What the organisation owes it.")]
    is_owed_late: Annotated[Money, Meta(description="How much of that is late.")]
    other_currencies: Annotated[list[str], Meta(description="Currencies of more that is open, not in these sums.")]


class OwedByContact:
    """Sums over the local copy of one workspace."""

    def __init__(self, store: Store, workspace_id: str) -> None:
        """Keep the store that it is in."""
        self._store, self._workspace_id = store, workspace_id

    async def balances(
        self, tenant_id: str, today: date, currency: str, contact_ids: Sequence[str] | None
    ) -> list[ContactBalance]:
        """Every contact with something open, or those that are asked for, the most owed either way first."""
        statement = self._sums(tenant_id, today, contact_ids)
        async with self._store.read(self._workspace_id) as tx:
            rows = (await tx.execute(statement)).all()
            named = await tx.execute(self._names(tenant_id, [row.contact_id for row in rows]))
            names = {row.record_id: row.title for row in named}
        found: dict[str, dict[str, int]] = {}
        others: dict[str, set[str]] = {}
        for row in rows:
            if (row.currency or currency) != currency:
                others.setdefault(row.contact_id, set()).add(row.currency)
                continue
            sums = found.setdefault(row.contact_id, {})
            for name, value in _signed(row.kind_name, row.direction, int(row.open or 0), int(row.late or 0)):
                sums[name] = sums.get(name, 0) + value
        return _ordered(found, others, names, currency)

    def _sums(self, tenant_id: str, today: date, contact_ids: Sequence[str] | None) -> Select[tuple[object, ...]]:
        groups = (records.c.contact_id, records.c.kind_name, records.c.direction, records.c.currency)
        due = func.coalesce(records.c.due_day, records.c.day)
        late = func.sum(case((due < today.isoformat(), records.c.still_owed), else_=0))
        conditions: list[ColumnElement[bool]] = [
            records.c.workspace_id == self._workspace_id, records.c.tenant_id == tenant_id,
            records.c.kind_name.in_(KINDS), records.c.status == _OPEN, records.c.contact_id.is_not(None),
            records.c.still_owed != 0,
        ]  # fmt: skip
        if contact_ids is not None:
            conditions.append(records.c.contact_id.in_(contact_ids))
        sums = (func.sum(records.c.still_owed).label("open"), late.label("late"))
        return select(*groups, *sums).where(*conditions).group_by(*groups)

    def _names(self, tenant_id: str, contact_ids: Sequence[str]) -> Select[tuple[str, str]]:
        mine = and_(records.c.workspace_id == self._workspace_id, records.c.tenant_id == tenant_id)
        wanted = or_(*(records.c.record_id.in_(part) for part in _parts(list(dict.fromkeys(contact_ids)))))
        return select(records.c.record_id, records.c.title).where(mine, records.c.kind_name == "contact", wanted)


def _signed(kind: str, direction: str | None, open_: int, late: int) -> list[tuple[str, int]]:
    """Which side a sum counts on. A customer's credit note is money out, its overpayment money in: it owes less."""
    if kind in _CREDITS:
        side = "owes" if direction == _CREDITS[kind] else "is_owed"
        return [(side, -open_), (f"{side}_late", -late)]
    side = "owes" if kind == "invoice" else "is_owed"
    return [(side, open_), (f"{side}_late", late)]


def _ordered(
    found: dict[str, dict[str, int]], others: dict[str, set[str]], names: dict[str, str], currency: str
) -> list[ContactBalance]:
    rows = []
    for contact_id in sorted(found.keys() | others.keys()):
        sums = found.get(contact_id, {})
        owes, owes_late, is_owed, is_owed_late = (
            Money.of(amount_of(sums.get(name, 0)), currency)
            for name in ("owes", "owes_late", "is_owed", "is_owed_late")
        )
        named = ContactRef(contact_id, names.get(contact_id, contact_id))
        more = sorted(others.get(contact_id, ()))
        rows.append(ContactBalance(named, owes, owes_late, is_owed, is_owed_late, more))
    return sorted(rows, key=lambda each: (-max(each.owes.amount, each.is_owed.amount), each.contact.name))


def _parts(ids: list[str]) -> list[list[str]]:
    """Not more at once than a database takes; one empty part for none."""
    return [ids[first : first + 400] for first in range(0, max(len(ids), 1), 400)]
