"""Bank statements that were imported, their lines, and what a line is not."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"

MINE = (
    "workspace_id = current_setting('atom_xero.workspace', true) OR current_setting('atom_xero.workspace', true) = '*'"
)
TABLES = ("imported_statements", "imported_lines", "ruled_out_matches")


def upgrade() -> None:
    """No statement is kept yet."""
    op.create_table(
        "imported_statements",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("workspace_id", sa.String(128), nullable=False),
        sa.Column("tenant_id", sa.String(64), nullable=False),
        sa.Column("account_id", sa.String(64), nullable=False),
        sa.Column("name", sa.String(255), nullable=False),
        sa.Column("format", sa.String(16), nullable=False),
        sa.Column("first_day", sa.String(10), nullable=False),
        sa.Column("last_day", sa.String(10), nullable=False),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.Column("closing_balance", sa.String(40), nullable=True),
        sa.Column("imported_by", sa.String(255), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_imported_statements"),
    )
    of_account = ["workspace_id", "tenant_id", "account_id"]
    op.create_index("ix_imported_statements_account", "imported_statements", of_account)
    op.create_table(
        "imported_lines",
        sa.Column("workspace_id", sa.String(128), nullable=False),
        sa.Column("tenant_id", sa.String(64), nullable=False),
        sa.Column("account_id", sa.String(64), nullable=False),
        sa.Column("line_id", sa.String(64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("statement_id", sa.String(64), nullable=False),
        sa.Column("day", sa.String(10), nullable=False),
        sa.Column("amount", sa.String(40), nullable=False),
        sa.Column("line", sa.Text(), nullable=False),
        sa.Column("dismissed", sa.Boolean(), nullable=False),
        sa.Column("judged", sa.String(16), nullable=True),
        sa.Column("finished", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint(*of_account, "line_id", name="pk_imported_lines"),
    )
    op.create_index("uq_imported_lines_number", "imported_lines", [*of_account, "number"], unique=True)
    op.create_index("ix_imported_lines_open", "imported_lines", [*of_account, "finished"])
    op.create_table(
        "ruled_out_matches",
        sa.Column("workspace_id", sa.String(128), nullable=False),
        sa.Column("tenant_id", sa.String(64), nullable=False),
        sa.Column("account_id", sa.String(64), nullable=False),
        sa.Column("line_id", sa.String(64), nullable=False),
        sa.Column("records", sa.String(64), nullable=False),
        sa.Column("ruled_out_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint(*of_account, "line_id", "records", name="pk_ruled_out_matches"),
    )
    if op.get_bind().dialect.name == "postgresql":
        for table in TABLES:
            op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
            op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
            op.execute(f"CREATE POLICY workspace ON {table} USING ({MINE}) WITH CHECK ({MINE})")
