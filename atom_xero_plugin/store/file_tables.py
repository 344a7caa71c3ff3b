"""The table of files that were uploaded here, or exported from Xero, until they are used or expire."""

from __future__ import annotations

from sqlalchemy import Column, Integer, LargeBinary, String, Table

from atom_xero_plugin.store.columns import id_column, metadata, time_column, workspace_column
from atom_xero_plugin.store.times import UtcTime

stored_files = Table(
    "stored_files",  # files on their way to Xero or from it
    metadata,
    id_column(),
    workspace_column(index=True),
    Column("name", String(255), nullable=False),
    Column("content_type", String(128), nullable=False),
    Column("size", Integer, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("created_by", String(255), nullable=False),
    time_column("created_at"),
    Column("expires_at", UtcTime, nullable=False, index=True),
)
