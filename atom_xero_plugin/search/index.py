"""The words of the mirror, kept where each database finds them fast.

SQLite has its own full-text index. PostgreSQL's is of no use under row-level security: its match operator is not
leakproof, so the planner may not use the index before each row has passed the policy, and reads the whole workspace.
Comparing text is leakproof. So there every word of a record is a row of a table, found by its beginning.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from sqlalchemy import ColumnElement, column, delete, insert, select, table, text, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from atom_xero_plugin.search.tokens import LETTERS, grams_of
from atom_xero_plugin.store.row_order import in_key_order
from atom_xero_plugin.store.tables import records, search_grams, search_words
from atom_xero_plugin.store.upsert import insert_into

Rows = Sequence[ColumnElement[bool]]
"""The conditions that choose rows of the mirror."""
_FTS: Final = table("records_words", column("rowid"), column("words"))
_CHUNK: Final = 1_000
"""Words a statement: below every database's limit of parameters."""
_MARKS: Final = 2
"""Words before the record's own: its kind and its workspace."""


async def add(tx: AsyncConnection, rows: Rows) -> None:
    """Index new rows. On SQLite row by row would take twice as long, so no trigger does it."""
    if tx.dialect.name == "sqlite":
        added = select(records.c.id, records.c.words).where(*rows)
        await tx.execute(insert(_FTS).from_select(["rowid", "words"], added))
        return
    parted = text("unnest(string_to_array(records.words, ' ')) WITH ORDINALITY AS part(word, number)")
    kind, word = text("split_part(records.words, ' ', 1)"), text("part.word")
    added = (
        select(records.c.workspace_id, kind, word, records.c.id)
        .select_from(records, parted)
        .where(*rows, text(f"part.number > {_MARKS}"))
    )
    names = ["workspace_id", "kind", "word", "record"]
    await tx.execute(insert_into(search_words, tx.dialect.name).from_select(names, added).on_conflict_do_nothing())


async def change(tx: AsyncConnection, rows: Rows) -> None:
    """Index again rows whose words are others now. SQLite's triggers have done so already."""
    if tx.dialect.name == "sqlite":
        return
    await tx.execute(delete(search_words).where(search_words.c.record.in_(select(records.c.id).where(*rows))))
    await add(tx, rows)


async def note_spelling(tx: AsyncConnection, workspace_id: str, texts: Iterable[str]) -> None:
    """Keep every word by its runs of three letters, so that it is found when it is misspelt.

    Organisations of one workspace share these rows, so they are written in one order: two first syncs at once would
    lock each other up. Call it once a transaction.
    """
    words = {word for each in texts for word in each.split()[_MARKS:] if len(word) >= LETTERS and word.isalpha()}
    new = words - await _noted(tx, workspace_id, words)
    rows = [{"workspace_id": workspace_id, "gram": gram, "word": word} for word in new for gram in grams_of(word)]
    if rows:
        made = insert_into(search_grams, tx.dialect.name)
        await tx.execute(made.on_conflict_do_nothing(), in_key_order(search_grams, rows))


async def _noted(tx: AsyncConnection, workspace_id: str, words: set[str]) -> set[str]:
    """Those that are kept already: after a few pages of an organisation nearly all are."""
    place = tuple_(search_grams.c.gram, search_grams.c.word)
    asked = sorted((f" {word[:2]}", word) for word in words)
    found: set[str] = set()
    for start in range(0, len(asked), _CHUNK):
        mine = search_grams.c.workspace_id == workspace_id, place.in_(asked[start : start + _CHUNK])
        found.update((await tx.execute(select(search_grams.c.word).where(*mine))).scalars())
    return found
