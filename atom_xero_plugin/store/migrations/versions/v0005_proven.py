"""Approvals that are proven by a key, and what is known of each request of a step.

Plans that were approved before have no proof: a person approves them again before they are carried out.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Steps that are there count as sent once where they say that they were sent."""
    op.add_column("plans", sa.Column("approval_number", sa.BigInteger, nullable=True))
    op.add_column("plans", sa.Column("approval_mac", sa.String(96), nullable=True))
    op.add_column("plan_steps", sa.Column("effect_hash", sa.String(64), nullable=True))
    op.add_column("plan_steps", sa.Column("creates", sa.Boolean, nullable=False, server_default=sa.false()))
    op.add_column("plan_steps", sa.Column("attempts", sa.Integer, nullable=False, server_default="0"))
    op.add_column("plan_steps", sa.Column("sent_after", sa.DateTime(timezone=True), nullable=True))
    op.add_column("plan_steps", sa.Column("before_hash", sa.String(64), nullable=True))
    op.add_column("plan_steps", sa.Column("missed_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index("ix_plan_steps_effect_hash", "plan_steps", ["effect_hash"])
    op.create_index("ix_plan_steps_record_id", "plan_steps", ["record_id"])
    op.execute("UPDATE plan_steps SET attempts = 1 WHERE sent_at IS NOT NULL")
