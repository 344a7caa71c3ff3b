"""Whether Xero answered a step's request: what is left of such a step is to read it back."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """A step of before that made a record, and knows its id, was answered."""
    op.add_column("plan_steps", sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE plan_steps SET answered_at = sent_at WHERE creates AND record_id IS NOT NULL")
