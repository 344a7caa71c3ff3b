"""A SQLite file that several programs have open: what one writes, all see."""

from __future__ import annotations

import asyncio
import subprocess
import sys

import pytest
from sqlalchemy import make_url
from support.clock import StillClock

from atom_xero_plugin.store.api_tokens import ApiTokens
from atom_xero_plugin.store.database import Store

pytestmark = pytest.mark.anyio
SCRIPT = """
import sqlite3, sys
database = sqlite3.connect(sys.argv[1])
database.execute(f"UPDATE api_tokens SET {sys.argv[2]} = created_at")
database.commit()
database.close()
"""


async def _elsewhere(store: Store, column: str) -> None:
    """Another program sets a time, and ends."""
    command = [sys.executable, "-c", SCRIPT, str(make_url(store.address).database), column]
    await asyncio.to_thread(subprocess.run, command, check=True)


async def test_a_second_store_in_the_program_takes_no_lock_away_from_the_first(
    sqlite_url: str, clock: StillClock
) -> None:
    """Else another program would take the file for unused at its end, and fold its log away under us."""
    first, second = Store(sqlite_url, clock=clock), Store(sqlite_url, clock=clock)
    made = await ApiTokens(first).new("alpha", "one", ["read"], by="person:tester")
    await second.check()
    await second.close()
    await _elsewhere(first, "last_used_at")
    assert await ApiTokens(first).find(made.token) is not None
    await _elsewhere(first, "revoked_at")

    assert await ApiTokens(first).find(made.token) is None
    await first.close()
