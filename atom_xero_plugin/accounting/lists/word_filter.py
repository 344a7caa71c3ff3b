"""Words as one condition on rows of the mirror, for lists that filter by them; search itself ranks what it finds."""

from __future__ import annotations

from typing import Final

from sqlalchemy import ColumnElement, Select, and_, bindparam, column, select, table, text

from atom_xero_plugin.core.words import words_of
from atom_xero_plugin.store.tables import records, search_words

_FTS: Final = table("records_words", column("rowid"))
_MOST_WORDS: Final = 8
LAST_LETTER: Final = "\U0010ffff"
"""No word that begins alike comes after one that ends with it."""


def has_words(asked: str, workspace_id: str, dialect: str) -> ColumnElement[bool] | None:
    """That a record has words beginning with each of these; None for a text without a word.

    They are folded as search folds them: `inv 42` and `INV-42` ask for the same.
    """
    words = words_of(asked)[:_MOST_WORDS]
    if not words:
        return None
    if dialect == "sqlite":
        match = " AND ".join(f'"{word}"*' for word in words)  # letters and digits: none is syntax
        found = text("records_words MATCH :words_asked").bindparams(bindparam("words_asked", match))
        return records.c.id.in_(select(_FTS.c.rowid).where(found))
    return and_(*(records.c.id.in_(_beginning(word, workspace_id)) for word in words))


def _beginning(word: str, workspace_id: str) -> Select[tuple[int]]:
    begins = and_(search_words.c.word >= word, search_words.c.word < word + LAST_LETTER)
    return select(search_words.c.record).where(search_words.c.workspace_id == workspace_id, begins)
