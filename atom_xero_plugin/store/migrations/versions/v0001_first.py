"""The first tables; on PostgreSQL with row-level security forced on every table of a workspace.

The columns stand here as they were on that day: no later change of the package changes an old migration.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

SECURED = ("grants", "connections", "logins", "plans", "plan_steps", "audit", "audit_heads", "usage")
MINE = (
    "workspace_id = current_setting('atom_xero.workspace', true) OR current_setting('atom_xero.workspace', true) = '*'"
)


def upgrade() -> None:
    """Create everything."""
    _grants()
    _connections()
    _logins()
    _plans()
    _audit()
    _limits()
    if op.get_bind().dialect.name == "postgresql":
        for table in SECURED:
            op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
            op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
            op.execute(f"CREATE POLICY workspace ON {table} USING ({MINE}) WITH CHECK ({MINE})")


def _text(name: str, length: int, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(length), nullable=nullable)


def _time(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _grants() -> None:
    op.create_table(
        "grants",
        _text("id", 64),
        _text("workspace_id", 128),
        _text("kind", 16),
        _text("client_id", 128),
        _text("xero_user_id", 64, nullable=True),
        sa.Column("scopes", sa.Text, nullable=False),
        _text("state", 16),
        sa.Column("state_reason", sa.Text),
        sa.Column("sealed_tokens", sa.LargeBinary),
        sa.Column("sealed_previous", sa.LargeBinary),
        _time("previous_until", nullable=True),
        _time("access_expires_at", nullable=True),
        _time("refreshed_at", nullable=True),
        sa.Column("generation", sa.Integer, nullable=False),
        sa.Column("fence", sa.Integer, nullable=False),
        _text("lease_owner", 64, nullable=True),
        _time("lease_until", nullable=True),
        _text("attempt_id", 64, nullable=True),
        _time("refresh_started_at", nullable=True),
        sa.Column("failures", sa.Integer, nullable=False),
        _text("key_id", 16, nullable=True),
        _time("created_at"),
        _time("updated_at"),
        sa.PrimaryKeyConstraint("id", name="pk_grants"),
    )
    op.create_index("ix_grants_workspace_id", "grants", ["workspace_id"])


def _connections() -> None:
    op.create_table(
        "connections",
        _text("id", 64),
        _text("workspace_id", 128),
        _text("grant_id", 64),
        _text("xero_connection_id", 64, nullable=True),
        _text("tenant_id", 64),
        _text("tenant_type", 32),
        _text("tenant_name", 255),
        _text("state", 16),
        sa.Column("state_reason", sa.Text),
        sa.Column("details", sa.JSON),
        _time("details_at", nullable=True),
        _time("created_at"),
        _time("updated_at"),
        sa.PrimaryKeyConstraint("id", name="pk_connections"),
        sa.ForeignKeyConstraint(["grant_id"], ["grants.id"], name="fk_connections_grant_id", ondelete="CASCADE"),
        sa.UniqueConstraint("workspace_id", "grant_id", "tenant_id", name="uq_connections_workspace_id"),
    )
    op.create_index("ix_connections_grant_id", "connections", ["grant_id"])
    op.create_index("ix_connections_workspace", "connections", ["workspace_id", "tenant_id"])


def _logins() -> None:
    op.create_table(
        "logins",
        _text("id", 64),
        _text("workspace_id", 128),
        _text("kind", 16),
        sa.Column("sealed_secrets", sa.LargeBinary, nullable=False),
        _text("binding", 64, nullable=True),
        sa.Column("redirect_uri", sa.Text, nullable=False),
        sa.Column("scopes", sa.Text, nullable=False),
        _text("key_id", 16, nullable=True),
        _time("expires_at"),
        _time("used_at", nullable=True),
        _time("created_at"),
        sa.PrimaryKeyConstraint("id", name="pk_logins"),
    )


def _plans() -> None:
    op.create_table(
        "plans",
        _text("id", 64),
        _text("workspace_id", 128),
        _text("tenant_id", 64),
        _text("skill", 64),
        sa.Column("arguments", sa.Text, nullable=False),
        sa.Column("proposal", sa.Text, nullable=False),
        _text("hash", 64),
        _text("state", 16),
        _text("proposed_by", 255),
        _text("approved_by", 255, nullable=True),
        _time("approved_at", nullable=True),
        _time("expires_at"),
        sa.Column("fence", sa.Integer, nullable=False),
        _text("lease_owner", 64, nullable=True),
        _time("lease_until", nullable=True),
        sa.Column("result", sa.Text),
        sa.Column("error", sa.Text),
        _text("undo_of", 64, nullable=True),
        _time("created_at"),
        _time("updated_at"),
        sa.PrimaryKeyConstraint("id", name="pk_plans"),
    )
    op.create_index("ix_plans_workspace", "plans", ["workspace_id", "created_at"])
    op.create_table(
        "plan_steps",
        _text("plan_id", 64),
        sa.Column("number", sa.Integer, nullable=False),
        _text("workspace_id", 128),
        _text("idempotency_key", 128),
        _text("body_hash", 64),
        _text("state", 16),
        _time("sent_at", nullable=True),
        _time("settled_at", nullable=True),
        _text("record_id", 64, nullable=True),
        sa.Column("record", sa.Text),
        sa.Column("detail", sa.Text),
        sa.PrimaryKeyConstraint("plan_id", "number", name="pk_plan_steps"),
        sa.ForeignKeyConstraint(["plan_id"], ["plans.id"], name="fk_plan_steps_plan_id", ondelete="CASCADE"),
        sa.UniqueConstraint("idempotency_key", name="uq_plan_steps_idempotency_key"),
    )


def _audit() -> None:
    op.create_table(
        "audit_heads",
        _text("workspace_id", 128),
        sa.Column("number", sa.BigInteger, nullable=False),
        _text("hash", 64),
        sa.PrimaryKeyConstraint("workspace_id", name="pk_audit_heads"),
    )
    op.create_table(
        "audit",
        _text("workspace_id", 128),
        sa.Column("number", sa.BigInteger, nullable=False, autoincrement=False),
        _time("at"),
        _text("actor", 255),
        _text("event", 64),
        _text("tenant_id", 64, nullable=True),
        _text("subject", 128, nullable=True),
        sa.Column("detail", sa.Text, nullable=False),
        _text("previous_hash", 64),
        _text("hash", 64),
        sa.PrimaryKeyConstraint("workspace_id", "number", name="pk_audit"),
    )


def _limits() -> None:
    op.create_table(
        "limit_windows",
        _text("scope", 64),
        sa.Column("minute_remaining", sa.Integer),
        _time("minute_started_at", nullable=True),
        _time("minute_seen_at", nullable=True),
        sa.Column("day_remaining", sa.Integer),
        _time("day_seen_at", nullable=True),
        _time("blocked_until", nullable=True),
        _text("blocked_by", 16, nullable=True),
        sa.PrimaryKeyConstraint("scope", name="pk_limit_windows"),
    )
    op.create_table(
        "limit_blocks",
        _text("id", 64),
        _text("scope", 64),
        _text("owner", 64),
        sa.Column("granted", sa.Integer, nullable=False),
        _time("granted_at"),
        _time("lease_until"),
        sa.PrimaryKeyConstraint("id", name="pk_limit_blocks"),
    )
    op.create_index("ix_limit_blocks_scope", "limit_blocks", ["scope"])
    op.create_table(
        "usage",
        _text("workspace_id", 128),
        _text("tenant_id", 64),
        _text("feature", 64),
        _text("day", 10),
        sa.Column("calls", sa.Integer, nullable=False),
        sa.Column("bytes", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "tenant_id", "feature", "day", name="pk_usage"),
    )
