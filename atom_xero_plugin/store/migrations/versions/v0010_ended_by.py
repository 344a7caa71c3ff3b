"""Who ended a connection as a column: whether somebody did it here on purpose is no longer read out of a sentence."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

FILL = """UPDATE connections SET ended_by = CASE (
        SELECT audit.event FROM audit WHERE audit.workspace_id = connections.workspace_id
        AND audit.subject = connections.id
        AND audit.event IN ('connection.connected', 'connection.disconnected', 'connection.broken')
        ORDER BY audit.number DESC LIMIT 1)
    WHEN 'connection.disconnected' THEN 'person'
    WHEN 'connection.broken' THEN 'xero'
    ELSE CASE WHEN state_reason LIKE '%by a person%' THEN 'person' ELSE 'xero' END END
    WHERE state = 'disconnected'"""


def upgrade() -> None:
    """Fill it from what the audit trail says last of each connection, else from the words that stood for it before."""
    op.add_column("connections", sa.Column("ended_by", sa.String(16), nullable=True))
    op.execute(FILL)
