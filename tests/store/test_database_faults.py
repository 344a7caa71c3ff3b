"""A disk that is full, a database that is locked or can only be read: reported as what it is, until it is over."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, func, select, text
from support.clock import StillClock
from support.postgres import Server
from support.service import error_of, open_service

from atom_xero_plugin.core.errors import DatabaseAway, DatabaseBusy, DatabaseDamaged, DatabaseFull, DatabaseReadOnly
from atom_xero_plugin.rate_limits.gate import ApiCaller, Priority, Seen
from atom_xero_plugin.rate_limits.shared import SharedLimits
from atom_xero_plugin.store import database, usage
from atom_xero_plugin.store.database import ALL_WORKSPACES, Store
from atom_xero_plugin.store.tables import limit_blocks

pytestmark = pytest.mark.anyio
PERSON = ApiCaller("tenant", "w", Priority.PERSON, "skill:find_contacts")


@contextmanager
def each_connection(store: Store, on: str, off: str) -> Iterator[None]:
    """Every transaction of a store on SQLite is begun with the one pragma, and after the block with the other."""
    now = on

    def checkout(connection: Any, *_: object) -> None:
        cursor = connection.cursor()
        cursor.execute(now)
        cursor.close()

    event.listen(store._engine.sync_engine, "checkout", checkout)
    yield
    now = off


def full(store: Store) -> AbstractContextManager[None]:
    """No page may be added to the file, as on a disk without room."""
    return each_connection(store, "PRAGMA max_page_count=1", "PRAGMA max_page_count=1000000")


def read_only(store: Store) -> AbstractContextManager[None]:
    """Nothing may be written."""
    return each_connection(store, "PRAGMA query_only=ON", "PRAGMA query_only=OFF")


@contextmanager
def locked(store: Store) -> Iterator[None]:
    """Another program holds the write lock, and nobody waits long for it."""
    holder = sqlite3.connect(store.address.partition(":///")[2], isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    try:
        with each_connection(store, "PRAGMA busy_timeout=1", "PRAGMA busy_timeout=20000"):
            yield
    finally:
        holder.close()


async def fill(store: Store) -> None:
    """Write more than fits in the pages that are there."""
    async with store.write("w") as tx:
        for number in range(400):
            await usage.add(tx, "w", "t" * 60, f"{number:060}", store.clock.now().date(), 1, 10)


FAULTS: list[tuple[Callable[[Store], object], type[DatabaseAway], str, int]] = [
    (full, DatabaseFull, "database_full", 507),
    (locked, DatabaseBusy, "database_busy", 503),
    (read_only, DatabaseReadOnly, "database_read_only", 503),
]


@pytest.mark.parametrize(("fault", "kind", "code", "status"), FAULTS)
async def test_sqlite_says_full_locked_and_read_only_apart(
    sqlite_url: str, clock: StillClock, fault: Callable, kind: type[DatabaseAway], code: str, status: int
) -> None:
    """With the file's path, as something that may be asked again; and when it is over, it is over."""
    store = Store(sqlite_url, clock=clock)
    async with store.write("w") as tx:
        await usage.add(tx, "w", "t", "f", clock.now().date(), 1, 10)
    with fault(store), pytest.raises(kind) as caught:
        await fill(store)
    await fill(store)
    async with store.read("w") as tx:
        stored = (await tx.execute(text("SELECT count(*) FROM usage"))).scalar()
    await store.close()

    body = caught.value.body()
    assert (body.code, caught.value.http_status, body.retryable) == (code, status, True)
    assert body.retry_after_s
    assert sqlite_url.partition(":///")[2] in body.message
    assert "sqlite+aiosqlite" not in body.message
    assert body.hint
    assert stored == 401  # nothing of what failed was kept


@pytest.mark.parametrize(("fault", "code", "status"), [(each[0], each[2], each[3]) for each in FAULTS])
async def test_a_caller_over_http_is_reported(tmp_path: Path, fault: Callable, code: str, status: int) -> None:
    """The status, and the seconds to wait; a plan that could not be stored is no plan."""
    served = await open_service(tmp_path)
    await served.house.connect()
    token = await served.token()
    path = "/api/integrations/xero/contacts"
    async with served.client(token) as program:
        where = {"organisation": "harbour"}
        await program.get(path, params=where)
        with fault(served.runtime.store):
            names = [{"name": f"Lowry Bay Boats {number} " + "x" * 200} for number in range(12)]
            answers = [await program.post(path, params=where, json=named) for named in names]
        good = await program.post(path, params=where, json=names[-1])
    answer = answers[-1]
    await served.close()

    assert (answer.status_code, error_of(answer)["code"]) == (status, code)
    assert error_of(answer)["retryable"] is True
    assert "house.db" in error_of(answer)["message"]
    assert int(answer.headers["retry-after"]) > 0
    assert good.status_code == 202


