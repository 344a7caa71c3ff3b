"""A table for files on their way to Xero or from it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"

MINE = (
    "workspace_id = current_setting('atom_xero.workspace', true) OR current_setting('atom_xero.workspace', true) = '*'"
)


def upgrade() -> None:
    """Add it, and on PostgreSQL let each workspace see its own files alone."""
    op.create_table(
        "stored_files",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("workspace_id", sa.String(128), nullable=False),
        sa.Column("name", sa.String(255), nullable=False),
        sa.Column("content_type", sa.String(128), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("created_by", sa.String(255), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_stored_files"),
    )
    for column in ("workspace_id", "expires_at"):
        op.create_index(f"ix_stored_files_{column}", "stored_files", [column])
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE stored_files ENABLE ROW LEVEL SECURITY")
        op.execute("ALTER TABLE stored_files FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY workspace ON stored_files USING ({MINE}) WITH CHECK ({MINE})")
