"""Answers about the layout of an account's bank files, remembered so that they are asked for once."""

from __future__ import annotations

from typing import Final

import msgspec
from msgspec.structs import fields, replace
from sqlalchemy import ColumnElement, select

from atom_xero_plugin.bank_statements.csv.layout import Columns, CsvLayoutInput
from atom_xero_plugin.core.clock import Clock
from atom_xero_plugin.store.database import Store
from atom_xero_plugin.store.tables import statement_layouts
from atom_xero_plugin.store.upsert import insert_into

_OF_ONE_FILE: Final = {"encoding", "delimiter", "header_row"}
"""What the next file of the same bank may have otherwise; it can be found in it."""


class StatementLayouts:
    """The answers of a workspace."""

    def __init__(self, store: Store, clock: Clock, workspace_id: str) -> None:
        """Search one workspace."""
        self._store = store
        self._clock = clock
        self._workspace_id = workspace_id

    async def find(self, tenant_id: str, account_id: str, fingerprint: str) -> CsvLayoutInput | None:
        """What was answered for files of this layout and account; None if nothing was, or nothing that still fits."""
        asked = select(statement_layouts.c.layout).where(self._which(tenant_id, account_id, fingerprint))
        async with self._store.read(self._workspace_id) as tx:
            stored = (await tx.execute(asked)).scalar_one_or_none()
        if stored is None:
            return None
        try:
            return msgspec.json.decode(stored, type=CsvLayoutInput)
        except msgspec.MsgspecError:  # written by another version
            return None

    async def keep(self, tenant_id: str, account_id: str, fingerprint: str, layout: CsvLayoutInput) -> None:
        """Remember an answer in place of the one before."""
        values = {
            "workspace_id": self._workspace_id,
            "tenant_id": tenant_id,
            "account_id": account_id,
            "fingerprint": fingerprint,
            "layout": msgspec.json.encode(layout).decode(),
            "answered_at": self._clock.now(),
        }
        async with self._store.write(self._workspace_id) as tx:
            made = insert_into(statement_layouts, tx.dialect.name).values(**values)
            changed = {"layout": values["layout"], "answered_at": values["answered_at"]}
            await tx.execute(
                made.on_conflict_do_update(index_elements=list(statement_layouts.primary_key), set_=changed)
            )

    def _which(self, tenant_id: str, account_id: str, fingerprint: str) -> ColumnElement[bool]:
        return (
            (statement_layouts.c.workspace_id == self._workspace_id)
            & (statement_layouts.c.tenant_id == tenant_id)
            & (statement_layouts.c.account_id == account_id)
            & (statement_layouts.c.fingerprint == fingerprint)
        )


def worth_keeping(given: CsvLayoutInput) -> CsvLayoutInput:
    """What of an answer holds for the next file of the same layout."""
    return replace(given, **dict.fromkeys(_OF_ONE_FILE))


def answered(given: CsvLayoutInput) -> dict[str, object]:
    """What was answered, without what was left open, as it can be given again."""
    plain = msgspec.to_builtins(given)
    columns = {name: at for name, at in (plain.pop("columns") or {}).items() if at not in (None, [])}
    reported = {name: value for name, value in plain.items() if value is not None}
    return {**reported, "columns": columns} if columns else reported


def over(remembered: CsvLayoutInput, given: CsvLayoutInput) -> CsvLayoutInput:
    """Both together; what is given now counts before what was answered earlier.

    The columns of money are one answer: an amount that is given now leaves no remembered debit and credit next to it.
    """
    now = {each.name: value for each in fields(given) if (value := getattr(given, each.name)) is not None}
    if remembered.columns is not None and given.columns is not None:
        earlier, later = answered(remembered).get("columns", {}), answered(given).get("columns", {})
        if isinstance(earlier, dict) and isinstance(later, dict):
            if later.keys() & _MONEY:
                earlier = {name: at for name, at in earlier.items() if name not in _MONEY}
            now["columns"] = Columns(**{**earlier, **later})
    return replace(remembered, **now)


_MONEY: Final = {"amount", "debit", "credit", "fee", "direction"}
