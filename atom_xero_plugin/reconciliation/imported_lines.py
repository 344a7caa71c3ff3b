"""Bank statements that were imported: their lines are kept, so that work on them goes on without the file.

A line is kept once, however many files hold it, under a number that it keeps in its account: skills call it its row.
Whether a plan recorded it is in line_store.py, by the same id.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

import msgspec
from msgspec import Struct
from sqlalchemy import ColumnElement, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from atom_xero_plugin.bank_statements.statement import StatementLine
from atom_xero_plugin.core.clock import Clock
from atom_xero_plugin.core.errors import Conflict
from atom_xero_plugin.store.database import Store
from atom_xero_plugin.store.row_order import in_key_order
from atom_xero_plugin.store.statement_tables import imported_lines, imported_statements, ruled_out_matches
from atom_xero_plugin.store.upsert import insert_into

OPEN_STATES: Final = frozenset({"ready", "ambiguous", "weak", "unmatched", "planned", "part_applied"})
"""Where lines stand that are to do."""
_CHUNK: Final = 400
"""Rows in one statement."""


class ImportedStatement(Struct, frozen=True):
    """A file whose lines were kept."""

    id: str
    account_id: str
    name: str
    format: str
    first_day: str
    last_day: str
    lines: int
    """Those that were new."""
    closing_balance: Decimal | None
    imported_by: str
    imported_at: datetime


class ImportedLine(Struct, frozen=True):
    """A line that was kept; its `row` is its number in the account."""

    line: StatementLine
    statement_id: str
    dismissed: bool
    judged: str | None
    """Where it stood when it was last compared with the books."""
    finished: bool


class ImportedLines:
    """What a workspace imported."""

    def __init__(self, store: Store, clock: Clock, workspace_id: str) -> None:
        """Search one workspace."""
        self._store = store
        self._clock = clock
        self._workspace_id = workspace_id

    async def lines(self, tenant_id: str, account_id: str) -> list[ImportedLine]:
        """Every line of an account that is not finished, by day and then as it was imported."""
        which = self._lines(tenant_id, account_id) & imported_lines.c.finished.is_(False)
        return await self._found(which)

    async def known(self, tenant_id: str, account_id: str, first: date, last: date) -> list[ImportedLine]:
        """Every line of an account of some days, finished ones too."""
        days = imported_lines.c.day.between(first.isoformat(), last.isoformat())
        return await self._found(self._lines(tenant_id, account_id) & days)

    async def with_ids(self, tenant_id: str, account_id: str, line_ids: Sequence[str]) -> list[ImportedLine]:
        """Those of these lines of an account that were imported, finished ones too."""
        found: list[ImportedLine] = []
        for chunk in _chunks(sorted(line_ids)):
            found += await self._found(self._lines(tenant_id, account_id) & imported_lines.c.line_id.in_(chunk))
        return found

    async def of_organisation(self, tenant_id: str) -> dict[str, list[ImportedLine]]:
        """The lines of each account that are not finished, by the account's id."""
        which = (
            (imported_lines.c.workspace_id == self._workspace_id)
            & (imported_lines.c.tenant_id == tenant_id)
            & imported_lines.c.finished.is_(False)
        )
        found: dict[str, list[ImportedLine]] = {}
        async with self._store.read(self._workspace_id) as tx:
            rows = await tx.execute(select(imported_lines).where(which).order_by(imported_lines.c.number))
            for row in rows.mappings():
                found.setdefault(row["account_id"], []).append(_line(row))
        return found

    async def to_do(self, tenant_id: str) -> int:
        """How many lines of an organisation wait, as they stood when they were last compared with the books."""
        which = (
            (imported_lines.c.workspace_id == self._workspace_id)
            & (imported_lines.c.tenant_id == tenant_id)
            & imported_lines.c.finished.is_(False)
            & imported_lines.c.dismissed.is_(False)
            & (imported_lines.c.judged.is_(None) | imported_lines.c.judged.in_(sorted(OPEN_STATES)))
        )
        async with self._store.read(self._workspace_id) as tx:
            return int((await tx.execute(select(func.count()).select_from(imported_lines).where(which))).scalar_one())

    async def statements(self, tenant_id: str, account_id: str | None = None) -> list[ImportedStatement]:
        """What was imported, the newest first."""
        table = imported_statements
        which = (table.c.workspace_id == self._workspace_id) & (table.c.tenant_id == tenant_id)
        if account_id is not None:
            which &= table.c.account_id == account_id
        asked = select(table).where(which).order_by(table.c.imported_at.desc(), table.c.id)
        async with self._store.read(self._workspace_id) as tx:
            return [_statement(row) for row in (await tx.execute(asked)).mappings()]

    async def keep(self, tenant_id: str, statement: ImportedStatement, lines: Sequence[StatementLine]) -> int:
        """Keep the lines that are not there yet; how many they were. Raises Conflict for two imports at once."""
        try:
            async with self._store.write(self._workspace_id) as tx:
                mine = self._lines(tenant_id, statement.account_id)
                there = set[str]()
                for chunk in _chunks([line.line_id for line in lines]):
                    asked = select(imported_lines.c.line_id).where(mine & imported_lines.c.line_id.in_(chunk))
                    there |= set((await tx.execute(asked)).scalars())
                last = (await tx.execute(select(func.max(imported_lines.c.number)).where(mine))).scalar_one_or_none()
                new = sorted((line for line in lines if line.line_id not in there), key=lambda line: line.day)
                about = {"workspace_id": self._workspace_id, "tenant_id": tenant_id}
                values = {**msgspec.structs.asdict(statement), **about, "lines": len(new)}
                values["closing_balance"] = _text(statement.closing_balance)
                await tx.execute(insert(imported_statements).values(values))
                rows = [
                    {**about, "account_id": statement.account_id, "statement_id": statement.id, **_row(line, number)}
                    for number, line in enumerate(new, (last or 0) + 1)
                ]
                ordered = in_key_order(imported_lines, rows)
                for start in range(0, len(ordered), _CHUNK):
                    await tx.execute(insert(imported_lines).values(ordered[start : start + _CHUNK]))
        except IntegrityError:
            raise Conflict(
                "Another statement of this account is being imported right now.", hint="Try again."
            ) from None
        return len(new)

    async def dismiss(self, tenant_id: str, account_id: str, numbers: Collection[int], *, dismissed: bool) -> None:
        """Put lines aside as none of the books' business, or take them up again."""
        which = self._lines(tenant_id, account_id) & imported_lines.c.number.in_(sorted(numbers))
        async with self._store.write(self._workspace_id) as tx:
            await tx.execute(update(imported_lines).where(which).values(dismissed=dismissed, judged=None))

    async def rule_out(
        self, tenant_id: str, account_id: str, pairs: Collection[tuple[str, str]], *, offer_again: bool
    ) -> None:
        """Remember what lines are not, by line id and the `records_key` of what they are not; or forget it again."""
        about = {"workspace_id": self._workspace_id, "tenant_id": tenant_id, "account_id": account_id}
        now = self._clock.now()
        async with self._store.write(self._workspace_id) as tx:
            for line_id, records in sorted(pairs):
                key = {**about, "line_id": line_id, "records": records}
                if offer_again:
                    which = [ruled_out_matches.c[name] == value for name, value in key.items()]
                    await tx.execute(delete(ruled_out_matches).where(*which))
                else:
                    made = insert_into(ruled_out_matches, tx.dialect.name).values(**key, ruled_out_at=now)
                    await tx.execute(made.on_conflict_do_nothing())

    async def ruled_out(self, tenant_id: str, account_id: str) -> frozenset[tuple[str, str]]:
        """What lines of an account are not: line id and `records_key`."""
        table = ruled_out_matches
        which = (
            (table.c.workspace_id == self._workspace_id)
            & (table.c.tenant_id == tenant_id)
            & (table.c.account_id == account_id)
        )
        async with self._store.read(self._workspace_id) as tx:
            rows = await tx.execute(select(table.c.line_id, table.c.records).where(which))
            return frozenset((row.line_id, row.records) for row in rows)

    async def judged(
        self, tenant_id: str, account_id: str, states: Mapping[str, str], finished: Collection[str]
    ) -> None:
        """Note where lines stood just now, by line id; `finished` are those that Xero has as reconciled."""
        by_state: dict[tuple[str, bool], list[str]] = {}
        for line_id, state in states.items():
            by_state.setdefault((state, line_id in finished), []).append(line_id)
        if not by_state:
            return
        async with self._store.write(self._workspace_id) as tx:
            for (state, done), ids in sorted(by_state.items()):
                for chunk in _chunks(sorted(ids)):
                    which = self._lines(tenant_id, account_id) & imported_lines.c.line_id.in_(chunk)
                    await tx.execute(update(imported_lines).where(which).values(judged=state, finished=done))

    def _lines(self, tenant_id: str, account_id: str) -> ColumnElement[bool]:
        return (
            (imported_lines.c.workspace_id == self._workspace_id)
            & (imported_lines.c.tenant_id == tenant_id)
            & (imported_lines.c.account_id == account_id)
        )

    async def _found(self, which: ColumnElement[bool]) -> list[ImportedLine]:
        asked = select(imported_lines).where(which).order_by(imported_lines.c.day, imported_lines.c.number)
        async with self._store.read(self._workspace_id) as tx:
            return [_line(row) for row in (await tx.execute(asked)).mappings()]


