"""What all tables share: their metadata, and columns that most of them have."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Column, Integer, MetaData, String

from atom_xero_plugin.store.times import UtcTime

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

NUMBER = BigInteger().with_variant(Integer, "sqlite")
"""A number the database counts up; SQLite counts only plain integers."""


def id_column() -> Column[str]:
    """Our id of the row."""
    return Column("id", String(64), primary_key=True)


def workspace_column(**kwargs: Any) -> Column[str]:
    """Whose row it is."""
    return Column("workspace_id", String(128), nullable=False, **kwargs)


def time_column(name: str, *, nullable: bool = False) -> Column[datetime]:
    """An aware UTC time."""
    return Column(name, UtcTime, nullable=nullable)
