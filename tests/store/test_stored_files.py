"""Files on their way: each under a handle of its workspace, for a week, on each kind of database."""

from __future__ import annotations

import hashlib

import pytest
from support.clock import StillClock

from atom_xero_plugin.core.errors import Conflict, NotFound
from atom_xero_plugin.store import stored_files
from atom_xero_plugin.store.database import Store
from atom_xero_plugin.store.stored_files import HANDLE, LASTS, StoredFiles

pytestmark = pytest.mark.anyio
SCAN = bytes(range(256)) * 40


async def test_a_file_is_given_back_byte_by_byte(store: Store, clock: StillClock) -> None:
    """Under a handle that nobody can guess."""
    files = StoredFiles(store, clock)
    kept = await files.keep("w", "scan.png", "image/png", SCAN, by="person:tester")

    assert HANDLE.fullmatch(kept.id)
    assert await files.content("w", kept.id) == SCAN
    assert await files.find("w", kept.id) == kept
    assert (kept.size, kept.sha256) == (len(SCAN), hashlib.sha256(SCAN).hexdigest())


async def test_another_workspace_has_no_such_file(store: Store, clock: StillClock) -> None:
    """Whoever knows the handle."""
    files = StoredFiles(store, clock)
    kept = await files.keep("w", "scan.png", "image/png", SCAN, by="person:tester")

    for read in (files.find, files.content):
        with pytest.raises(NotFound):
            await read("other", kept.id)


async def test_a_file_goes_after_a_week(store: Store, clock: StillClock) -> None:
    """It is given no more, and the next one that is kept makes room."""
    files = StoredFiles(store, clock)
    kept = await files.keep("w", "scan.png", "image/png", SCAN, by="person:tester")
    clock.advance(days=LASTS.days)

    with pytest.raises(NotFound):
        await files.content("w", kept.id)


async def test_the_same_file_keeps_its_handle_and_is_kept_for_longer(store: Store, clock: StillClock) -> None:
    """Asked twice to attach it, one plan is made; another name, type, byte or workspace is another file."""
    files = StoredFiles(store, clock)
    kept = await files.keep("w", "scan.png", "image/png", SCAN, by="person:tester")
    clock.advance(days=3)

    again = await files.keep("w", "scan.png", "image/png", SCAN, by="person:other")
    others = [
        await files.keep("w", "scan2.png", "image/png", SCAN, by="person:tester"),
        await files.keep("w", "scan.png", "image/x-png", SCAN, by="person:tester"),
        await files.keep("w", "scan.png", "image/png", SCAN[::-1], by="person:tester"),
        await files.keep("other", "scan.png", "image/png", SCAN, by="person:tester"),
    ]

    assert (again.id, again.expires_at) == (kept.id, clock.now() + LASTS)
    assert await files.find("w", kept.id) == again
    assert len({kept.id, *(each.id for each in others)}) == 5


async def test_a_workspace_keeps_so_many_bytes_and_no_more(
    store: Store, clock: StillClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Expired ones do not count."""
    monkeypatch.setattr(stored_files, "MOST_BYTES", 2 * len(SCAN))
    files = StoredFiles(store, clock)
    for number in range(2):
        await files.keep("w", f"scan{number}.png", "image/png", SCAN, by="person:tester")
    with pytest.raises(Conflict):
        await files.keep("w", "scan.png", "image/png", SCAN, by="person:tester")
    await files.keep("other", "scan.png", "image/png", SCAN, by="person:tester")
    clock.advance(days=LASTS.days)

    assert (await files.keep("w", "scan.png", "image/png", SCAN, by="person:tester")).size == len(SCAN)
