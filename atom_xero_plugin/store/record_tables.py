"""The tables of the local copy: each record as Xero last gave it, and the words that it is found by."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    ForeignKey,
    Index,
    String,
    Table,
    Text,
    UniqueConstraint,
    and_,
)  # fmt: skip

from atom_xero_plugin.store.columns import NUMBER, metadata, time_column, workspace_column

records = Table(
    "records",  # the mirror: each record as Xero last gave it, and the words it is found by
    metadata,
    Column("id", NUMBER, primary_key=True, autoincrement=True),
    workspace_column(),
    Column("tenant_id", String(64), nullable=False),
    Column("kind", String(32), nullable=False),
    Column("record_id", String(64), nullable=False),
    Column("status", String(64)),  # Xero's word for it; none for a kind without, and for a row of which it is unknown
    time_column("updated_at", nullable=True),  # Xero's UpdatedDateUTC
    time_column("as_of"),  # when we synced it
    Column("hash", String(32), nullable=False),  # of the body: an unchanged record is no change
    Column("body", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("snippet", Text, nullable=False),
    Column("number", String(255)),  # folded, as reference
    Column("reference", String(255)),
    Column("amount", String(40)),  # exact decimal text
    Column("currency", String(8)),  # of the amount; none where it is not known
    Column("kind_name", String(32)),  # as callers name its kind: invoice, bill …; none for what is not searched
    Column("words", Text, nullable=False),
    Column("day", String(10)),  # YYYY-MM-DD, as due_day
    Column("due_day", String(10)),
    Column("contact_id", String(64)),
    Column("contact_name", String(100)),  # folded and cut: to sort by, not to show
    Column("total", BigInteger),  # in parts of 1/10000, as still_owed: sums of them are exact in every database
    Column("still_owed", BigInteger),
    Column("direction", String(3)),  # in | out
    Column("settled_day", String(10)),  # of a document that is settled whole
    UniqueConstraint("workspace_id", "tenant_id", "kind", "record_id"),
    Index("ix_records_number", "workspace_id", "number"),
    Index("ix_records_reference", "workspace_id", "reference"),
    Index("ix_records_amount", "workspace_id", "amount"),
    Index(
        "ix_records_lists",  # all that lists filter, sort and add up by: they read this index and no row
        "workspace_id",
        "tenant_id",
        "kind_name",
        "status",
        "currency",
        "direction",
        "due_day",
        "day",
        "total",
        "still_owed",
        "contact_id",
        "contact_name",
        "number",
        "reference",
        "settled_day",
    ),
    Index("ix_records_synced", "workspace_id", "tenant_id", "as_of"),  # what came since a page was made
    Index("ix_records_days", "workspace_id", "tenant_id", "kind_name", "day", "status"),  # the newest of a large list
)

record_versions = Table(
    "record_versions",  # goes up with each write to an organisation's records: sums of them are kept by it
    metadata,
    workspace_column(primary_key=True),
    Column("tenant_id", String(64), primary_key=True),
    Column("version", BigInteger, nullable=False),
)

search_grams = Table(
    "search_grams",  # every word of the mirror by its runs of three letters, to find it when it is misspelt
    metadata,
    workspace_column(primary_key=True),
    Column("gram", String(3), primary_key=True),
    Column("word", String(64), primary_key=True),
)

search_words = Table(
    "search_words",  # every word of each record, on PostgreSQL alone; ordered by bytes: equal beginnings stand together
    metadata,
    workspace_column(primary_key=True),
    Column("word", String(64).with_variant(String(64, collation="C"), "postgresql"), primary_key=True),
    Column("kind", String(32), primary_key=True),
    Column("record", BigInteger, ForeignKey("records.id", ondelete="CASCADE"), primary_key=True, index=True),
)


def by_numbers(workspace_id: str, numbers: Sequence[int]) -> ColumnElement[bool]:
    """That a row of `records` has one of these numbers, and is of the workspace.

    SQLite would read an index of the whole workspace instead, if it could take the workspace from one.
    """
    return and_(records.c.id.in_(numbers), records.c.workspace_id.concat("") == workspace_id)
