"""Sealing every stored secret again under the newest key, while the plugin runs; it can be stopped and run again."""

from __future__ import annotations

from collections import Counter
from typing import Any

from msgspec import Struct
from sqlalchemy import Column, Table, Update, bindparam, func, select, update

from atom_xero_plugin.core.crash_points import crashpoint, declare
from atom_xero_plugin.core.errors import InvalidKey
from atom_xero_plugin.store.approvals import sign_again
from atom_xero_plugin.store.database import ALL_WORKSPACES, Store
from atom_xero_plugin.store.encryption import SHORT_NAME, Keyring
from atom_xero_plugin.store.policies import sign_policies_again
from atom_xero_plugin.store.policy_tables import policies
from atom_xero_plugin.store.row_order import in_key_order
from atom_xero_plugin.store.tables import grants, logins, plans

ENCRYPTED: tuple[tuple[Table, Column[Any]], ...] = (
    (grants, grants.c.sealed_tokens),
    (grants, grants.c.sealed_previous),
    (logins, logins.c.sealed_secrets),
)
"""Every column that holds a secret."""

declare("rotation.in_batch", "rotation.after_batch")


class RotationReport(Struct, frozen=True):
    """What a rotation did. Once nothing failed, the old keys can go."""

    done: int
    already: int
    failed: list[str]
    """`table.column id` of each secret that none of the keys opens."""


async def needed_keys(store: Store) -> dict[str, int]:
    """How many stored secrets and marks need each key, by its short name."""
    found: Counter[str] = Counter()
    columns = [column for _, column in ENCRYPTED] + [plans.c.approval_mac, policies.c.mac]
    async with store.read(ALL_WORKSPACES) as tx:
        for column in columns:
            key_id = func.substr(column, 1, SHORT_NAME)
            rows = (await tx.execute(select(key_id, func.count()).where(column.is_not(None)).group_by(key_id))).all()
            for name, count in rows:
                found[name if isinstance(name, str) else bytes(name).decode("ascii", "replace")] += count
    return dict(found)


def _same(table: Table, column: Column[Any], key_id: str) -> Update:
    """Put a new value in where the old one still stands."""
    unchanged = update(table).where(table.c.id == bindparam("row"), column == bindparam("was"))
    return unchanged.values({column: bindparam("fresh"), table.c.key_id: key_id})


async def rotate(store: Store, keyring: Keyring, *, batch: int = 100) -> RotationReport:
    """Encrypt again what an older key encrypted, and sign again the approvals it signed, a batch a transaction.

    A secret that a refresh replaced meanwhile is left as the refresh made it: the new value only goes in where the old
    one still stands.
    """
    done, already, failed = 0, 0, list[str]()
    for table, column in ENCRYPTED:
        last = ""
        while True:
            page = select(table.c.id, column).where(column.is_not(None), table.c.id > last).order_by(table.c.id)
            async with store.write(ALL_WORKSPACES) as tx:
                rows = (await tx.execute(page.limit(batch))).all()
                again: list[dict[str, Any]] = []
                for row_id, encrypted in rows:
                    if keyring.key_id_of(encrypted) == keyring.newest_id:
                        already += 1
                        continue
                    name = {"table": table.name, "row": row_id, "column": column.name}
                    try:
                        fresh = keyring.encrypt(keyring.open(encrypted, **name), **name)
                    except InvalidKey:
                        failed.append(f"{table.name}.{column.name} {row_id}")
                        continue
                    again.append({"row": row_id, "was": encrypted, "fresh": fresh})
                if again:
                    changed = await tx.execute(_same(table, column, keyring.newest_id), in_key_order(table, again))
                    done += changed.rowcount
                crashpoint("rotation.in_batch")
            crashpoint("rotation.after_batch")
            if len(rows) < batch:
                break
            last = rows[-1][0]
    for signed in (await sign_again(store, keyring, batch=batch), await sign_policies_again(store, keyring)):
        done, already, failed = done + signed[0], already + signed[1], failed + signed[2]
    return RotationReport(done, already, failed)
