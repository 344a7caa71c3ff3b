"""The database: one transaction of one workspace at a time; PostgreSQL keeps workspaces apart by itself."""

from __future__ import annotations

import asyncio
import stat
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, func, insert, select, text, update
from sqlalchemy.exc import IntegrityError
from support.clock import StillClock

from atom_xero_plugin.core.errors import DatabaseAway, DatabaseNotReady, FixSetup
from atom_xero_plugin.store import migrations, usage
from atom_xero_plugin.store.database import ALL_WORKSPACES, Store
from atom_xero_plugin.store.tables import ROW_SECURED, metadata
from atom_xero_plugin.store.tables import usage as usage_table

pytestmark = pytest.mark.anyio


async def put(store: Store, workspace: str) -> None:
    async with store.write(workspace) as tx:
        await usage.add(tx, workspace, "t", "f", store.clock.now().date(), 1, 10)


async def test_the_migrated_database_is_the_one_the_code_describes(store: Store) -> None:
    """No drift between models.py and the migrations, on either database."""

    def described(name: str | None, *_: object) -> bool:
        return "records_words" not in (name or "")  # the full-text index, which each database writes in its own way

    def drift(connection: Connection) -> list[object]:
        context = MigrationContext.configure(connection, opts={"include_name": described})
        return list(compare_metadata(context, metadata))

    async with store.write(ALL_WORKSPACES) as tx:
        assert await tx.run_sync(drift) == []


def test_the_newest_version_is_the_one_in_the_folder() -> None:
    """HEAD is written by hand so that a check needs no Alembic."""
    folder = ScriptDirectory(str(Path(migrations.__file__).parent))

    assert folder.get_current_head() == migrations.HEAD


async def test_upgrading_again_changes_nothing(store: Store, database_url: str) -> None:
    """Twice is once."""
    await migrations.upgrade(database_url)

    await store.check()


async def test_an_empty_database_says_what_to_run(tmp_path: Path) -> None:
    """A plain sentence, no traceback."""
    store = Store(f"sqlite+aiosqlite:///{tmp_path / 'empty.db'}", clock=StillClock())

    with pytest.raises(DatabaseNotReady) as caught:
        await store.check()

    assert "atom-xero db upgrade" in caught.value.hint
    await store.close()


async def test_a_server_that_is_not_there_is_reported_without_a_password() -> None:
    """Where it was searched for, and nothing secret."""
    store = Store("postgresql+psycopg://app:hunter2@127.0.0.1:1/none", clock=StillClock())

    with pytest.raises(FixSetup) as caught:
        async with store.read("w"):
            pass

    assert "127.0.0.1:1/none" in caught.value.message
    assert "hunter2" not in str(caught.value.body())
    await store.close()