def new_id() -> str:
    """An id for a statement that is imported."""
    return f"statement_{uuid.uuid4().hex}"


def newest_balance(statements: Iterable[ImportedStatement]) -> ImportedStatement | None:
    """Of statements that state a closing balance the one that reaches furthest; of several the last imported."""
    stating = [each for each in statements if each.closing_balance is not None]
    return max(stating, key=lambda each: (each.last_day, each.imported_at, each.id), default=None)


def _row(line: StatementLine, number: int) -> dict[str, object]:
    kept = msgspec.structs.replace(line, row=number)
    return {
        "line_id": line.line_id,
        "number": number,
        "day": line.day.isoformat(),
        "amount": f"{line.amount:f}",
        "line": msgspec.json.encode(kept).decode(),
        "dismissed": False,
        "judged": None,
        "finished": False,
    }


def _line(row: Mapping[Any, Any]) -> ImportedLine:
    line = msgspec.json.decode(row["line"], type=StatementLine)
    return ImportedLine(line, row["statement_id"], bool(row["dismissed"]), row["judged"], bool(row["finished"]))


def _statement(row: Mapping[Any, Any]) -> ImportedStatement:
    known = {name: row[name] for name in ImportedStatement.__struct_fields__}
    balance = row["closing_balance"]
    return ImportedStatement(**{**known, "closing_balance": None if balance is None else Decimal(balance)})


def _text(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{amount:f}"


def _chunks(ids: Sequence[str]) -> Iterable[list[str]]:
    for start in range(0, len(ids), _CHUNK):
        yield list(ids[start : start + _CHUNK])
