"""The status of each record as a column: which documents are open is no longer read out of a line for people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any, Final

import msgspec
import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

CHUNK: Final = 1_000
LONGEST: Final = 64
FIELDS: Final = {
    "Invoices": "Status", "Payments": "Status", "BankTransactions": "Status",
    "Contacts": "ContactStatus", "Connections": "State",
}  # fmt: skip
"""Where in each kind's JSON its status stands."""
RECORDS: Final = sa.table("records", *(sa.column(name) for name in ("id", "kind", "body", "status")))
FULL_RESYNC: Final = """UPDATE polls SET due_at = :now WHERE due_at > :now AND EXISTS (
    SELECT 1 FROM records WHERE records.workspace_id = polls.workspace_id AND records.tenant_id = polls.tenant_id
    AND polls.resource = 'Sweep:' || records.kind AND records.status IS NULL)"""


def upgrade() -> None:
    """Fill it from each record's JSON as Xero sent it. A list that lacks one is read again whole, at once."""
    op.add_column("records", sa.Column("status", sa.String(LONGEST), nullable=True))
    connection = op.get_bind()
    fill = sa.update(RECORDS).where(RECORDS.c.id == sa.bindparam("row")).values(status=sa.bindparam("found"))
    for rows in _chunks(connection):
        found = [{"row": row.id, "found": status} for row in rows if (status := _status(row.kind, row.body))]
        if found:
            connection.execute(fill, found)
    now = sa.bindparam("now", datetime.now(UTC), sa.DateTime(timezone=True))
    connection.execute(sa.text(FULL_RESYNC).bindparams(now))


def _chunks(connection: sa.Connection) -> Iterator[Sequence[Any]]:
    """The rows of kinds that have a status."""
    last = 0
    of_kind = sa.select(RECORDS.c.id, RECORDS.c.kind, RECORDS.c.body).where(RECORDS.c.kind.in_(FIELDS))
    page = of_kind.order_by(RECORDS.c.id).limit(CHUNK)
    while rows := connection.execute(page.where(RECORDS.c.id > last)).all():
        yield rows
        last = rows[-1].id


def _status(kind: str, body: str) -> str | None:
    """The status in a record's JSON; None where it holds none that can be read."""
    try:
        status = msgspec.json.decode(body)[FIELDS[kind]]
    except (msgspec.MsgspecError, ValueError, LookupError, TypeError, RecursionError):
        return None
    return status[:LONGEST] if isinstance(status, str) and status else None
