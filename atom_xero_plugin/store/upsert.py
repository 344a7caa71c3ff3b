"""INSERT with an ON CONFLICT clause, which SQLAlchemy keeps in the module of each dialect."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from sqlalchemy import Table

if TYPE_CHECKING:
    from sqlalchemy.dialects.sqlite import Insert


def insert_into(table: Table, dialect: str) -> Insert:
    """An INSERT that knows on_conflict_do_nothing and on_conflict_do_update, for `sqlite` or `postgresql`.

    Only the dialect in use is loaded: the other one is a tenth of a short command's start.
    """
    if dialect == "postgresql":
        from sqlalchemy.dialects.postgresql import insert as postgresql_insert

        return cast("Insert", postgresql_insert(table))  # its two clauses take the same arguments
    from sqlalchemy.dialects.sqlite import insert

    return insert(table)
