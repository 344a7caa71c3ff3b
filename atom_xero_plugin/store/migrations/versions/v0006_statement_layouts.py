"""How the bank files of an account are read, as a person answered."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

MINE = (
    "workspace_id = current_setting('atom_xero.workspace', true) OR current_setting('atom_xero.workspace', true) = '*'"
)


def upgrade() -> None:
    """Nothing is remembered yet."""
    op.create_table(
        "statement_layouts",
        sa.Column("workspace_id", sa.String(128), nullable=False),
        sa.Column("tenant_id", sa.String(64), nullable=False),
        sa.Column("account_id", sa.String(64), nullable=False),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("layout", sa.Text, nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "tenant_id", "account_id", "fingerprint", name="pk_statement_layouts"),
    )
    if op.get_bind().dialect.name != "sqlite":
        op.execute("ALTER TABLE statement_layouts ENABLE ROW LEVEL SECURITY")
        op.execute("ALTER TABLE statement_layouts FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY workspace ON statement_layouts USING ({MINE}) WITH CHECK ({MINE})")
