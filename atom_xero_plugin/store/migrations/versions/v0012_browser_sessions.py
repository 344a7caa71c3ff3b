"""Browser sessions and one-time login links get tables of their own; they were API tokens whose rights said so."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

MINE = (
    "workspace_id = current_setting('atom_xero.workspace', true) OR current_setting('atom_xero.workspace', true) = '*'"
)
MOVED = (("browser_sessions", "token_id", "session"), ("login_links", "invited_by", "ticket"))


def upgrade() -> None:
    """Move them: who is signed in stays so, and a link that was sent still works."""
    for table, about, kind in MOVED:
        op.create_table(
            table,
            sa.Column("id", sa.String(64), nullable=False),
            sa.Column("workspace_id", sa.String(128), nullable=False),
            sa.Column(about, sa.String(128), nullable=False),
            sa.Column("hash", sa.String(64), nullable=False),
            sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
            sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
            sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
            sa.UniqueConstraint("hash", name=f"uq_{table}_hash"),
        )
        op.create_index(f"ix_{table}_workspace_id", table, ["workspace_id"])
        if op.get_bind().dialect.name == "postgresql":
            op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
            op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
            op.execute(f"CREATE POLICY workspace ON {table} USING ({MINE}) WITH CHECK ({MINE})")
        op.execute(
            f"INSERT INTO {table} (id, workspace_id, {about}, hash, created_at, expires_at)"  # noqa: S608 - names of ours
            f" SELECT id, workspace_id, name, hash, created_at, expires_at FROM api_tokens WHERE rights = '{kind}'"
        )
        op.execute(f"DELETE FROM api_tokens WHERE rights = '{kind}'")  # noqa: S608 - the same
