"""Quicker: the order of one record's events, and the words of the mirror.

PostgreSQL may not use its full-text index under row-level security, so words become rows of a table of their own there.
On SQLite new words are indexed a page at a time, not row by row. Each record's words begin with its kind and workspace.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

MINE = (
    "workspace_id = current_setting('atom_xero.workspace', true) OR current_setting('atom_xero.workspace', true) = '*'"
)
WORD = sa.String(64).with_variant(sa.String(64, collation="C"), "postgresql")
KIND = """CASE kind WHEN 'Contacts' THEN 'kindcontact' WHEN 'Payments' THEN 'kindpayment'
    WHEN 'BankTransactions' THEN 'kindbanktransaction'
    ELSE CASE WHEN title LIKE 'Bill%' THEN 'kindbill' ELSE 'kindinvoice' END END"""
MARK_SQLITE = f"""UPDATE records SET words = {KIND} || ' in' || lower(hex(workspace_id)) ||
    substr(words, instr(words, ' ')) WHERE words <> ''"""  # noqa: S608 - all of it is written here
MARK_POSTGRESQL = f"""UPDATE records SET words = {KIND} || ' in' || encode(convert_to(workspace_id, 'UTF8'), 'hex') ||
    substr(words, strpos(words, ' ')) WHERE words <> ''"""  # noqa: S608 - all of it is written here
INDEX = """INSERT INTO search_words (workspace_id, kind, word, record)
    SELECT workspace_id, split_part(words, ' ', 1), part.word, id
    FROM records, unnest(string_to_array(words, ' ')) WITH ORDINALITY AS part(word, number) WHERE part.number > 2
    ON CONFLICT DO NOTHING"""


def upgrade() -> None:
    """Who adds records adds their words too: see search/indexing.py."""
    op.create_index("ix_events_record", "events", ["workspace_id", "tenant_id", "kind", "record_id", "state", "number"])
    op.create_table(
        "search_words",
        sa.Column("workspace_id", sa.String(128), nullable=False),
        sa.Column("word", WORD, nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("record", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "word", "kind", "record", name="pk_search_words"),
        sa.ForeignKeyConstraint(["record"], ["records.id"], ondelete="CASCADE", name="fk_search_words_record"),
    )
    op.create_index("ix_search_words_record", "search_words", ["record"])
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER records_words_added")
        op.execute(MARK_SQLITE)
        return
    op.execute("ALTER TABLE search_words ENABLE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE search_words FORCE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY workspace ON search_words USING ({MINE}) WITH CHECK ({MINE})")
    op.execute("DROP INDEX ix_records_words")
    op.execute(MARK_POSTGRESQL)
    op.execute(INDEX)
