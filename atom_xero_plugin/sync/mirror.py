"""What was synced, kept: each record as Xero last gave it. Writing it says what changed."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from operator import itemgetter
from typing import Any, Final

from sqlalchemy import make_url, select
from sqlalchemy.engine import Dialect
from sqlalchemy.ext.asyncio import AsyncConnection

from atom_xero_plugin.accounting.lists.columns import ListColumns, list_columns
from atom_xero_plugin.search import index
from atom_xero_plugin.search.entries import SearchEntry, entry_of
from atom_xero_plugin.store.row_order import in_key_order
from atom_xero_plugin.store.tables import record_versions, records
from atom_xero_plugin.store.times import UtcTime
from atom_xero_plugin.store.upsert import insert_into
from atom_xero_plugin.xero.decoding.base import XeroRecord, decode_one

_KEY: Final = ("workspace_id", "tenant_id", "kind", "record_id")
_CHUNK: Final = 1_000
"""Rows a statement: below every database's limit of parameters."""
_TIMES: Final = ("updated_at", "as_of")
_LONGEST_STATUS: Final = 64
_KNOWN: Final = ("record_id", "hash", "updated_at", "as_of")
_DERIVED: Final = ("status", *SearchEntry._fields, *ListColumns._fields)
"""What is made of a record's body: another version of this program may make something else of the same one."""
_made_of: Final = itemgetter(*_DERIVED)
_UTC_TIME: Final = UtcTime()
_CLOCK_SLACK: Final = timedelta(minutes=1)
"""How far one clock may be before another without being wrong."""


@dataclass(frozen=True)
class Place:
    """Whose books, and which list."""

    workspace_id: str
    tenant_id: str
    kind: str


@dataclass(frozen=True)
class Changed:
    """One record whose content is another than before."""

    record: XeroRecord
    before: str | None
    """Its JSON as it was kept; None for one that was never seen."""

    @property
    def old(self) -> XeroRecord | None:
        """The record as it was."""
        return None if self.before is None else decode_one(type(self.record), self.before)


@dataclass(frozen=True)
class MirrorRow:
    """A record, and its row in one place but for when it was synced."""

    place: Place
    record: XeroRecord
    values: dict[str, Any]


def row_of(place: Place, record: XeroRecord) -> MirrorRow:
    """The record's row there: it can be made before the transaction, while the database is busy with others."""
    values: dict[str, Any] = {
        "workspace_id": place.workspace_id,
        "tenant_id": place.tenant_id,
        "kind": place.kind,
        "record_id": record.record_id,
        "status": (record.record_status or "")[:_LONGEST_STATUS] or None,
        "updated_at": record.updated_date_utc,
        "hash": hashlib.blake2b(record.raw, digest_size=16).hexdigest(),
        "body": record.raw.decode(),
    }
    values.update(zip(SearchEntry._fields, entry_of(record, place.workspace_id), strict=True))
    values.update(zip(ListColumns._fields, list_columns(record), strict=True))
    return MirrorRow(place, record, values)


async def keep(
    tx: AsyncConnection,
    place: Place,
    changed_records: Sequence[XeroRecord | MirrorRow],
    as_of: datetime,
    *,
    report_changes: bool = True,
    xero_now: datetime | None = None,
) -> list[Changed]:
    """Keep these records, or their rows here, and say which are new or changed, in the order they were synced.

    The last of several of one id counts. A record older than the one kept is not taken: an answer can be stale; unless
    the time of the one kept is a wrong clock's, ahead of ours when it was synced or of Xero's now. Without
    `report_changes` nothing is said and no earlier content is read: for the initial sync. Raises ValueError for a row
    that was made for another place.
    """
    rows = [each if isinstance(each, MirrorRow) else row_of(place, each) for each in changed_records]
    if any(row.place != place for row in rows):
        raise ValueError("a row made for one place is never taken for another")
    latest = list({row.record.record_id: row for row in rows}.values())
    changed: list[Changed] = []
    for start in range(0, len(latest), _CHUNK):
        changed += await _keep_some(
            tx, place, latest[start : start + _CHUNK], as_of, report_changes=report_changes, xero_now=xero_now
        )
    return changed


