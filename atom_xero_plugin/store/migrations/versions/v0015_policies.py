"""Policies that a person sets for writes, and the first of two approvals where a policy asks for two people."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"

MINE = (
    "workspace_id = current_setting('atom_xero.workspace', true) OR current_setting('atom_xero.workspace', true) = '*'"
)


def upgrade() -> None:
    """No policy is there yet, and one approval is enough for every plan that waits."""
    op.create_table(
        "policies",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("workspace_id", sa.String(128), nullable=False),
        sa.Column("action", sa.String(16), nullable=False),
        sa.Column("tenant_id", sa.String(64), nullable=True),
        sa.Column("kind", sa.String(32), nullable=True),
        sa.Column("caller", sa.String(255), nullable=True),
        sa.Column("amount", sa.String(32), nullable=True),
        sa.Column("currency", sa.String(8), nullable=True),
        sa.Column("set_by", sa.String(255), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("audit_number", sa.BigInteger(), nullable=False),
        sa.Column("mac", sa.String(96), nullable=False),
        sa.Column("ended_by", sa.String(255), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_policies"),
    )
    op.create_index("ix_policies_workspace_id", "policies", ["workspace_id"])
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE policies ENABLE ROW LEVEL SECURITY")
        op.execute("ALTER TABLE policies FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY workspace ON policies USING ({MINE}) WITH CHECK ({MINE})")
    op.add_column("plans", sa.Column("approvals_needed", sa.Integer(), nullable=False, server_default="1"))
    op.add_column("plans", sa.Column("first_approved_by", sa.String(255), nullable=True))
    op.add_column("plans", sa.Column("first_approved_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("plans", sa.Column("first_approval_number", sa.BigInteger(), nullable=True))
    op.add_column("plans", sa.Column("first_approval_mac", sa.String(96), nullable=True))
