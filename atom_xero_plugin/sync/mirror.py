"""What was heard, kept: each record as Xero last gave it. Writing it tells what changed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Table, column, insert, select, table
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.ext.asyncio import AsyncConnection

from atom_xero_plugin.search.entries import entry_of
from atom_xero_plugin.search.words import grams_of
from atom_xero_plugin.store.models import records, search_grams
from atom_xero_plugin.xero.models.base import XeroRecord, decode_one

_KEY: Final = ("workspace_id", "tenant_id", "kind", "record_id")
_CHUNK: Final = 500
"""Rows a statement: below every database's limit of parameters."""
_RECORDS_WORDS: Final = table("records_words", column("rowid"), column("words"))
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
    await _write(tx, records, rows, _KEY)
    if tx.dialect.name == "sqlite":
        await _index(tx, place, [identity for identity in fresh if identity not in known])
    await _note_words(tx, place.workspace_id, (row["words"] for row in rows))
    return [Changed(record, before.get(identity)) for identity, (record, _) in fresh.items()] if tell else []


async def _known(tx: AsyncConnection, place: Place, ids: list[str]) -> dict[str, Any]:
    """The hash, Xero's time and our time of those that are kept."""
    columns = records.c.record_id, records.c.hash, records.c.updated_at, records.c.as_of
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
        **entry_of(record)._asdict(),
    }


async def _index(tx: AsyncConnection, place: Place, ids: list[str]) -> None:
    """Put new rows into SQLite's index: by themselves they would do so one by one, which takes twice as long."""
    if ids:
        added = select(records.c.id, records.c.words).where(*_of(place, ids))
        await tx.execute(insert(_RECORDS_WORDS).from_select(["rowid", "words"], added))


async def _note_words(tx: AsyncConnection, workspace_id: str, texts: Iterable[str]) -> None:
    words = {word for text in texts for word in text.split()}
    rows = [{"workspace_id": workspace_id, "gram": gram, "word": word} for word in words for gram in grams_of(word)]
    await _write(tx, search_grams, rows, None)


async def _write(tx: AsyncConnection, into: Table, rows: list[dict[str, Any]], key: tuple[str, ...] | None) -> None:
    """Insert rows; those that are there are changed to these, or left as they are if there is no key."""
    if not rows:
        return
    statement: Any = (postgresql_insert if tx.dialect.name == "postgresql" else sqlite_insert)(into)
    if key is None:
        statement = statement.on_conflict_do_nothing()
    else:
        new = {name: statement.excluded[name] for name in rows[0] if name not in key}
        statement = statement.on_conflict_do_update(index_elements=list(key), set_=new)
    await tx.execute(statement, rows)
