"""The audit trail: whatever is changed in it is found."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import text

from atom_xero_plugin.store import audit
from atom_xero_plugin.store.database import Store

pytestmark = pytest.mark.anyio


async def write(store: Store, rows: int, workspace: str = "w") -> None:
    for number in range(rows):
        async with store.write(workspace) as tx:
            await audit.record(
                tx, workspace_id=workspace, at=store.clock.now(), actor="a", event="e", detail={"n": number}
            )


async def test_an_untouched_chain_is_whole(store: Store) -> None:
    """And says its length and head."""
    await write(store, 5)

    report = await audit.verify(store, "w")

    assert (report.ok, report.rows, report.first_bad) == (True, 5, None)


@pytest.mark.parametrize(
    ("tamper", "first_bad"),
    [
        ("UPDATE audit SET detail = '{}' WHERE number = 3", 3),
        ("UPDATE audit SET actor = 'b' WHERE number = 5", 5),
        ("DELETE FROM audit WHERE number = 2", 2),
        ("DELETE FROM audit WHERE number = 5", 5),
        ("UPDATE audit SET number = 6 WHERE number = 5", 5),
        ("UPDATE audit_heads SET number = 4", 6),
    ],
)
async def test_tampering_is_found_and_the_first_bad_row_named(store: Store, tamper: str, first_bad: int) -> None:
    """An edit, a removal, a cut tail, a moved row, a changed head."""
    await write(store, 5)
    async with store.write("w") as tx:
        await tx.execute(text(tamper))

    report = await audit.verify(store, "w")

    assert (report.ok, report.first_bad) == (False, first_bad)


async def test_eight_writers_at_once_make_one_chain(store: Store) -> None:
    """The head row is locked until the transaction ends."""
    await asyncio.gather(*(write(store, 10) for _ in range(8)))

    assert (await audit.verify(store, "w")).rows == 80
    assert (await audit.verify(store, "w")).ok


async def test_a_rolled_back_change_leaves_no_row(store: Store) -> None:
    """The row stands in the transaction of what it reports."""
    await write(store, 1)
    with pytest.raises(RuntimeError):  # noqa: PT012 - the transaction is what is tested
        async with store.write("w") as tx:
            await audit.record(tx, workspace_id="w", at=store.clock.now(), actor="a", event="e", detail={})
            raise RuntimeError

    report = await audit.verify(store, "w")

    assert (report.ok, report.rows) == (True, 1)


async def test_secrets_are_refused(store: Store) -> None:
    """A name that stands for a secret has no place here."""
    with pytest.raises(ValueError, match="no place"):
        async with store.write("w") as tx:
            await audit.record(
                tx, workspace_id="w", at=store.clock.now(), actor="a", event="e", detail={"x": {"refresh_token": "t"}}
            )


async def test_workspaces_have_chains_of_their_own(store: Store) -> None:
    """One workspace's rows do not follow another's."""
    await write(store, 3, "one")
    await write(store, 2, "two")

    assert [(await audit.verify(store, w)).rows for w in ("one", "two")] == [3, 2]
