"""How many records a list holds and what they come to: one sum a kind, status, currency and direction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, func, null, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from atom_xero_plugin.accounting.lists.columns import UNITS
from atom_xero_plugin.accounting.lists.question import UNPAID, ListQuestion, in_lists
from atom_xero_plugin.store.tables import records

_GROUPED = tuple(records.c[name] for name in ("kind_name", "status", "currency", "direction"))
"""In the order of the index, so that no database sorts for it."""


class ListGroup(NamedTuple):
    """Records of one kind in one status, currency and direction."""

    kind: str
    status: str | None
    currency: str
    direction: str | None
    records: int
    total: int
    """In parts of 1/10000, as still_owed."""
    still_owed: int


class ListGroups(NamedTuple):
    """All that fits a question, statuses apart, and what of it is late."""

    whole: Sequence[ListGroup]
    late: Sequence[ListGroup]

    def of(self, question: ListQuestion) -> list[ListGroup]:
        """What is in one of the question's statuses; each record once."""
        found: list[ListGroup] = []
        for kind in question.kinds:
            listed = in_lists(kind)
            wanted = {status for status, word in listed.statuses.items() if word in question.statuses}
            wanted.update(listed.unpaid_in if UNPAID in question.statuses else ())
            for group in self.whole:
                gone = group.status in listed.gone
                if group.kind == kind.name and (group.status in wanted if question.statuses else not gone):
                    found.append(group)
            if listed.late_word in question.statuses:
                found += [each for each in self.late if each.kind == kind.name and each.status not in wanted]
        return found

    def counts(self, question: ListQuestion) -> dict[str, int]:
        """How many are in each status that can be asked for; `all` is what a list holds that asks for none."""
        words = dict.fromkeys(word for kind in question.kinds for word in in_lists(kind).words)
        ways = {"all": ()} | {word: (word,) for word in words}
        return {name: counted(self.of(question.in_statuses(statuses))) for name, statuses in ways.items()}


def counted(groups: Iterable[ListGroup]) -> int:
    """How many records they are."""
    return sum(group.records for group in groups)


async def groups_of(tx: AsyncConnection, question: ListQuestion, *, every_status: bool) -> ListGroups:
    """The groups of a question, of every status or only of those that it asks for."""
    conditions = question.conditions(tx.dialect.name)
    whole = conditions if every_status else [*conditions, question.in_status()]
    late = [*conditions, question.late()]
    return ListGroups(
        await _groups(tx, question, whole), await _groups(tx, question, late) if question.can_be_late else []
    )


async def _groups(
    tx: AsyncConnection, question: ListQuestion, conditions: Sequence[ColumnElement[bool]]
) -> list[ListGroup]:
    try:
        rows = await tx.execute(_statement(conditions, parts=False))
    except DBAPIError:  # SQLite refuses a sum beyond 64 bits; one of whole currency units it can hold
        rows = await tx.execute(_statement(conditions, parts=True))
    return [
        ListGroup(row[0], row[1], row[2] or question.base_currency, row[3], row[4], _sum(row[5:7]), _sum(row[7:9]))
        for row in rows.all()
    ]


def _statement(conditions: Sequence[ColumnElement[bool]], *, parts: bool) -> Select[Any]:
    sums: list[Any] = []
    for amount in (records.c.total, records.c.still_owed):
        sums += [func.sum(amount // UNITS), func.sum(amount % UNITS)] if parts else [null(), func.sum(amount)]
    return select(*_GROUPED, func.count(), *sums).where(*conditions).group_by(*_GROUPED)


def _sum(parts: Sequence[Any]) -> int:
    whole, rest = parts
    return int(whole or 0) * UNITS + int(rest or 0)
