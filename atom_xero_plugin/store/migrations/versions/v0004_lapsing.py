"""Subscriptions that lapse when whoever made them is gone."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from atom_xero_plugin.store.models import UtcTime

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Those that are there stay until they are turned off."""
    op.add_column("subscriptions", sa.Column("lapses_at", UtcTime(), nullable=True))
