"""What is heard of Xero: polls, the mirror with its search index, events; callers of the service; bank statements.

The columns stand here as they were on that day: no later change of the package changes an old migration.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")
SECURED = ("polls", "records", "search_grams", "events", "subscriptions", "api_tokens", "statement_lines")
MINE = (
    "workspace_id = current_setting('atom_xero.workspace', true) OR current_setting('atom_xero.workspace', true) = '*'"
)
INDEX_SQLITE = (
    """CREATE VIRTUAL TABLE records_words USING fts5(
        words, content='records', content_rowid='id', tokenize='unicode61', prefix='2 3', columnsize=0)""",
    """CREATE TRIGGER records_words_added AFTER INSERT ON records BEGIN
        INSERT INTO records_words(rowid, words) VALUES (new.id, new.words); END""",
    """CREATE TRIGGER records_words_gone AFTER DELETE ON records BEGIN
        INSERT INTO records_words(records_words, rowid, words) VALUES ('delete', old.id, old.words); END""",
    """CREATE TRIGGER records_words_changed AFTER UPDATE OF words ON records WHEN old.words <> new.words BEGIN
        INSERT INTO records_words(records_words, rowid, words) VALUES ('delete', old.id, old.words);
        INSERT INTO records_words(rowid, words) VALUES (new.id, new.words); END""",
)
INDEX_POSTGRESQL = ("CREATE INDEX ix_records_words ON records USING gin (to_tsvector('simple', words))",)


def upgrade() -> None:
    """Create everything."""
    _polls()
    _mirror()
    _events()
    _callers()
    _statements()
    if op.get_bind().dialect.name == "sqlite":
        _execute(INDEX_SQLITE)
        return
    _execute(INDEX_POSTGRESQL)
    for table in SECURED:
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY workspace ON {table} USING ({MINE}) WITH CHECK ({MINE})")


def _execute(statements: tuple[str, ...]) -> None:
    for statement in statements:
        op.execute(statement)


def _text(name: str, length: int, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(length), nullable=nullable)


def _time(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _polls() -> None:
    op.create_table(
        "polls",
        _text("workspace_id", 128),
        _text("tenant_id", 64),
        _text("resource", 32),
        _time("cursor", nullable=True),
        _time("moved_at", nullable=True),
        sa.Column("seeded", sa.Boolean, nullable=False),
        _time("due_at"),
        sa.Column("interval_s", sa.Integer, nullable=False),
        _time("started_at", nullable=True),
        _time("finished_at", nullable=True),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("error", sa.Text, nullable=True),
        sa.PrimaryKeyConstraint("workspace_id", "tenant_id", "resource", name="pk_polls"),
    )
    op.create_index("ix_polls_due", "polls", ["due_at"])
    op.create_table(
        "poll_leases",
        _text("tenant_id", 64),
        sa.Column("fence", sa.Integer, nullable=False),
        _text("lease_owner", 64, nullable=True),
        _time("lease_until", nullable=True),
        sa.PrimaryKeyConstraint("tenant_id", name="pk_poll_leases"),
    )


def _mirror() -> None:
    op.create_table(
        "records",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        _text("workspace_id", 128),
        _text("tenant_id", 64),
        _text("kind", 32),
        _text("record_id", 64),
        _time("updated_at", nullable=True),
        _time("as_of"),
        _text("hash", 32),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("snippet", sa.Text, nullable=False),
        _text("number", 255, nullable=True),
        _text("reference", 255, nullable=True),
        _text("amount", 40, nullable=True),
        sa.Column("words", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_records"),
        sa.UniqueConstraint("workspace_id", "tenant_id", "kind", "record_id", name="uq_records_workspace_id"),
    )
    op.create_index("ix_records_amount", "records", ["workspace_id", "amount"])
    op.create_index("ix_records_number", "records", ["workspace_id", "number"])
    op.create_index("ix_records_reference", "records", ["workspace_id", "reference"])
    op.create_table(
        "search_grams",
        _text("workspace_id", 128),
        _text("gram", 3),
        _text("word", 64),
        sa.PrimaryKeyConstraint("workspace_id", "gram", "word", name="pk_search_grams"),
    )


def _events() -> None:
    op.create_table(
        "events",
        sa.Column("number", NUMBER, autoincrement=True, nullable=False),
        _text("workspace_id", 128),
        _text("id", 64),
        _text("tenant_id", 64),
        _text("trigger", 64),
        _text("kind", 32),
        _text("record_id", 64),
        sa.Column("body", sa.Text, nullable=False),
        _text("state", 16),
        sa.Column("attempts", sa.Integer, nullable=False),
        _time("next_attempt_at"),
        _text("lease_owner", 64, nullable=True),
        sa.Column("error", sa.Text, nullable=True),
        _time("created_at"),
        _time("delivered_at", nullable=True),
        sa.PrimaryKeyConstraint("number", name="pk_events"),
        sa.UniqueConstraint("workspace_id", "id", name="uq_events_workspace_id"),
    )
    op.create_index("ix_events_state", "events", ["state", "next_attempt_at"])
    op.create_table(
        "subscriptions",
        _text("id", 64),
        _text("workspace_id", 128),
        _text("trigger", 64),
        _text("tenant_id", 64, nullable=True),
        sa.Column("filters", sa.Text, nullable=False),
        _time("since"),
        _text("created_by", 255),
        _time("created_at"),
        _time("ended_at", nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_subscriptions"),
    )
    op.create_index("ix_subscriptions_workspace_id", "subscriptions", ["workspace_id"])


def _callers() -> None:
    op.create_table(
        "api_tokens",
        _text("id", 64),
        _text("workspace_id", 128),
        _text("name", 128),
        _text("hash", 64),
        _text("rights", 64),
        _time("created_at"),
        _time("expires_at", nullable=True),
        _time("last_used_at", nullable=True),
        _time("revoked_at", nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_api_tokens"),
        sa.UniqueConstraint("hash", name="uq_api_tokens_hash"),
    )
    op.create_index("ix_api_tokens_workspace_id", "api_tokens", ["workspace_id"])


def _statements() -> None:
    op.create_table(
        "statement_lines",
        _text("workspace_id", 128),
        _text("tenant_id", 64),
        _text("account_id", 64),
        _text("line_id", 64),
        _text("day", 10),
        _text("amount", 40),
        _text("currency", 3, nullable=True),
        sa.Column("words", sa.Text, nullable=False),
        _text("state", 16),
        _text("plan_id", 64, nullable=True),
        _time("imported_at"),
        sa.PrimaryKeyConstraint("workspace_id", "tenant_id", "account_id", "line_id", name="pk_statement_lines"),
    )
