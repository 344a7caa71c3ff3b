"""The tables of how a person likes to see lists: views kept by a name, and the columns of each list."""

from __future__ import annotations

from sqlalchemy import Column, Index, String, Table, Text

from atom_xero_plugin.store.columns import id_column, metadata, time_column, workspace_column

saved_views = Table(
    "saved_views",
    metadata,
    id_column(),
    workspace_column(),
    Column("person", String(255), nullable=False),  # as the audit names them
    Column("list_name", String(32), nullable=False),
    Column("name", String(60), nullable=False),
    Column("name_key", String(120), nullable=False),  # casefolded: two names that read alike are one
    Column("query", Text, nullable=False),  # filters, order and columns, as they stand in an address
    time_column("saved_at"),
    Index("uq_saved_views_name", "workspace_id", "person", "list_name", "name_key", unique=True),
)

chosen_columns = Table(
    "chosen_columns",  # of a list without a view; no row where nobody chose
    metadata,
    workspace_column(primary_key=True),
    Column("person", String(255), primary_key=True),
    Column("list_name", String(32), primary_key=True),
    Column("columns", Text, nullable=False),  # their keys, with commas between
)
