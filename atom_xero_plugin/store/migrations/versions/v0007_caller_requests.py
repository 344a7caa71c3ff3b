"""Keys by which callers name their requests, and what each was answered."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

MINE = (
    "workspace_id = current_setting('atom_xero.workspace', true) OR current_setting('atom_xero.workspace', true) = '*'"
)


def upgrade() -> None:
    """A table of each workspace's own, secured as the others are."""
    op.create_table(
        "caller_requests",
        sa.Column("workspace_id", sa.String(128), nullable=False),
        sa.Column("caller", sa.String(255), nullable=False),
        sa.Column("key_hash", sa.String(64), nullable=False),
        sa.Column("request_hash", sa.String(64), nullable=False),
        sa.Column("fence", sa.Integer, nullable=False),
        sa.Column("lease_owner", sa.String(64), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("plan_id", sa.String(64), nullable=True),
        sa.Column("status", sa.Integer, nullable=True),
        sa.Column("headers", sa.Text, nullable=True),
        sa.Column("answer", sa.Text, nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "caller", "key_hash", name="pk_caller_requests"),
    )
    op.create_index("ix_caller_requests_expires_at", "caller_requests", ["expires_at"])
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE caller_requests ENABLE ROW LEVEL SECURITY")
        op.execute("ALTER TABLE caller_requests FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY workspace ON caller_requests USING ({MINE}) WITH CHECK ({MINE})")
