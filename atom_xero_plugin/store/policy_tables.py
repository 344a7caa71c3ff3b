"""The table of policies: what a person decided beforehand about plans. A policy is ended, never changed or deleted."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, String, Table

from atom_xero_plugin.store.columns import id_column, metadata, time_column, workspace_column

policies = Table(
    "policies",
    metadata,
    id_column(),
    workspace_column(index=True),
    Column("action", String(16), nullable=False),  # ask | allow_drafts | allow_up_to | two_people | never
    Column("tenant_id", String(64)),  # only this organisation; none for every one
    Column("kind", String(32)),  # only writes of records of this kind
    Column("caller", String(255)),  # only this caller, as the audit names it; a * at the end stands for any ending
    Column("amount", String(32)),  # exact decimal; what it counts for depends on the action
    Column("currency", String(8)),
    Column("set_by", String(255), nullable=False),
    time_column("set_at"),
    Column("audit_number", BigInteger, nullable=False),  # the audit row in which it was set
    Column("mac", String(96), nullable=False),  # key id and HMAC over all of the above
    Column("ended_by", String(255)),
    time_column("ended_at", nullable=True),
)