async def test_a_database_that_went_away_may_be_asked_again_soon(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its address is right: it was reached before. When it is back, everything goes on."""
    async with store.read("w"):
        pass

    def gone(_engine: object) -> None:
        raise OSError("gone")

    with monkeypatch.context() as patched:
        patched.setattr(type(store._engine), "connect", gone)
        with pytest.raises(DatabaseAway) as caught:
            async with store.read("w"):
                pass
    async with store.read("w") as tx:
        back = (await tx.execute(text("SELECT 1"))).scalar()

    assert (caught.value.http_status, caught.value.retryable, caught.value.retry_after_s) == (503, True, 5)
    assert back == 1


async def test_a_server_that_goes_away_in_the_middle_is_reported_as_such(postgres_url: str) -> None:
    """Not as a fault of ours; the next transaction finds it again."""
    store = Store(postgres_url, clock=StillClock())
    with pytest.raises(DatabaseAway) as caught:
        async with store.write("w") as tx:
            await tx.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))
    async with store.read("w") as tx:
        back = (await tx.execute(text("SELECT 1"))).scalar()
    await store.close()

    assert (caught.value.http_status, caught.value.retryable) == (503, True)
    assert back == 1


async def test_the_database_file_is_private(tmp_path: Path) -> None:
    """Folder 0700, file 0600."""
    store = Store(f"sqlite+aiosqlite:///{tmp_path / 'home' / 'a.db'}", clock=StillClock())
    async with store.write("w") as tx:
        await tx.execute(text("SELECT 1"))
    await store.close()

    assert stat.S_IMODE((tmp_path / "home" / "a.db").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "home").stat().st_mode) == 0o700


async def test_an_exception_rolls_everything_back(store: Store) -> None:
    """All or nothing."""
    with pytest.raises(RuntimeError):  # noqa: PT012 - the transaction is what is tested
        async with store.write("w") as tx:
            await usage.add(tx, "w", "t", "f", store.clock.now().date(), 1, 10)
            raise RuntimeError

    assert await usage.totals(store, "w", store.clock.now().date()) == []


async def test_usage_adds_up(store: Store) -> None:
    """Calls and bytes, for each feature."""
    for _ in range(3):
        await put(store, "w")

    rows = await usage.totals(store, "w", store.clock.now().date())

    assert [(row.calls, row.bytes) for row in rows] == [(3, 30)]


async def seen(store: Store, workspace: str) -> int:
    async with store.read(workspace) as tx:
        return int((await tx.execute(select(func.count()).select_from(usage_table))).scalar() or 0)


@pytest.fixture
async def postgres_store(postgres_url: str, clock: StillClock) -> Store:
    return Store(postgres_url, clock=clock)


async def test_postgresql_shows_a_workspace_only_its_own_rows(postgres_store: Store) -> None:
    """Even without a WHERE, and also on a connection that another workspace used, or whose transaction failed."""
    for workspace in ("one", "two", "two"):
        await put(postgres_store, workspace)
    with pytest.raises(RuntimeError):
        async with postgres_store.write("two"):
            raise RuntimeError

    found = [await seen(postgres_store, workspace) for workspace in ("one", "two", "three", ALL_WORKSPACES)]

    assert found == [1, 1, 0, 2]
    await postgres_store.close()


async def test_postgresql_refuses_a_row_of_another_workspace(postgres_store: Store) -> None:
    """Writing for someone else fails at the database."""
    row = {"workspace_id": "other", "tenant_id": "t", "feature": "f", "day": "2026-01-01", "calls": 1, "bytes": 1}

    with pytest.raises(Exception, match="row-level security"):
        async with postgres_store.write("mine") as tx:
            await tx.execute(insert(usage_table).values(row))
    await postgres_store.close()


async def test_row_level_security_is_forced_on_every_table_of_a_workspace(postgres_store: Store) -> None:
    """A table with a workspace_id and without the policy would be a leak."""
    forced = text("SELECT relname FROM pg_class WHERE relforcerowsecurity AND relkind = 'r'")
    async with postgres_store.read(ALL_WORKSPACES) as tx:
        names = set((await tx.execute(forced)).scalars())

    with_workspace = {table.name for table in metadata.tables.values() if "workspace_id" in table.c}
    assert names == with_workspace == {table.name for table in ROW_SECURED}
    await postgres_store.close()


async def test_a_workspace_set_for_one_transaction_does_not_outlast_it(postgres_url: str) -> None:
    """A pool lends the same connection to the next workspace's transaction, or to another program behind a pooler."""
    store = Store(postgres_url, clock=StillClock())
    async with store.write("one") as tx:
        assert await tx.scalar(text("SELECT current_setting('atom_xero.workspace', true)")) == "one"

    async with store._engine.connect() as same:
        assert await same.scalar(text("SELECT current_setting('atom_xero.workspace', true)")) in {None, ""}
    await store.close()


async def test_an_error_of_the_database_repeats_no_value(store: Store) -> None:
    """Values are records, tokens and names; an error's words end up in logs."""
    row = {"workspace_id": "w", "tenant_id": "t", "feature": "CANARY", "day": "2026-06-16", "calls": 1, "bytes": 1}
    with pytest.raises(IntegrityError) as caught:
        async with store.write("w") as tx:
            await tx.execute(insert(usage_table), [row, row])

    assert "CANARY" not in str(caught.value).partition("DETAIL")[0]
    assert "hide_parameters" in str(caught.value)


async def test_writers_at_once_each_see_what_the_one_before_wrote(sqlite_url: str) -> None:
    """None reads, waits, and then fails or overwrites: SQLite's write lock is taken first."""
    store = Store(sqlite_url, clock=StillClock())
    await put(store, "w")

    async def add_one() -> None:
        async with store.write("w") as tx:
            calls = await tx.scalar(select(usage_table.c.calls))
            await asyncio.sleep(0)
            await tx.execute(update(usage_table).values(calls=calls + 1))

    await asyncio.gather(*(add_one() for _ in range(20)))

    async with store.read("w") as tx:
        assert await tx.scalar(select(usage_table.c.calls)) == 21
    await store.close()
