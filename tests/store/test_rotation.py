"""Keys are replaced while the plugin runs; a rotation that was killed is simply run again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import psycopg
import pytest
from cryptography.fernet import Fernet
from sqlalchemy import insert, select, update
from support.clock import StillClock

from atom_xero_plugin.crashpoint import CRASH_POINTS
from atom_xero_plugin.store.encryption import Keyring
from atom_xero_plugin.store.models import grants
from atom_xero_plugin.store.rotation import rotate
from atom_xero_plugin.store.session import ALL_WORKSPACES, Store

pytestmark = pytest.mark.anyio
OLD, NEW = (Fernet.generate_key().decode() for _ in range(2))
ROWS = 25
SCRIPT = """
import asyncio, sys
from atom_xero_plugin.clock import SystemClock
from atom_xero_plugin.store.encryption import Keyring
from atom_xero_plugin.store.rotation import rotate
from atom_xero_plugin.store.session import Store
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
            "sealed_tokens": keyring.seal(f"secret {number}".encode(), **place(f"g{number:03d}")),
        }
        for number in range(ROWS)
    ]  # fmt: skip
    async with store.write("w") as tx:
        await tx.execute(insert(grants), rows)


async def secrets_of(store: Store, keyring: Keyring) -> list[bytes]:
    async with store.read(ALL_WORKSPACES) as tx:
        rows = (await tx.execute(select(grants.c.id, grants.c.sealed_tokens).order_by(grants.c.id))).all()
    return [keyring.open(sealed, **place(row_id)) for row_id, sealed in rows]


WHOLE = [f"secret {number}".encode() for number in range(ROWS)]


async def test_after_a_rotation_the_old_key_can_go(store: Store) -> None:
    """Everything opens with the new key alone."""
    await fill(store, Keyring.parse(OLD))

    report = await rotate(store, Keyring.parse(f"{NEW},{OLD}"), batch=10)

    assert (report.done, report.already, report.failed) == (ROWS, 0, [])
    assert await secrets_of(store, Keyring.parse(NEW)) == WHOLE


async def test_a_second_rotation_finds_everything_done(store: Store) -> None:
    """It tells so and changes nothing."""
    await fill(store, Keyring.parse(OLD))
    both = Keyring.parse(f"{NEW},{OLD}")
    await rotate(store, both)

    report = await rotate(store, both)

    assert (report.done, report.already) == (0, ROWS)


async def test_a_secret_no_key_opens_is_named_and_kept(store: Store) -> None:
    """The others are rotated all the same."""
    await fill(store, Keyring.parse(OLD))
    foreign = Keyring.parse(Fernet.generate_key().decode()).seal(b"x", **place("g003"))
    async with store.write("w") as tx:
        await tx.execute(update(grants).where(grants.c.id == "g003").values(sealed_tokens=foreign))

    report = await rotate(store, Keyring.parse(f"{NEW},{OLD}"))

    assert (report.done, report.failed) == (ROWS - 1, ["grants.sealed_tokens g003"])


@pytest.mark.parametrize("point", sorted(p for p in CRASH_POINTS if p.startswith("rotation.")))
async def test_a_rotation_killed_at_any_point_is_resumed(store: Store, database_url: str, point: str) -> None:
    """kill -9, then again: nothing is lost, nothing is sealed by both."""
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
    refreshed = Keyring.parse(NEW).seal(b"refreshed", **place("g000"))

    class Overtaken(Keyring):
        """Another process stores a refreshed token as soon as the first secret was read."""

        def open(self, sealed: bytes, *, table: str, row: str, column: str) -> bytes:
            if row == "g000":
                with psycopg.connect(postgres_url.replace("+psycopg", "")) as other:
                    other.execute("SELECT set_config('atom_xero.workspace', '*', true)")
                    other.execute("UPDATE grants SET sealed_tokens = %s WHERE id = 'g000'", (refreshed,))
            return super().open(sealed, table=table, row=row, column=column)

    report = await rotate(store, Overtaken.parse(both), batch=10)

    assert (report.done, report.failed) == (ROWS - 1, [])
    assert await secrets_of(store, Keyring.parse(NEW)) == [b"refreshed", *WHOLE[1:]]
    await store.close()
