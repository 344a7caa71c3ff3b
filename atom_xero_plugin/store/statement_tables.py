"""The tables of bank statements that were imported, so that work on them goes on without their files."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Index, Integer, String, Table, Text

from atom_xero_plugin.store.columns import id_column, metadata, time_column, workspace_column

imported_statements = Table(
    "imported_statements",  # files whose lines were kept
    metadata,
    id_column(),
    workspace_column(),
    Column("tenant_id", String(64), nullable=False),
    Column("account_id", String(64), nullable=False),
    Column("name", String(255), nullable=False),  # the file's
    Column("format", String(16), nullable=False),
    Column("first_day", String(10), nullable=False),
    Column("last_day", String(10), nullable=False),
    Column("lines", Integer, nullable=False),  # those that were new
    Column("closing_balance", String(40)),  # decimal text, as the file states it
    Column("imported_by", String(255), nullable=False),
    time_column("imported_at"),
    Index("ix_imported_statements_account", "workspace_id", "tenant_id", "account_id"),
)

imported_lines = Table(
    "imported_lines",  # their lines, each once however many files hold it
    metadata,
    workspace_column(primary_key=True),
    Column("tenant_id", String(64), primary_key=True),
    Column("account_id", String(64), primary_key=True),
    Column("line_id", String(64), primary_key=True),
    Column("number", Integer, nullable=False),  # counted up in its account
    Column("statement_id", String(64), nullable=False),
    Column("day", String(10), nullable=False),
    Column("amount", String(40), nullable=False),  # signed decimal text, + is money in
    Column("line", Text, nullable=False),  # JSON of the line as it was read
    Column("dismissed", Boolean, nullable=False),
    Column("judged", String(16)),  # where it stood when it was last compared with the books
    Column("finished", Boolean, nullable=False),  # reconciled in Xero: nothing is left to do
    Index("uq_imported_lines_number", "workspace_id", "tenant_id", "account_id", "number", unique=True),
    Index("ix_imported_lines_open", "workspace_id", "tenant_id", "account_id", "finished"),
)

ruled_out_matches = Table(
    "ruled_out_matches",  # what a line is not, as a person said
    metadata,
    workspace_column(primary_key=True),
    Column("tenant_id", String(64), primary_key=True),
    Column("account_id", String(64), primary_key=True),
    Column("line_id", String(64), primary_key=True),
    Column("records", String(64), primary_key=True),  # a hash of the ids of what it is not
    time_column("ruled_out_at"),
)
