"""Keys are replaced while the plugin runs; a rotation that was killed is simply run again."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import subprocess
import sys

import psycopg
import pytest
from cryptography.fernet import Fernet
from sqlalchemy import insert, select, update
from support.clock import StillClock
from support.crash_points import points_of

from atom_xero_plugin.store.database import ALL_WORKSPACES, Store
from atom_xero_plugin.store.encryption import Keyring
from atom_xero_plugin.store.key_rotation import needed_keys, rotate
from atom_xero_plugin.store.tables import grants

pytestmark = pytest.mark.anyio
OLD, NEW = (Fernet.generate_key().decode() for _ in range(2))
ROWS = 25
SCRIPT = """
import asyncio, sys
from atom_xero_plugin.core.clock import SystemClock
from atom_xero_plugin.store.encryption import Keyring
from atom_xero_plugin.store.key_rotation import needed_keys, rotate
from atom_xero_plugin.store.database import Store
asyncio.run(rotate(Store(sys.argv[1], clock=SystemClock()), Keyring.parse(sys.argv[2]), batch=10))
"""


def place(row: str) -> dict[str, str]:
    return {"table": "grants", "row": row, "column": "sealed_tokens"}


async def fill(store: Store, keyring: Keyring) -> None:
    now = store.clock.now()
    rows = [
        {
            "id": f"g{number:03d}", "workspace_id": "w", "kind": "web", "client_id": "c", "scopes": "",
            "state": "active", "generation": 0, "fence": 0, "failures": 0, "created_at": now, "updated_at": now,
            "sealed_tokens": keyring.encrypt(f"secret {number}".encode(), **place(f"g{number:03d}")),
        }
        for number in range(ROWS)
    ]  # fmt: skip
    async with store.write("w") as tx:
        await tx.execute(insert(grants), rows)


async def secrets_of(store: Store, keyring: Keyring) -> list[bytes]:
    async with store.read(ALL_WORKSPACES) as tx:
        rows = (await tx.execute(select(grants.c.id, grants.c.sealed_tokens).order_by(grants.c.id))).all()
    return [keyring.open(encrypted, **place(row_id)) for row_id, encrypted in rows]


WHOLE = [f"secret {number}".encode() for number in range(ROWS)]


async def test_after_a_rotation_the_old_key_can_go(store: Store) -> None:
    """Everything opens with the new key alone."""
    await fill(store, Keyring.parse(OLD))

    report = await rotate(store, Keyring.parse(f"{NEW},{OLD}"), batch=10)

    assert (report.done, report.already, report.failed) == (ROWS, 0, [])
    assert await secrets_of(store, Keyring.parse(NEW)) == WHOLE


async def test_a_second_rotation_finds_everything_done(store: Store) -> None:
    """It says so and changes nothing."""
    await fill(store, Keyring.parse(OLD))
    both = Keyring.parse(f"{NEW},{OLD}")
    await rotate(store, both)

    report = await rotate(store, both)

    assert (report.done, report.already) == (0, ROWS)


async def test_a_secret_no_key_opens_is_named_and_kept(store: Store) -> None:
    """The others are rotated all the same."""
    await fill(store, Keyring.parse(OLD))
    foreign = Keyring.parse(Fernet.generate_key().decode()).encrypt(b"x", **place("g003"))
    async with store.write("w") as tx:
        await tx.execute(update(grants).where(grants.c.id == "g003").values(sealed_tokens=foreign))

    report = await rotate(store, Keyring.parse(f"{NEW},{OLD}"))

    assert (report.done, report.failed) == (ROWS - 1, ["grants.sealed_tokens g003"])


@pytest.mark.parametrize("point", points_of("rotation"))
async def test_a_rotation_killed_at_any_point_is_resumed(store: Store, database_url: str, point: str) -> None:
    """kill -9, then again: nothing is lost, nothing is encrypted by both."""
    await fill(store, Keyring.parse(OLD))
    both = f"{NEW},{OLD}"
    killed = subprocess.run(  # noqa: ASYNC221 - nothing else runs meanwhile
        [sys.executable, "-c", SCRIPT, database_url, both],
        env={**os.environ, "ATOM_XERO_CRASHPOINT": point},
        check=False,
    )
    assert killed.returncode == -signal.SIGKILL
    assert await secrets_of(store, Keyring.parse(both)) == WHOLE

    await rotate(store, Keyring.parse(both))

    assert await secrets_of(store, Keyring.parse(NEW)) == WHOLE


async def test_a_token_that_a_refresh_stored_meanwhile_stays(postgres_url: str) -> None:
    """Between reading a secret and writing it, another process may replace it: the newer one must not be lost."""
    store, both = Store(postgres_url, clock=StillClock()), f"{NEW},{OLD}"
    await fill(store, Keyring.parse(OLD))
    refreshed = Keyring.parse(NEW).encrypt(b"refreshed", **place("g000"))

    class Overtaken(Keyring):
        """Another process stores a refreshed token as soon as the first secret was read."""

        def open(self, encrypted: bytes, *, table: str, row: str, column: str) -> bytes:
            if row == "g000":
                with psycopg.connect(postgres_url.replace("+psycopg", "")) as other:
                    other.execute("SELECT set_config('atom_xero.workspace', '*', true)")
                    other.execute("UPDATE grants SET sealed_tokens = %s WHERE id = 'g000'", (refreshed,))
            return super().open(encrypted, table=table, row=row, column=column)

    report = await rotate(store, Overtaken.parse(both), batch=10)

    assert (report.done, report.failed) == (ROWS - 1, [])
    assert await secrets_of(store, Keyring.parse(NEW)) == [b"refreshed", *WHOLE[1:]]
    await store.close()


READERS, KILLS = 8, 3


async def _read(store: Store, keyring: Keyring, count: int, ended: asyncio.Event, seed: int) -> tuple[int, list[str]]:
    """Open stored secrets at random until asked to end: how many were read, and what went wrong."""
    chance, reads, invalid = random.Random(seed), 0, list[str]()
    while not ended.is_set():
        number = chance.randrange(count)
        row_id = f"g{number:06d}"
        try:
            async with store.read("w") as tx:
                encrypted = (await tx.execute(select(grants.c.sealed_tokens).where(grants.c.id == row_id))).scalar_one()
            if keyring.open(encrypted, **place(row_id)) != f"secret {number}".encode():
                invalid.append(f"{row_id}: another's")
        except Exception as error:  # noqa: BLE001 - each is counted
            invalid.append(f"{row_id}: {error!r}")
        reads += 1
        await asyncio.sleep(0)
    return reads, invalid


@pytest.mark.parametrize("count", [600, pytest.param(100_000, marks=pytest.mark.full)])
async def test_keys_are_rotated_under_traffic_and_through_kills(store: Store, database_url: str, count: int) -> None:
    """Eight readers never meet a secret that does not open; killed three times, it goes on; then the old key can go."""
    old, both = Keyring.parse(OLD), Keyring.parse(f"{NEW},{OLD}")
    now = store.clock.now()
    ordinary = {
        "workspace_id": "w", "kind": "web", "client_id": "c", "scopes": "", "state": "active", "generation": 0,
        "fence": 0, "failures": 0, "created_at": now, "updated_at": now, "key_id": old.newest_id,
    }  # fmt: skip
    for start in range(0, count, 5_000):
        rows = [
            {**ordinary, "id": f"g{n:06d}", "sealed_tokens": old.encrypt(f"secret {n}".encode(), **place(f"g{n:06d}"))}
            for n in range(start, min(count, start + 5_000))
        ]
        async with store.write("w") as tx:
            await tx.execute(insert(grants), rows)
    ended = asyncio.Event()
    readers = [asyncio.create_task(_read(store, both, count, ended, seed)) for seed in range(READERS)]
    for kill in range(KILLS):
        process = await asyncio.create_subprocess_exec(sys.executable, "-c", SCRIPT, database_url, f"{NEW},{OLD}")
        share = count * (kill + 1) // (KILLS + 2)
        while process.returncode is None and (await needed_keys(store)).get(both.newest_id, 0) < share:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        if process.returncode is None:
            process.kill()
        assert await process.wait() in {0, -signal.SIGKILL}
    report = await rotate(store, both, batch=500)
    ended.set()
    read = await asyncio.gather(*readers)

    assert [invalid for _, invalid in read if invalid] == []
    assert min(reads for reads, _ in read) > 0
    assert report.failed == []
    assert report.done + report.already == count
    assert await needed_keys(store) == {both.newest_id: count}
    alone = Keyring.parse(NEW)
    for start in range(0, count, 20_000):
        page = select(grants.c.id, grants.c.sealed_tokens).order_by(grants.c.id).offset(start).limit(20_000)
        async with store.read("w") as tx:
            rows_read = (await tx.execute(page)).all()
        for number, (row_id, encrypted) in enumerate(rows_read, start):
            assert alone.open(encrypted, **place(row_id)) == f"secret {number}".encode()
    print(database_url.partition(":")[0], sum(reads for reads, _ in read), "reads")  # noqa: T201 - a figure of a long run
