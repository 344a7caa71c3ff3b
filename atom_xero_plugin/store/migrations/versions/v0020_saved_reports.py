"""Reports that people put together and keep by a name."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"

MINE = (
    "workspace_id = current_setting('atom_xero.workspace', true) OR current_setting('atom_xero.workspace', true) = '*'"
)


def upgrade() -> None:
    """No report is kept yet."""
    op.create_table(
        "saved_reports",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("workspace_id", sa.String(128), nullable=False),
        sa.Column("tenant_id", sa.String(64), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("name_key", sa.String(200), nullable=False),
        sa.Column("definition", sa.Text(), nullable=False),
        sa.Column("saved_by", sa.String(255), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_saved_reports"),
    )
    columns = ["workspace_id", "tenant_id", "name_key"]
    op.create_index("uq_saved_reports_name", "saved_reports", columns, unique=True)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE saved_reports ENABLE ROW LEVEL SECURITY")
        op.execute("ALTER TABLE saved_reports FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY workspace ON saved_reports USING ({MINE}) WITH CHECK ({MINE})")
