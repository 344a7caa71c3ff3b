"""What was heard, kept: each record as Xero last gave it. Writing it tells what changed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Table, select
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
    tx: AsyncConnection, place: Place, heard: Sequence[XeroRecord], as_of: datetime, *, tell: bool = True
) -> list[Changed]:
    """Keep these records and say which are new or changed, in the order they were heard.

    The last of several of one id counts. A record older than the one kept is not taken: an answer can be stale. With
    `tell` False nothing is said and no earlier content is read: for the first hearing of everything.
    """
    latest = {record.record_id: record for record in heard}
    known = await _known(tx, place, list(latest))
    fresh: dict[str, tuple[XeroRecord, str]] = {}
    for identity, record in latest.items():
        was = known.get(identity)
        digest = hashlib.blake2b(record.raw, digest_size=16).hexdigest()
        if was is None or (was[0] != digest and not _is_older(record, was[1])):
            fresh[identity] = record, digest
    before = await _bodies(tx, place, [each for each in fresh if each in known]) if tell else {}
    rows = [_row(place, record, digest, as_of) for record, digest in fresh.values()]
    await _write(tx, records, rows, _KEY)
    await _note_words(tx, place.workspace_id, (row["words"] for row in rows))
    return [Changed(record, before.get(identity)) for identity, (record, _) in fresh.items()] if tell else []


async def _known(tx: AsyncConnection, place: Place, ids: list[str]) -> dict[str, tuple[str, datetime | None]]:
    found: dict[str, tuple[str, datetime | None]] = {}
    for some in _chunks(ids):
        statement = select(records.c.record_id, records.c.hash, records.c.updated_at).where(*_of(place, some))
        for row in (await tx.execute(statement)).all():
            found[row.record_id] = row.hash, row.updated_at
    return found


async def _bodies(tx: AsyncConnection, place: Place, ids: list[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for some in _chunks(ids):
        rows = (await tx.execute(select(records.c.record_id, records.c.body).where(*_of(place, some)))).all()
        found.update((row.record_id, row.body) for row in rows)
    return found


def _chunks(ids: list[str]) -> Iterable[list[str]]:
    return (ids[start : start + _CHUNK] for start in range(0, len(ids), _CHUNK))


def _of(place: Place, ids: list[str]) -> tuple[Any, ...]:
    return (
        records.c.workspace_id == place.workspace_id,
        records.c.tenant_id == place.tenant_id,
        records.c.kind == place.kind,
        records.c.record_id.in_(ids),
    )


def _is_older(record: XeroRecord, kept: datetime | None) -> bool:
    return record.updated_date_utc is not None and kept is not None and record.updated_date_utc < kept


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


async def _note_words(tx: AsyncConnection, workspace_id: str, texts: Iterable[str]) -> None:
    words = {word for text in texts for word in text.split()}
    rows = [{"workspace_id": workspace_id, "gram": gram, "word": word} for word in words for gram in grams_of(word)]
    await _write(tx, search_grams, rows, None)


async def _write(tx: AsyncConnection, table: Table, rows: list[dict[str, Any]], key: tuple[str, ...] | None) -> None:
    """Insert rows; those that are there are changed to these, or left as they are if there is no key."""
    if not rows:
        return
    statement: Any = (postgresql_insert if tx.dialect.name == "postgresql" else sqlite_insert)(table)
    if key is None:
        statement = statement.on_conflict_do_nothing()
    else:
        new = {name: statement.excluded[name] for name in rows[0] if name not in key}
        statement = statement.on_conflict_do_update(index_elements=list(key), set_=new)
    await tx.execute(statement, rows)
