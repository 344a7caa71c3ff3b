"""The database's versions, for SQLite and PostgreSQL, applied by Alembic from inside the package."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, text
from sqlalchemy.exc import SQLAlchemyError

from atom_xero_plugin.core.clock import SystemClock
from atom_xero_plugin.core.errors import FixSetup
from atom_xero_plugin.store.database import ALL_WORKSPACES, Store
from atom_xero_plugin.store.roles import Roles, become_owner, grant_rows, make_roles
from atom_xero_plugin.store.schema_version import HEAD

__all__ = ["HEAD", "upgrade"]

_LOCK = 7_208_315_449
"""The advisory lock that two programs upgrading at once meet at."""


async def upgrade(database_url: str, version: str = HEAD, *, roles: Roles | None = None) -> None:
    """Bring a database to a version; nothing happens if it is there. Two at once do it once.

    With `roles`, on PostgreSQL, the tables are handed over to the one role, and the other may read and write rows
    alone. Raises FixSetup if the database cannot be reached or upgraded.
    """
    if roles is not None and not database_url.startswith("postgresql"):
        raise FixSetup("Only PostgreSQL has roles; SQLite's file is private to its user.")
    store = Store(database_url, clock=SystemClock())
    try:
        async with store.write(ALL_WORKSPACES) as connection:
            await connection.run_sync(_upgrade, version, roles)
    except SQLAlchemyError as error:
        raise FixSetup(f"The database could not be upgraded: {type(error).__name__}.") from error
    finally:
        await store.close()


def _upgrade(connection: Connection, version: str, roles: Roles | None) -> None:
    from alembic import command  # late: most commands find the database up to date and never need it
    from alembic.config import Config

    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        if roles is None:
            become_owner(connection)
        else:
            make_roles(connection, roles)
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, version)
    if roles is not None:
        grant_rows(connection, roles)
