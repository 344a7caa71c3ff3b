"""What an upgrade promises to a database that is in use: nothing that was kept is lost, and all of it is found."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text
from support.clock import START, StillClock

from atom_xero_plugin.search import candidates
from atom_xero_plugin.search.candidates import Scope
from atom_xero_plugin.search.entries import KINDS
from atom_xero_plugin.store.migrations import upgrade
from atom_xero_plugin.store.session import Store
from atom_xero_plugin.sync import mirror
from atom_xero_plugin.sync.mirror import Place
from atom_xero_plugin.xero.models.base import decode_one
from atom_xero_plugin.xero.models.contacts import Contact

pytestmark = pytest.mark.anyio


async def found(store: Store, word: str) -> list[str]:
    """The titles of the records with a word."""
    async with store.read("w") as tx:
        return [row["title"] for row in await candidates.with_words(tx, Scope("w", None, KINDS), [[word]])]


async def test_what_the_version_before_kept_is_found_after_the_upgrade(tmp_path: Path) -> None:
    """On SQLite the index of words is made anew; what changes or goes later is followed by it."""
    url = f"sqlite+aiosqlite:///{tmp_path / 'used.db'}"
    await upgrade(url, "0003")
    store = Store(url, clock=StillClock())
    contact = decode_one(Contact, {"ContactID": "c1", "Name": "Ngaio Travel"})
    async with store.write("w") as tx:
        await mirror.keep(tx, Place("w", "t", "Contacts"), [contact], START)
    before = await found(store, "ngaio")

    await upgrade(url)

    assert before == await found(store, "ngaio") == ["Ngaio Travel"]
    renamed = decode_one(Contact, {"ContactID": "c1", "Name": "Karori Florist"})
    async with store.write("w") as tx:
        await mirror.keep(tx, Place("w", "t", "Contacts"), [renamed], START)
    assert (await found(store, "ngaio"), await found(store, "karori")) == ([], ["Karori Florist"])
    async with store.write("w") as tx:
        await tx.execute(text("DELETE FROM records"))
    assert await found(store, "karori") == []
    await store.check()
    await store.close()
