"""Browser sessions show when they were used last and by what; one-time links sign a browser in."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"

MINE = (
    "workspace_id = current_setting('atom_xero.workspace', true) OR current_setting('atom_xero.workspace', true) = '*'"
)


def upgrade() -> None:
    """Who is signed in stays so."""
    op.add_column("browser_sessions", sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("browser_sessions", sa.Column("about", sa.String(128), nullable=True))
    op.create_table(
        "sign_in_links",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("workspace_id", sa.String(128), nullable=False),
        sa.Column("token_id", sa.String(128), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_sign_in_links"),
        sa.UniqueConstraint("hash", name="uq_sign_in_links_hash"),
    )
    op.create_index("ix_sign_in_links_workspace_id", "sign_in_links", ["workspace_id"])
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE sign_in_links ENABLE ROW LEVEL SECURITY")
        op.execute("ALTER TABLE sign_in_links FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY workspace ON sign_in_links USING ({MINE}) WITH CHECK ({MINE})")
