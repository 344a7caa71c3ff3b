"""Writers that want the same rows wait for each other; where PostgreSQL ends one all the same, it is run again."""

from __future__ import annotations

import ast
import asyncio
import json
import random
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection
from support.clock import StillClock
from support.postgres import Server
from support.service import HARBOUR, WATTLE, open_service

from atom_xero_plugin.auth.oauth import Tenant
from atom_xero_plugin.auth.tenants import store_tenants
from atom_xero_plugin.core.errors import DatabaseBusy, DatabaseConflict
from atom_xero_plugin.core.package_files import folder
from atom_xero_plugin.search import index
from atom_xero_plugin.store.database import Store
from atom_xero_plugin.store.row_order import in_key_order
from atom_xero_plugin.store.tables import search_grams
from atom_xero_plugin.sync import mirror
from atom_xero_plugin.sync.mirror import Place
from atom_xero_plugin.xero.decoding.base import decode_page
from atom_xero_plugin.xero.records.contacts import Contact

pytestmark = pytest.mark.anyio
WORDS = sorted({"".join(random.Random(n).choices("abcdefghijklmnop", k=7)) for n in range(1_200)})
SIZES = (60, 130, 260, 300)
"""How many contacts each organisation has: a set's order depends on its size."""


def deadlocks(server: Server, url: str) -> int:
    """What the server counted in this database; each session reports when it ends."""
    address = f"postgresql://postgres@127.0.0.1:{server.port}/{url.rpartition('/')[2]}"
    with psycopg.connect(address, autocommit=True) as connection:
        row = connection.execute("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()").fetchone()
    assert row is not None
    return int(row[0])


def contacts(seed: int, size: int) -> list[Contact]:
    """Contacts of one organisation, whose names share their words with every other's, in an order of their own."""
    chosen = random.Random(seed)
    reported = [
        {
            "ContactID": f"{seed}-{number}",
            "Name": " ".join(chosen.sample(WORDS, 4)),
            "UpdatedDateUTC": "/Date(1573755038314)/",
        }
        for number in range(size)
    ]
    return decode_page(Contact, json.dumps({"Contacts": reported}).encode())[0]


