"""API tokens may be limited to organisations and to skills."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """The tokens that there are stay without limits."""
    op.add_column("api_tokens", sa.Column("organisations", sa.Text(), nullable=True))
    op.add_column("api_tokens", sa.Column("skills", sa.Text(), nullable=True))
