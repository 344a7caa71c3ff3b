"""What the mirror promises of the rows it keeps."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from atom_xero_plugin.accounting.kinds import watched
from atom_xero_plugin.search.search import Search
from atom_xero_plugin.store.database import Store
from atom_xero_plugin.store.tables import records
from atom_xero_plugin.sync.mirror import Place, keep, row_of
from atom_xero_plugin.xero.decoding.base import XeroRecord, decode_one

pytestmark = pytest.mark.anyio
ACME = {"ContactID": "c-1", "Name": "Acme", "UpdatedDateUTC": "/Date(1781555400000+0000)/"}


def synced(**more: Any) -> XeroRecord:
    return decode_one(watched("Contacts").record, {**ACME, **more})


async def test_a_record_synced_for_two_workspaces_is_kept_in_each_as_its_own(store: Store) -> None:
    """Its row in one is never taken for that in the other."""
    contact, now = synced(), store.clock.now()
    row = row_of(Place("one", "t", "Contacts"), contact)
    async with store.write("two") as tx:
        with pytest.raises(ValueError, match="another"):
            await keep(tx, Place("two", "t", "Contacts"), [row], now)
    for workspace in ("one", "two"):
        async with store.write(workspace) as tx:
            await keep(tx, Place(workspace, "t", "Contacts"), [row if workspace == "one" else contact], now)

    for workspace in ("one", "two"):
        async with store.read(workspace) as tx:
            mine = records.c.workspace_id == workspace
            rows = (await tx.execute(select(records).where(mine))).mappings().all()
        assert [(row["workspace_id"], row["title"]) for row in rows] == [(workspace, "Acme")]
        assert f"in{workspace.encode().hex()}" in rows[0]["words"].split()


async def test_times_come_back_as_they_were(store: Store) -> None:
    """Aware, and to the microsecond, on both databases; a record without a stamp has none."""
    contact, bare, now = synced(), synced(ContactID="c-2", UpdatedDateUTC=None), store.clock.now()
    async with store.write("w") as tx:
        await keep(tx, Place("w", "t", "Contacts"), [contact, bare], now)
        found = (await tx.execute(select(records).order_by(records.c.record_id))).mappings().all()

    assert [row["updated_at"] for row in found] == [contact.updated_date_utc, None]
    assert [row["as_of"] for row in found] == [now, now]
    assert all(row["as_of"].tzinfo is not None for row in found)


async def test_a_naive_time_is_refused(store: Store) -> None:
    """Rather than guessed at."""
    naive = datetime(2026, 6, 16)  # noqa: DTZ001 - what must not pass
    with pytest.raises(ValueError, match="naive"):
        async with store.write("w") as tx:
            await keep(tx, Place("w", "t", "Contacts"), [synced()], naive)


def at(moment: datetime, **more: Any) -> XeroRecord:
    """The contact as Xero stamped it then."""
    return synced(UpdatedDateUTC=f"/Date({int(moment.timestamp() * 1000)}+0000)/", **more)


async def kept_name(store: Store) -> str:
    async with store.read("w") as tx:
        return str((await tx.execute(select(records.c.title))).scalar())


async def test_an_older_record_never_takes_the_place_of_a_newer_one(store: Store) -> None:
    """An answer can be stale: a page that was on its way while the record changed again."""
    now, place = store.clock.now(), Place("w", "t", "Contacts")
    async with store.write("w") as tx:
        await keep(tx, place, [at(now, Name="New")], now)
        changed = await keep(tx, place, [at(now - timedelta(minutes=5), Name="Old")], now)

    assert changed == []
    assert await kept_name(store) == "New"


async def test_a_record_that_a_wrong_clock_stamped_gives_way(store: Store) -> None:
    """Its time lay ahead of every clock; else nothing that changes would be seen until that time comes."""
    now, place = store.clock.now(), Place("w", "t", "Contacts")
    async with store.write("w") as tx:
        await keep(tx, place, [at(now + timedelta(days=1), Name="Ahead")], now)
        changed = await keep(tx, place, [at(now, Name="Right")], now)

    assert [each.record.record_id for each in changed] == ["c-1"]
    assert await kept_name(store) == "Right"


async def test_a_record_whose_words_are_others_now_is_found_again_and_reported_as_no_change(store: Store) -> None:
    """So that what an upgrade adds to the index is there after the next full list, and no workflow syncs of it."""
    place, contact, now = Place("one", "t", "Contacts"), synced(ContactStatus="ARCHIVED"), store.clock.now()
    async with store.write("one") as tx:
        await keep(tx, place, [contact], now)
        await tx.execute(update(records).values(words="kindcontact in6f6e65 acme"))

    async with store.write("one") as tx:
        changed = await keep(tx, place, [synced(ContactStatus="ARCHIVED")], now)

    assert changed == []
    assert [hit.title for hit in await Search(store).find("one", "archived acme")] == ["Acme"]


@pytest.mark.parametrize("unlike", [{"status": None}, {"status": "ARCHIVED"}, {"snippet": "reworded"}, {"title": "?"}])
async def test_what_is_made_of_a_record_heals_when_it_is_read_again(store: Store, unlike: dict[str, Any]) -> None:
    """A row that another version wrote never stays wrong, and no workflow is reported of it."""
    place, now = Place("one", "t", "Contacts"), store.clock.now()
    async with store.write("one") as tx:
        await keep(tx, place, [synced(ContactStatus="ACTIVE")], now)
        right = (await tx.execute(select(records))).mappings().one()
        await tx.execute(update(records).values(**unlike))

    async with store.write("one") as tx:
        changed = await keep(tx, place, [synced(ContactStatus="ACTIVE")], now)
        found = (await tx.execute(select(records))).mappings().one()

    assert changed == []
    assert found == right
    assert right["status"] == "ACTIVE"