async def test_first_syncs_of_organisations_of_one_workspace_never_lock_each_other_up(
    postgres_server: Server, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rounds of four organisations that come to their shared rows at the same moment; the server itself counts."""
    clock = StillClock()
    stores = [Store(postgres_url, clock=clock) for _ in SIZES]
    spelling = index.note_spelling

    async def at_once(*given: Any) -> None:
        await together.wait()
        await spelling(*given)

    async def first_sync(number: int, turn: int) -> None:
        async with stores[number].write(f"w{turn}") as tx:
            place = Place(f"w{turn}", f"t{number}", "Contacts")
            await mirror.keep(
                tx, place, contacts(number * 100 + turn, SIZES[number]), clock.now(), report_changes=False
            )

    monkeypatch.setattr(index, "note_spelling", at_once)
    for turn in range(4):
        together = asyncio.Barrier(len(SIZES))
        await asyncio.gather(*(first_sync(number, turn) for number in range(len(SIZES))))
    for store in stores:
        await store.close()

    assert deadlocks(postgres_server, postgres_url) == 0


async def test_a_whole_first_sync_of_a_workspace_locks_nothing_up(
    postgres_server: Server, postgres_url: str, tmp_path: Path
) -> None:
    """Every list of two organisations, with limits, events and audit."""
    served = await open_service(tmp_path, postgres_url)
    await served.connect("default", f"{HARBOUR},{WATTLE}")
    await served.hear()
    await served.hear()
    async with served.runtime.store.read("default") as tx:
        known = (await tx.execute(text("SELECT count(DISTINCT tenant_id) FROM records"))).scalar()
    await served.close()

    assert known == 2
    assert deadlocks(postgres_server, postgres_url) == 0


async def test_organisations_are_written_in_one_order_whatever_xero_lists_first(
    postgres_server: Server, postgres_url: str
) -> None:
    """Two logins of one workspace, whose lists are the other way round."""
    store = Store(postgres_url, clock=StillClock())
    now = store.clock.now()
    tenants = [Tenant(f"c{n}", f"t{n}", "ORGANISATION", f"Organisation {n}") for n in range(30)]
    async with store.write("w") as tx:
        await tx.execute(
            text(
                "INSERT INTO grants (id, workspace_id, kind, client_id, scopes, state, generation, fence, failures,"
                " created_at, updated_at) VALUES ('g', 'w', 'web', 'c', '', 'active', 1, 1, 0, now(), now())"
            )
        )
        await store_tenants(tx, "w", "g", tenants, now)

    async def listed(order: list[Tenant]) -> None:
        async with store.write("w") as tx:
            await store_tenants(tx, "w", "g", order, now)

    for _ in range(6):
        await asyncio.gather(listed(tenants), listed(tenants[::-1]))
    await store.close()

    assert deadlocks(postgres_server, postgres_url) == 0


async def _crossed(store: Store, tries: list[str], *, repeatable: bool) -> list[object]:
    """Two transactions that lock two rows in opposite orders, and meet in the middle."""
    async with store.write("w") as tx:
        await tx.execute(text("INSERT INTO audit_heads VALUES ('w', 0, 'a')"))
        await tx.execute(text("INSERT INTO usage VALUES ('w', 't', 'f', '2026-01-01', 0, 0)"))
    both = asyncio.Barrier(2)
    first, second = "UPDATE audit_heads SET number = number + 1", "UPDATE usage SET calls = calls + 1"

    async def locking(name: str, one: str, other: str) -> None:
        async def work(tx: AsyncConnection) -> None:
            tries.append(name)
            await tx.execute(text(one))
            if tries.count(name) == 1:
                await both.wait()
            await tx.execute(text(other))

        if repeatable:
            await store.transact("w", work)
            return
        async with store.write("w") as tx:
            await work(tx)

    outcomes = await asyncio.gather(locking("a", first, second), locking("b", second, first), return_exceptions=True)
    return list(outcomes)


async def test_repeatable_work_that_a_deadlock_ended_is_run_again_quietly(postgres_url: str) -> None:
    """Both are done once, whoever was ended."""
    store, tries = Store(postgres_url, clock=StillClock()), list[str]()

    outcomes = await _crossed(store, tries, repeatable=True)
    async with store.read("w") as tx:
        counted = (await tx.execute(text("SELECT number, calls FROM audit_heads, usage"))).one()
    await store.close()

    assert outcomes == [None, None]
    assert tuple(counted) == (2, 2)
    assert len(tries) > len(outcomes)  # one was ended and run again; it may meet the other once more


async def test_work_that_may_not_be_repeated_is_reported_as_busy_and_left_undone(postgres_url: str) -> None:
    """Once, never twice: who asked decides."""
    store, tries = Store(postgres_url, clock=StillClock()), list[str]()

    outcomes = await _crossed(store, tries, repeatable=False)
    await store.close()

    (ended,) = [each for each in outcomes if each is not None]
    assert isinstance(ended, DatabaseBusy)
    assert (ended.code, ended.http_status, ended.retryable, len(tries)) == ("database_busy", 503, True, 2)


async def test_repeating_has_a_bound(store: Store) -> None:
    """What is always ended is reported in the end."""
    tries = 0

    async def ended(_tx: AsyncConnection) -> None:
        nonlocal tries
        tries += 1
        raise DatabaseConflict

    with pytest.raises(DatabaseConflict):
        await store.transact("w", ended)
    assert tries == 6


async def test_what_is_refused_for_another_reason_is_not_repeated(store: Store) -> None:
    """A fault of the work stays one."""
    tries = 0

    async def invalid(_tx: AsyncConnection) -> None:
        nonlocal tries
        tries += 1
        raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011 - any
        await store.transact("w", invalid)
    assert tries == 1


def test_rows_are_ordered_by_their_keys() -> None:
    """Whatever order they come in."""
    rows = [{"workspace_id": "w", "gram": gram, "word": word} for gram in "cab" for word in "zy"]

    ordered = in_key_order(search_grams, rows)

    assert [(row["gram"], row["word"]) for row in ordered] == [
        ("a", "y"), ("a", "z"), ("b", "y"), ("b", "z"), ("c", "y"), ("c", "z"),
    ]  # fmt: skip


def test_every_insert_of_several_rows_goes_through_one_order() -> None:
    """A list of rows that was not put in key order could lock two writers up."""
    package, invalid = folder("skills").parent / "atom_xero_plugin", []
    for path in sorted(package.rglob("*.py")):
        if "sandbox" in path.parts or "versions" in path.parts:
            continue
        tree = ast.parse(path.read_text())
        ordered = _ordered_names(tree)
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
            given = _rows_of(call)
            if given is not None and not _is_ordered(given, ordered):
                invalid.append(f"{path.relative_to(package)}:{call.lineno}")

    assert invalid == []


def _rows_of(call: ast.Call) -> ast.expr | None:
    """What a call hands the database as several rows, as far as its form says."""
    if not isinstance(call.func, ast.Attribute):
        return None
    of_transaction = isinstance(call.func.value, ast.Name) and call.func.value.id == "tx"
    if call.func.attr in {"execute", "exec_driver_sql"} and of_transaction and len(call.args) == 2:
        return None if _is_one(call.args[1]) else call.args[1]
    if call.func.attr == "values" and len(call.args) == 1 and not _is_one(call.args[0]):
        return call.args[0]
    return None


def _is_one(value: ast.expr) -> bool:
    """One row, or the parameters of one statement: a dictionary, or a name that stands for one."""
    if isinstance(value, ast.BinOp):
        return True
    named = value.attr if isinstance(value, ast.Attribute) else value.id if isinstance(value, ast.Name) else ""
    called = isinstance(value, ast.Call) and isinstance(value.func, ast.Name) and value.func.id.startswith("_")
    of_keys = isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute) and value.func.attr == "fromkeys"
    return isinstance(value, ast.Dict) or of_keys or called or named in {"row", "params", "values", "new"}


def _ordered_names(tree: ast.AST) -> set[str]:
    """Names that are bound to rows in key order."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call):
            called = node.value.func
            if isinstance(called, ast.Name) and called.id == "in_key_order":
                found |= {target.id for target in node.targets if isinstance(target, ast.Name)}
    return found


def _is_ordered(value: ast.expr, ordered: set[str]) -> bool:
    if isinstance(value, ast.Call) and isinstance(value.func, ast.Name) and value.func.id in {"list", "map"}:
        return _is_ordered(value.args[-1], ordered)  # each row in other words, in the same order
    if isinstance(value, ast.Call) and isinstance(value.func, ast.Name):
        return value.func.id == "in_key_order"
    if isinstance(value, ast.Subscript):
        return _is_ordered(value.value, ordered)
    if isinstance(value, ast.ListComp):
        return _is_ordered(value.generators[0].iter, ordered)
    return isinstance(value, ast.Name) and value.id in ordered