async def _keep_some(
    tx: AsyncConnection,
    place: Place,
    latest: Sequence[MirrorRow],
    as_of: datetime,
    *,
    report_changes: bool,
    xero_now: datetime | None,
) -> list[Changed]:
    known = await _known(tx, place, [each.record.record_id for each in latest])
    fresh: dict[str, MirrorRow] = {}
    found_again: list[MirrorRow] = []
    for each in latest:
        record, row = each.record, each.values
        was = known.get(record.record_id)
        if was is None or (was.hash != row["hash"] and not _is_older(record, was, xero_now)):
            fresh[record.record_id] = each
        elif was.hash == row["hash"] and was[len(_KNOWN) :] != _made_of(row):
            found_again.append(each)  # nothing changed in Xero, but what is made of it did
    before = await _bodies(tx, place, [each for each in fresh if each in known]) if report_changes else {}
    rows = [each.values | {"as_of": as_of} for each in (*fresh.values(), *found_again)]
    await _write(tx, rows)
    if rows:
        await _count_up(tx, place)
    await _index(tx, place, known, {row["record_id"]: row["words"] for row in rows if row["words"]})
    return [Changed(each.record, before.get(identity)) for identity, each in fresh.items()] if report_changes else []


async def _known(tx: AsyncConnection, place: Place, ids: list[str]) -> dict[str, Any]:
    """The hash, Xero's time, our time and what is made of the body of those that are kept."""
    columns = (records.c[name] for name in (*_KNOWN, *_DERIVED))
    return {row.record_id: row for row in await tx.execute(select(*columns).where(*_of(place, ids)))}


async def _bodies(tx: AsyncConnection, place: Place, ids: list[str]) -> dict[str, str]:
    if not ids:
        return {}
    rows = await tx.execute(select(records.c.record_id, records.c.body).where(*_of(place, ids)))
    return {row.record_id: row.body for row in rows}


def _of(place: Place, ids: list[str]) -> tuple[Any, ...]:
    return (
        records.c.workspace_id == place.workspace_id,
        records.c.tenant_id == place.tenant_id,
        records.c.kind == place.kind,
        records.c.record_id.in_(ids),
    )


def _is_older(record: XeroRecord, was: Any, xero_now: datetime | None) -> bool:
    stamp, stored = record.updated_date_utc, was.updated_at
    if stamp is None or stored is None or stamp >= stored:
        return False
    was_wrong = stored > was.as_of + _CLOCK_SLACK or (xero_now is not None and stored > xero_now + _CLOCK_SLACK)
    return not was_wrong


async def _index(tx: AsyncConnection, place: Place, known: dict[str, Any], words: dict[str, str]) -> None:
    """Keep the search index in step with the rows just written."""
    added = [identity for identity in words if identity not in known]
    changed = [identity for identity in words if identity in known and known[identity].words != words[identity]]
    if added:
        await index.add(tx, _of(place, added))
    if changed:
        await index.change(tx, _of(place, changed))
    await index.note_spelling(tx, place.workspace_id, (words[identity] for identity in (*added, *changed)))


async def _write(tx: AsyncConnection, rows: list[dict[str, Any]]) -> None:
    """Insert rows; those that are there are changed to these.

    By the driver itself, with SQLAlchemy's statement: checking each value of so many rows costs it more than the
    database takes to keep them.
    """
    if not rows:
        return
    upsert, names = _upsert(tx.dialect.name, tuple(rows[0]))
    timed = {moment: _time(moment, tx.dialect) for moment in {row[name] for row in rows for name in _TIMES}}
    stored = in_key_order(records, (row | {name: timed[row[name]] for name in _TIMES} for row in rows))
    if tx.dialect.name == "sqlite":
        await tx.exec_driver_sql(upsert, list(map(itemgetter(*names), stored)))
    else:
        await tx.exec_driver_sql(upsert, stored)


async def _count_up(tx: AsyncConnection, place: Place) -> None:
    """Another version of the organisation's records: what was worked out of the one before counts no more."""
    first = insert_into(record_versions, tx.dialect.name).values(
        workspace_id=place.workspace_id, tenant_id=place.tenant_id, version=1
    )
    keys = [record_versions.c.workspace_id, record_versions.c.tenant_id]
    await tx.execute(first.on_conflict_do_update(index_elements=keys, set_={"version": record_versions.c.version + 1}))


@lru_cache
def _upsert(dialect: str, names: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """The statement in the driver's own words, and the order of its values."""
    statement = insert_into(records, dialect)
    new = {name: statement.excluded[name] for name in names if name not in _KEY}
    whole = statement.on_conflict_do_update(index_elements=list(_KEY), set_=new)
    driver = make_url({"sqlite": "sqlite://", "postgresql": "postgresql+psycopg://"}[dialect]).get_dialect()
    compiled = whole.compile(dialect=driver(), column_keys=list(names))
    return str(compiled), tuple(compiled.positiontup or ())


def _time(moment: datetime | None, dialect: Dialect) -> datetime | str | None:
    """A time as SQLAlchemy would hand it to the driver; a naive one is refused. SQLite keeps it as text."""
    utc = _UTC_TIME.process_bind_param(moment, dialect)
    return utc.isoformat(" ", "microseconds") if utc is not None and dialect.name == "sqlite" else utc
