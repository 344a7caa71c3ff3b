"""What was heard, kept: each record as Xero last gave it. Writing it tells what changed."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.ext.asyncio import AsyncConnection

from atom_xero_plugin.search import indexing
from atom_xero_plugin.search.entries import entry_of
from atom_xero_plugin.store.models import records
from atom_xero_plugin.xero.models.base import XeroRecord, decode_one

_KEY: Final = ("workspace_id", "tenant_id", "kind", "record_id")
_CHUNK: Final = 500
"""Rows a statement: below every database's limit of parameters."""
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


async def keep(
    tx: AsyncConnection,
    place: Place,
    heard: Sequence[XeroRecord],
    as_of: datetime,
    *,
    tell: bool = True,
    xero_now: datetime | None = None,
) -> list[Changed]:
    """Keep these records and say which are new or changed, in the order they were heard.

    The last of several of one id counts. A record older than the one kept is not taken: an answer can be stale; unless
    the time of the one kept is a wrong clock's, ahead of ours when it was heard or of Xero's now. With `tell` False
    nothing is said and no earlier content is read: for the first hearing of everything.
    """
    latest = list({record.record_id: record for record in heard}.values())
    changed: list[Changed] = []
    for start in range(0, len(latest), _CHUNK):
        changed += await _keep_some(tx, place, latest[start : start + _CHUNK], as_of, tell=tell, xero_now=xero_now)
    return changed


async def _keep_some(
    tx: AsyncConnection,
    place: Place,
    heard: Sequence[XeroRecord],
    as_of: datetime,
    *,
    tell: bool,
    xero_now: datetime | None,
) -> list[Changed]:
    known = await _known(tx, place, [record.record_id for record in heard])
    fresh: dict[str, tuple[XeroRecord, str]] = {}
    for record in heard:
        was = known.get(record.record_id)
        digest = hashlib.blake2b(record.raw, digest_size=16).hexdigest()
        if was is None or (was.hash != digest and not _is_older(record, was, xero_now)):
            fresh[record.record_id] = record, digest
    before = await _bodies(tx, place, [each for each in fresh if each in known]) if tell else {}
    rows = [_row(place, record, digest, as_of) for record, digest in fresh.values()]
    await _write(tx, rows)
    await _index(tx, place, known, {row["record_id"]: row["words"] for row in rows if row["words"]})
    return [Changed(record, before.get(identity)) for identity, (record, _) in fresh.items()] if tell else []


async def _known(tx: AsyncConnection, place: Place, ids: list[str]) -> dict[str, Any]:
    """The hash, Xero's time, our time and the words of those that are kept."""
    columns = (records.c[name] for name in ("record_id", "hash", "updated_at", "as_of", "words"))
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
    stamp, kept = record.updated_date_utc, was.updated_at
    if stamp is None or kept is None or stamp >= kept:
        return False
    was_wrong = kept > was.as_of + _CLOCK_SLACK or (xero_now is not None and kept > xero_now + _CLOCK_SLACK)
    return not was_wrong


def _row(place: Place, record: XeroRecord, digest: str, as_of: datetime) -> dict[str, Any]:
    return {
        "workspace_id": place.workspace_id,
        "tenant_id": place.tenant_id,
        "kind": place.kind,
        "record_id": record.record_id,
        "updated_at": record.updated_date_utc,
        "as_of": as_of,
        "hash": digest,
        "body": record.raw.decode(),
        **entry_of(record, place.workspace_id)._asdict(),
    }


async def _index(tx: AsyncConnection, place: Place, known: dict[str, Any], words: dict[str, str]) -> None:
    """Keep the search index in step with the rows just written."""
    added = [identity for identity in words if identity not in known]
    changed = [identity for identity in words if identity in known and known[identity].words != words[identity]]
    if added:
        await indexing.add(tx, _of(place, added))
    if changed:
        await indexing.change(tx, _of(place, changed))
    await indexing.note_spelling(tx, place.workspace_id, (words[identity] for identity in (*added, *changed)))


async def _write(tx: AsyncConnection, rows: list[dict[str, Any]]) -> None:
    """Insert rows; those that are there are changed to these."""
    if rows:
        statement: Any = (postgresql_insert if tx.dialect.name == "postgresql" else sqlite_insert)(records)
        new = {name: statement.excluded[name] for name in rows[0] if name not in _KEY}
        await tx.execute(statement.on_conflict_do_update(index_elements=list(_KEY), set_=new), rows)
