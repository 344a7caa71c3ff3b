"""The table of reports that people put together and keep by a name."""

from __future__ import annotations

from sqlalchemy import Column, Index, String, Table, Text

from atom_xero_plugin.store.columns import id_column, metadata, time_column, workspace_column

saved_reports = Table(
    "saved_reports",
    metadata,
    id_column(),
    workspace_column(),
    Column("tenant_id", String(64), nullable=False),
    Column("name", String(100), nullable=False),
    Column("name_key", String(200), nullable=False),  # casefolded: two names that read alike are one
    Column("definition", Text, nullable=False),  # JSON: its rows and columns
    Column("saved_by", String(255), nullable=False),
    time_column("saved_at"),
    Index("uq_saved_reports_name", "workspace_id", "tenant_id", "name_key", unique=True),
)
