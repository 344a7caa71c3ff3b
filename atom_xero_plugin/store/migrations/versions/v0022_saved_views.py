"""How a person likes to see lists: views kept by a name, and the columns of each list; and what came since a moment."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"

MINE = (
    "workspace_id = current_setting('atom_xero.workspace', true) OR current_setting('atom_xero.workspace', true) = '*'"
)


def upgrade() -> None:
    """No view is kept yet, and every list has its usual columns."""
    op.create_index("ix_records_synced", "records", ["workspace_id", "tenant_id", "as_of"])
    op.create_table(
        "saved_views",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("workspace_id", sa.String(128), nullable=False),
        sa.Column("person", sa.String(255), nullable=False),
        sa.Column("list_name", sa.String(32), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("name_key", sa.String(120), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_saved_views"),
    )
    columns = ["workspace_id", "person", "list_name", "name_key"]
    op.create_index("uq_saved_views_name", "saved_views", columns, unique=True)
    op.create_table(
        "chosen_columns",
        sa.Column("workspace_id", sa.String(128), nullable=False),
        sa.Column("person", sa.String(255), nullable=False),
        sa.Column("list_name", sa.String(32), nullable=False),
        sa.Column("columns", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "person", "list_name", name="pk_chosen_columns"),
    )
    if op.get_bind().dialect.name == "postgresql":
        for table in ("saved_views", "chosen_columns"):
            op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
            op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
            op.execute(f"CREATE POLICY workspace ON {table} USING ({MINE}) WITH CHECK ({MINE})")
