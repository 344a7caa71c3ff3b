"""The only way to the database: a transaction of one workspace, to read or to write."""

from __future__ import annotations

import os
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import cached_property
from pathlib import Path
from typing import Any, Final, TypeVar

from sqlalchemy import Connection, event, make_url, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from atom_xero_plugin.core.clock import Clock
from atom_xero_plugin.core.errors import DatabaseConflict, DatabaseNotReady, FixSetup
from atom_xero_plugin.core.logs import ENGINE, guard_drivers
from atom_xero_plugin.store.database_errors import fault_of, fault_of_file, is_missing_table, unreachable
from atom_xero_plugin.store.schema_version import HEAD

T = TypeVar("T")
ALL_WORKSPACES: Final = "*"
"""For background work that spans workspaces; a caller's request never uses it."""

_TRIES: Final = 6
"""How often repeatable work is begun, before the database's refusal is passed on."""
_FIRST_PAUSE_S: Final = 0.02
_SQLITE_SETTINGS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=NORMAL",
    "PRAGMA busy_timeout=20000",
    "PRAGMA foreign_keys=ON",
    "PRAGMA cache_size=-16000",  # in KB: rows of one page of Xero's land all over the indexes
)


class Store:
    """The database of one program. Nothing is opened before the first transaction."""

    def __init__(self, database_url: str, *, clock: Clock, echo: bool = False) -> None:
        """`database_url` as in the settings: sqlite+aiosqlite:///… or postgresql+psycopg://….

        Raises FixSetup for one that is no address of a database.
        """
        self._url = _address(database_url)
        self._echo = echo
        self._was_there = False
        self.clock = clock

    @property
    def dialect(self) -> str:
        """`sqlite` or `postgresql`."""
        return self._url.get_backend_name()

    @property
    def address(self) -> str:
        """Where the database is, without its secrets: a password may stand in the query too, which is left out."""
        return str(self._url.set(query={}))

    @asynccontextmanager
    async def read(self, workspace_id: str) -> AsyncIterator[AsyncConnection]:
        """A transaction that only reads."""
        async with self._transaction(workspace_id, writes=False) as connection:
            yield connection

    @asynccontextmanager
    async def write(self, workspace_id: str) -> AsyncIterator[AsyncConnection]:
        """A transaction that is committed at the end of the block, and rolled back by any exception.

        On SQLite it takes the write lock at once, so two writers wait for each other and never fail half-way.
        """
        async with self._transaction(workspace_id, writes=True) as connection:
            yield connection

    async def transact(self, workspace_id: str, work: Callable[[AsyncConnection], Awaitable[T]]) -> T:
        """Run `work` in a transaction that writes, and again where the database ended it for another transaction.

        PostgreSQL ends one of two that wait for each other (40P01) or that cannot be put in an order (40001); then
        nothing of it was kept. `work` is called with each new transaction and must change nothing outside it: no call
        to Xero, no value of the caller's. Raises what `work` raises, and DatabaseConflict after several tries.
        """
        for attempt in range(1, _TRIES + 1):
            try:
                async with self.write(workspace_id) as connection:
                    return await work(connection)
            except DatabaseConflict:
                if attempt == _TRIES:
                    raise
                await self.clock.sleep(_FIRST_PAUSE_S * 2**attempt * (0.5 + secrets.randbelow(1000) / 1000))
        raise AssertionError("unreachable")

    async def check(self) -> None:
        """Raises DatabaseNotReady unless the database is at the newest migration.

        If it cannot be reached, DatabaseAway where it could be before, else FixSetup.
        """
        found = await self._version()
        if found is None:
            raise DatabaseNotReady("The database is empty.")
        if found != HEAD:
            raise DatabaseNotReady(f"The database is at version {found}; this program needs {HEAD}.")

    async def close(self) -> None:
        """Close every connection."""
        if "_engine" in self.__dict__:
            await self._engine.dispose()

    @cached_property
    def _engine(self) -> AsyncEngine:
        if self.dialect == "sqlite":
            _private_file(self._url)
        guard_drivers()
        extra: dict[str, Any] = {"pool_pre_ping": True} if self.dialect == "postgresql" else {}
        engine = create_async_engine(self._url, echo=self._echo, hide_parameters=True, logging_name=ENGINE, **extra)
        if self.dialect == "sqlite":
            event.listen(engine.sync_engine, "connect", _prepare_sqlite)
            event.listen(engine.sync_engine, "begin", _begin_sqlite)
        return engine

    @asynccontextmanager
    async def _transaction(self, workspace_id: str, *, writes: bool) -> AsyncIterator[AsyncConnection]:
        try:
            async with self._opened() as connection:
                await connection.execution_options(writes=writes)
                async with connection.begin():
                    if self.dialect == "postgresql":
                        # Local to the transaction: a setting of the session would leak through the pool.
                        key = text("SELECT set_config('atom_xero.workspace', :workspace, true)")
                        await connection.execute(key, {"workspace": workspace_id})
                    yield connection
        except DBAPIError as error:
            if is_missing_table(error):
                await self.check()  # an empty or old database is reported as that
            raise

    @asynccontextmanager
    async def _opened(self) -> AsyncIterator[AsyncConnection]:
        try:
            connection = await self._engine.connect()
        except (SQLAlchemyError, OSError) as error:
            refused = fault_of(self._url, error)
            raise refused or unreachable(self._url, error, was_there=self._was_there) from None
        self._was_there = True
        try:
            yield connection
        except DBAPIError as error:
            if error.connection_invalidated:  # what was under way may have been kept or not
                raise unreachable(self._url, error, was_there=True) from None
            refused = fault_of(self._url, error)
            if refused is None:
                raise
            raise refused from None
        finally:
            await connection.close()

    async def _version(self) -> str | None:
        try:
            async with self._opened() as connection, connection.begin():
                row = (await connection.execute(text("SELECT version_num FROM alembic_version"))).first()
        except DBAPIError as error:
            if not is_missing_table(error):
                raise
            return None
        return str(row[0]) if row else None


def _address(database_url: str) -> URL:
    try:
        return make_url(database_url)
    except (ArgumentError, ValueError):  # their words repeat the address, password and all
        raise FixSetup(
            "ATOM_XERO_DATABASE_URL is no address of a database.",
            hint="Set it like postgresql://user@host:5432/name; write @ : / in a password as %40 %3A %2F.",
        ) from None


def _private_file(url: URL) -> None:
    """Make the database's folder and file readable by their owner alone, before SQLite makes them wider.

    A file that is there is not opened: closing it would drop every lock that this process holds on it (POSIX), also
    those of connections that SQLite has open, and other processes would then spoil the database under them.
    """
    if not url.database or url.database == ":memory:":
        return
    path = Path(url.database)
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except FileExistsError:
        return
    except OSError as error:
        reported = FixSetup(f"The database file {path} cannot be opened: {error.strerror}.")
        raise fault_of_file(url, error) or reported from None


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # the driver begins nothing by itself; `_begin_sqlite` does
    cursor = connection.cursor()
    for setting in _SQLITE_SETTINGS:
        cursor.execute(setting)
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", True)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
