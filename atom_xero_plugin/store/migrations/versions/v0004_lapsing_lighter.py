"""Subscriptions that lapse when whoever made them is gone; a lighter index of words on SQLite.

The index is made without a second one of beginnings, which cost more to keep than it saved.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

INDEX_SQLITE = (
    "DROP TRIGGER records_words_gone",
    "DROP TRIGGER records_words_changed",
    "DROP TABLE records_words",
    """CREATE VIRTUAL TABLE records_words USING fts5(
        words, content='records', content_rowid='id', tokenize='unicode61', columnsize=0)""",
    "INSERT INTO records_words(records_words) VALUES ('rebuild')",
    """CREATE TRIGGER records_words_gone AFTER DELETE ON records BEGIN
        INSERT INTO records_words(records_words, rowid, words) VALUES ('delete', old.id, old.words); END""",
    """CREATE TRIGGER records_words_changed AFTER UPDATE OF words ON records WHEN old.words <> new.words BEGIN
        INSERT INTO records_words(records_words, rowid, words) VALUES ('delete', old.id, old.words);
        INSERT INTO records_words(rowid, words) VALUES (new.id, new.words); END""",
)


def upgrade() -> None:
    """Subscriptions that are there stay until they are turned off; every record is found as before."""
    op.add_column("subscriptions", sa.Column("lapses_at", sa.DateTime(timezone=True), nullable=True))
    if op.get_bind().dialect.name == "sqlite":
        for statement in INDEX_SQLITE:
            op.execute(statement)
