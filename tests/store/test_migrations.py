"""What the migrations promise of themselves: what one made is made the same for ever, and is what the code expects."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from atom_xero_plugin.store import migrations
from atom_xero_plugin.store.database import Store
from atom_xero_plugin.store.tables import metadata

VERSIONS = sorted((Path(migrations.__file__).parent / "versions").glob("v*.py"))
INDEX_OF_WORDS = "records_words"
"""SQLite's full-text index and its own tables, which SQLAlchemy has no words for."""


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        if isinstance(node, ast.ImportFrom):
            yield f"{'.' * node.level}{node.module or ''}"


@pytest.mark.parametrize("path", [*VERSIONS, VERSIONS[0].parent.parent / "env.py"], ids=lambda path: path.stem)
def test_no_migration_takes_anything_from_the_package(path: Path) -> None:
    """A later change of the tables, a type or a helper would change what a migration of before makes."""
    assert [each for each in _imports(path) if each.startswith((".", "atom_xero_plugin"))] == []


@pytest.mark.anyio
async def test_the_migrations_make_the_tables_that_the_code_knows(store: Store) -> None:
    """Each column, index and key, with its type."""

    def differences(connection: sa.Connection) -> list[Any]:
        def known(name: str | None, kind: str, *_: object) -> bool:
            return kind != "table" or not (name or "").startswith(INDEX_OF_WORDS)

        context = MigrationContext.configure(connection, opts={"include_name": known, "compare_type": True})
        return list(compare_metadata(context, metadata))

    async with store.read("*") as tx:
        assert await tx.run_sync(differences) == []
