"""What each poll polls as columns: a full resync and the daily check are no longer told by the name of their row."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

TYPE = """UPDATE polls SET stream_type = CASE
    WHEN resource = 'Daily' THEN 'daily_check' WHEN resource LIKE 'Sweep:%' THEN 'full_resync' ELSE 'changes' END"""
LIST = """UPDATE polls SET list_name = CASE stream_type
    WHEN 'daily_check' THEN '' WHEN 'full_resync' THEN substr(resource, 7) ELSE resource END"""


def upgrade() -> None:
    """The rows keep their names, cursors and times: each poll goes on where it was."""
    op.add_column("polls", sa.Column("stream_type", sa.String(16), nullable=False, server_default="changes"))
    op.add_column("polls", sa.Column("list_name", sa.String(32), nullable=False, server_default=""))
    op.execute(TYPE)
    op.execute(LIST)
