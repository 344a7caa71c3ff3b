"""Changes of what matters for safety, such as a supplier's bank details: what syncing sees stands in the audit trail.

The trail says that it changed and when that was seen, never what it was or became.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from atom_xero_plugin.store import audit as trail
from atom_xero_plugin.store.database import Store
from atom_xero_plugin.store.tables import audit

_EVENT: Final = "record.{}_changed"


class NotedChanges:
    """Those of one workspace."""

    def __init__(self, store: Store, workspace_id: str) -> None:
        """Keep the store that they are in."""
        self._store, self._workspace_id = store, workspace_id

    async def latest(
        self, tenant_id: str, noted_as: str, record_ids: Sequence[str], since: datetime
    ) -> Mapping[str, datetime]:
        """When each of these records was last seen changed, for those that were since then."""
        statement = select(audit.c.subject, func.max(audit.c.at)).where(
            audit.c.workspace_id == self._workspace_id,
            audit.c.tenant_id == tenant_id,
            audit.c.event == _EVENT.format(noted_as),
            audit.c.at >= since,
            audit.c.subject.in_(record_ids),
        )
        async with self._store.read(self._workspace_id) as tx:
            found = (await tx.execute(statement.group_by(audit.c.subject))).all()
        return {row[0]: row[1] for row in found}


async def note(
    tx: AsyncConnection, *, workspace_id: str, tenant_id: str, actor: str, noted_as: str, record_id: str, at: datetime
) -> None:
    """Put a change into the audit trail, in the transaction of what shows it."""
    await trail.record(
        tx, workspace_id=workspace_id, at=at, actor=actor, event=_EVENT.format(noted_as), tenant_id=tenant_id,
        subject=record_id, detail={"changed": noted_as},
    )  # fmt: skip
