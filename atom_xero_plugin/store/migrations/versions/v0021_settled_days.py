"""The day on which a document was settled whole, as a column: what is open is found without reading the rest."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, Final

import msgspec
import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"

CHUNK: Final = 1_000
INDEXED: Final = (
    "workspace_id tenant_id kind_name status currency direction due_day day total still_owed contact_id contact_name "
    "number reference settled_day"
)
_MS_DATE: Final = re.compile(r"/Date\((-?[0-9]{1,16})(?:([+-])([0-9]{2})([0-9]{2}))?\)/")
RECORDS: Final = sa.table("records", *(sa.column(name) for name in ("id", "kind", "status", "body", "settled_day")))


_Settled: Final = msgspec.defstruct(
    "Settled",
    [
        ("day", Any, msgspec.field(default=None, name="FullyPaidOnDate")),
        ("local_day", Any, msgspec.field(default=None, name="FullyPaidOnDateString")),
    ],
)
"""Of a document only when it was settled; anything else in its place is read as nothing."""


def upgrade() -> None:
    """Fill it from each document's JSON as Xero sent it. What cannot be read there stays empty, and is read whole."""
    op.add_column("records", sa.Column("settled_day", sa.String(10), nullable=True))
    connection = op.get_bind()
    fill = sa.update(RECORDS).where(RECORDS.c.id == sa.bindparam("row")).values(settled_day=sa.bindparam("new_day"))
    for rows in _chunks(connection):
        connection.execute(fill, [{"row": row.id, "new_day": _day(row.body)} for row in rows])
    op.drop_index("ix_records_lists", "records")
    op.create_index("ix_records_lists", "records", INDEXED.split())
    op.create_index("ix_records_days", "records", ["workspace_id", "tenant_id", "kind_name", "day", "status"])


def _chunks(connection: sa.Connection) -> Iterator[Sequence[Any]]:
    """The rows of what can be settled, and is."""
    last = 0
    of_kind = sa.select(RECORDS.c.id, RECORDS.c.body).where(
        RECORDS.c.kind.in_(("Invoices", "CreditNotes")), RECORDS.c.status == "PAID"
    )
    page = of_kind.order_by(RECORDS.c.id).limit(CHUNK)
    while rows := connection.execute(page.where(RECORDS.c.id > last)).all():
        yield rows
        last = rows[-1].id


def _day(body: str) -> str | None:
    """The calendar day, from its local duplicate where there is one."""
    try:
        found: Any = msgspec.json.decode(body, type=_Settled)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return None
    for text in (found.local_day, found.day):
        if isinstance(text, str) and text not in {"", "/Date(0+0000)/"} and (day := _read(text)):
            return day
    return None


def _read(text: str) -> str | None:
    found = _MS_DATE.fullmatch(text)
    try:
        if found is None:
            return datetime.fromisoformat(text).date().isoformat() if text[4:5] == "-" else None
        offset = timedelta(hours=int(found[3] or 0), minutes=int(found[4] or 0))
        zone = timezone(-offset if found[2] == "-" else offset)
        moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=int(found[1]))
        return moment.astimezone(zone).date().isoformat()
    except (ValueError, OverflowError):
        return None
