"""What is asked of a list, with every name and word resolved, and the conditions that it comes to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from operator import eq, ge, le
from typing import Any, Self

from sqlalchemy import ColumnElement, and_, false, or_

from atom_xero_plugin.accounting.kind import RecordKind
from atom_xero_plugin.accounting.listed import Direction, InLists
from atom_xero_plugin.accounting.lists.word_filter import has_words
from atom_xero_plugin.store.tables import records

UNPAID = "unpaid"


@dataclass(frozen=True, kw_only=True)
class ListQuestion:
    """Which records of one organisation a list holds."""

    workspace_id: str
    tenant_id: str
    today: date
    base_currency: str
    kinds: tuple[RecordKind[Any], ...]
    statuses: tuple[str, ...] = ()
    """In the words of answers; none asks for all that are not gone."""
    text: str | None = None
    contact_id: str | None = None
    first_day: date | None = None
    last_day: date | None = None
    first_due_day: date | None = None
    last_due_day: date | None = None
    least: int | None = None
    """Least total, in parts of 1/10000."""
    most: int | None = None
    currency: str | None = None
    direction: Direction | None = None

    def in_statuses(self, statuses: tuple[str, ...]) -> Self:
        """The same in other statuses."""
        return replace(self, statuses=statuses)

    def of_kind(self, kind: RecordKind[Any]) -> Self:
        """The same of one of its kinds."""
        return replace(self, kinds=(kind,))

    @property
    def is_filtered(self) -> bool:
        """Whether anything but its kinds and statuses leaves records out."""
        asked = (value for column, _, value in self._compared() if column is not records.c.day)
        return self.text is not None or self.currency is not None or any(value is not None for value in asked)

    @property
    def key(self) -> tuple[Any, ...]:
        """All that it asks, its kinds by name: two questions with equal keys are the same."""
        return tuple(
            tuple(kind.name for kind in self.kinds) if name == "kinds" else getattr(self, name)
            for name in self.__dataclass_fields__
        )

    @property
    def can_be_late(self) -> bool:
        """Whether any of its kinds can be late."""
        return any(in_lists(kind).late_in for kind in self.kinds)

    def conditions(self, dialect: str) -> list[ColumnElement[bool]]:
        """What each of its records is, its status apart."""
        names = [kind.name for kind in self.kinds]
        found: list[ColumnElement[bool]] = [
            records.c.workspace_id == self.workspace_id,
            records.c.tenant_id == self.tenant_id,
            records.c.kind_name == names[0] if len(names) == 1 else records.c.kind_name.in_(names),
        ]
        if self.text is not None:
            words = has_words(self.text, self.workspace_id, dialect)
            found.append(false() if words is None else words)
        if self.currency is not None:
            same = records.c.currency == self.currency
            own = self.currency == self.base_currency
            found.append(or_(same, records.c.currency.is_(None)) if own else same)
        return found + [compare(column, value) for column, compare, value in self._compared() if value is not None]

    def _compared(self) -> tuple[tuple[Any, Callable[[Any, Any], Any], object], ...]:
        """Columns, how each is compared, and with what; None for what is not asked."""
        return (
            (records.c.contact_id, eq, self.contact_id),
            (records.c.direction, eq, self.direction),
            (records.c.day, ge, _text(self.first_day)),
            (records.c.day, le, _text(self.last_day)),
            (records.c.due_day, ge, _text(self.first_due_day)),
            (records.c.due_day, le, _text(self.last_due_day)),
            (records.c.total, ge, self.least),
            (records.c.total, le, self.most),
        )

    def in_status(self) -> ColumnElement[bool]:
        """That a record is in one of its statuses; without one, that it is not gone."""
        each = [(kind, self._of_kind(in_lists(kind))) for kind in self.kinds]
        if len(each) == 1:
            return each[0][1]
        return or_(*(and_(records.c.kind_name == kind.name, condition) for kind, condition in each))

    def late(self) -> ColumnElement[bool]:
        """That a record is late today."""
        each = [kind for kind in self.kinds if in_lists(kind).late_in]
        return or_(false(), *(and_(records.c.kind_name == kind.name, self._late(in_lists(kind))) for kind in each))

    def _of_kind(self, listed: InLists[Any]) -> ColumnElement[bool]:
        if not self.statuses:
            return or_(records.c.status.is_(None), records.c.status.not_in(listed.gone))
        exact = {status for status, word in listed.statuses.items() if word in self.statuses}
        if UNPAID in self.statuses:
            exact.update(listed.unpaid_in)
        ways: list[ColumnElement[bool]] = [records.c.status.in_(sorted(exact))] if exact else []
        if listed.late_word in self.statuses and listed.late_in:
            ways.append(self._late(listed))
        return or_(false(), *ways)

    def _late(self, listed: InLists[Any]) -> ColumnElement[bool]:
        return and_(records.c.status.in_(listed.late_in), records.c.due_day < self.today.isoformat())


def in_lists(kind: RecordKind[Any]) -> InLists[Any]:
    """How a kind stands in lists. Raises TypeError for one that stands in none."""
    if kind.in_lists is None:
        raise TypeError(f"a {kind.name} stands in no list")
    return kind.in_lists


def _text(day: date | None) -> str | None:
    return day.isoformat() if day else None
