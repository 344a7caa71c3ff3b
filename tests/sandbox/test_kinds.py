"""Each kind of record is declared once, in its file of resources/: the engines name none."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from sandbox.conftest import SandboxServer

import atom_xero_plugin.sandbox
from atom_xero_plugin.sandbox.api.catalogue import KINDS, RESOURCES
from atom_xero_plugin.sandbox.api.kind import Kind

SANDBOX = Path(atom_xero_plugin.sandbox.__file__).parent
ENGINES = sorted((*SANDBOX.glob("api/*.py"), *SANDBOX.glob("books/*.py")))


@pytest.mark.parametrize("path", ENGINES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_no_engine_imports_a_resource(path: Path) -> None:
    """The catalogue finds the files by itself, so that a kind more edits none of these."""
    imports = (node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.ImportFrom))

    assert not [node.module for node in imports if (node.module or "").startswith("atom_xero_plugin.sandbox.resources")]


def test_every_file_that_declares_a_kind_is_found() -> None:
    """And serves it under Xero's name of the list."""
    declaring = [path for path in SANDBOX.glob("resources/*.py") if "\nKIND: Final = Kind(" in path.read_text()]

    assert len(declaring) == len(KINDS) > 8
    assert {kind.base + kind.plural for kind in KINDS} <= {resource.path for resource in RESOURCES}


@pytest.mark.anyio
@pytest.mark.parametrize("kind", [each for each in KINDS if not each.base], ids=lambda kind: kind.plural)
async def test_every_kind_is_listed_ordered_and_shown_by_what_it_declares(server: SandboxServer, kind: Kind) -> None:
    """Its id is a field of its type, and the demo company has at least one."""
    rows = await server.rows(kind.plural, order=f"{kind.id_field} DESC")

    assert kind.id_field.lower() in kind.type.fields
    assert [row[kind.id_field] for row in rows] == sorted((row[kind.id_field] for row in rows), reverse=True) != []