@pytest.mark.parametrize("fault", [locked, read_only])
async def test_a_slot_is_not_lost_and_an_answer_is_kept(sqlite_url: str, clock: StillClock, fault: Callable) -> None:
    """Giving a slot back is the database's trouble alone; the next one that is given back takes it along."""
    store = Store(sqlite_url, clock=clock)
    limits = SharedLimits(store, clock, app_id="a")
    async with limits.permit(PERSON) as first:
        first.saw(Seen.of(200, {}, 0))
    await limits.close()
    with fault(store), pytest.raises(DatabaseAway):  # nothing is sent without a slot
        async with SharedLimits(store, clock, app_id="a").permit(PERSON):
            pass
    permitted = limits.permit(PERSON)
    permit = await permitted.__aenter__()
    permit.saw(Seen.of(429, {"x-rate-limit-problem": "minute", "retry-after": "1"}, 500))
    with fault(store):
        await permitted.__aexit__(None, None, None)  # raises nothing: Xero's answer is there
    clock.advance(seconds=2)
    await limits.close()
    async with store.read(ALL_WORKSPACES) as tx:
        slots = (await tx.execute(select(func.count()).select_from(limit_blocks))).scalar()
    (counted,) = await usage.totals(store, "w", clock.now().date())
    await store.close()

    assert slots == 0
    assert (counted.calls, counted.bytes) == (2, 500)


@pytest.mark.parametrize(
    ("number", "kind"), [(errno.ENOSPC, DatabaseFull), (errno.EDQUOT, DatabaseFull), (errno.EROFS, DatabaseReadOnly)]
)
async def test_a_file_that_cannot_be_made_for_want_of_room_is_reported_so(
    tmp_path: Path, clock: StillClock, monkeypatch: pytest.MonkeyPatch, number: int, kind: type[Exception]
) -> None:
    """At the first use of all, too."""

    def no_room(*_: object) -> int:
        raise OSError(number, "no")

    store = Store(f"sqlite+aiosqlite:///{tmp_path / 'a.db'}", clock=clock)
    monkeypatch.setattr(database.os, "open", no_room)
    with pytest.raises(kind, match=r"a\.db"):
        await store.check()


async def test_a_file_that_is_no_database_is_reported_as_damaged(tmp_path: Path, clock: StillClock) -> None:
    """Waiting does not mend it."""
    (tmp_path / "a.db").write_bytes(b"this is no database" * 500)
    store = Store(f"sqlite+aiosqlite:///{tmp_path / 'a.db'}", clock=clock)

    with pytest.raises(DatabaseDamaged) as caught:
        await store.check()

    assert (caught.value.code, caught.value.retryable) == ("database_damaged", False)
    assert str(tmp_path / "a.db") in caught.value.message
    await store.close()


@pytest.mark.parametrize(
    ("sqlstate", "kind"),
    [
        ("53100", DatabaseFull), ("25006", DatabaseReadOnly), ("55P03", DatabaseBusy), ("40001", DatabaseBusy),
        ("57014", DatabaseBusy), ("53200", DatabaseBusy), ("58030", DatabaseAway), ("XX001", DatabaseDamaged),
    ],
)  # fmt: skip
async def test_postgresql_is_distinguished_by_its_codes(
    postgres_url: str, clock: StillClock, sqlstate: str, kind: type[Exception]
) -> None:
    """And reported by host, port and name."""
    store = Store(postgres_url.replace("app@", "app:hunter2@"), clock=clock)
    with pytest.raises(kind) as caught:
        async with store.write("w") as tx:
            await tx.execute(text(f"DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = '{sqlstate}'; END $$"))
    await store.close()

    assert postgres_url.partition("@")[2] in str(caught.value)
    assert "hunter2" not in str(caught.value)


async def test_postgresql_that_only_reads_or_takes_no_more_connections_is_reported(
    postgres_server: Server, postgres_url: str, clock: StillClock
) -> None:
    """A standby after a failover; more programs than it serves (libpq gives no code there: it counts as away)."""
    name = postgres_url.rpartition("/")[2]
    postgres_server.run(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
    store = Store(postgres_url, clock=clock)
    with pytest.raises(DatabaseReadOnly):
        await fill(store)
    await store.close()
    postgres_server.run(
        f"ALTER DATABASE {name} RESET default_transaction_read_only", f"ALTER DATABASE {name} CONNECTION LIMIT 0"
    )
    with pytest.raises(DatabaseAway):
        await fill(store)
    postgres_server.run(f"ALTER DATABASE {name} CONNECTION LIMIT -1")
    await fill(store)
    await store.close()
