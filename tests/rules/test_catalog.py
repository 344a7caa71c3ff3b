"""schemas/catalog.json: what a host lists before it reads a single contract."""

from __future__ import annotations

import json
import tomllib
from typing import Any

import pytest

from atom_xero_plugin.core.package_files import folder

SCHEMAS = folder("schemas")
LISTED = {
    "skills": {"name", "title", "effect", "scopes", "organisation", "path"},
    "triggers": {"name", "title", "event_type", "path"},
}


def catalog() -> dict[str, Any]:
    """As plugin.toml names it."""
    path = tomllib.loads((SCHEMAS.parent / "plugin.toml").read_text())["catalogue"]["path"]
    found: dict[str, Any] = json.loads((SCHEMAS.parent / path).read_text())
    return found


@pytest.mark.parametrize("kind", LISTED)
def test_it_lists_every_file_and_repeats_no_schema(kind: str) -> None:
    """Each entry is the head of the file that it names, and nothing of its body."""
    entries = catalog()[kind]
    files = sorted(path.name for path in (SCHEMAS / kind).glob("*.json"))

    assert sorted(entry["path"] for entry in entries) == [f"{kind}/{name}" for name in files]
    for entry in entries:
        whole = json.loads((SCHEMAS / entry["path"]).read_text())
        assert set(entry) == LISTED[kind]
        assert {name: whole[name] for name in entry if name != "path"} == {
            name: value for name, value in entry.items() if name != "path"
        }
