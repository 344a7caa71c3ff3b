"""An index for the order of one record's events; on SQLite new words are indexed a page at a time, not row by row."""

from __future__ import annotations

from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Who adds records adds their words too: see sync/mirror.py. Changed and removed ones still do it by themselves."""
    op.create_index("ix_events_record", "events", ["workspace_id", "tenant_id", "kind", "record_id", "state", "number"])
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER records_words_added")
