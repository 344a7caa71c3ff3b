"""The heads of all skills, read from the printed list: quick, and never another list than the files give."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from atom_xero_plugin.catalogue import listing
from atom_xero_plugin.catalogue.listing import entry_of
from atom_xero_plugin.catalogue.registry import Registry

REPORTING = """
import sys
from atom_xero_plugin.catalogue.registry import Registry
found = Registry().entries
print(len(found), sum(name.startswith("atom_xero_plugin.skills.") for name in sys.modules))
"""


def test_the_heads_are_known_without_loading_a_skill() -> None:
    """A server that lists its tools loads the skills that are tools, and no other."""
    done = subprocess.run([sys.executable, "-c", REPORTING], capture_output=True, text=True, check=True)

    assert done.stdout.split() == [str(len(Registry().skills)), "0"]


def test_the_heads_are_those_of_the_files() -> None:
    """Printed and loaded, they are the same."""
    assert Registry().entries == [entry_of(skill) for skill in Registry().skills]


@pytest.mark.parametrize("text", ["", "{}", '{"skills": [{"name": "find_contacts"}]}', '{"skills": []}'])
def test_a_list_that_is_not_in_step_is_not_used(text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of another version, of other files, or none at all: the files themselves are asked."""
    (tmp_path / "catalog.json").write_text(text)
    monkeypatch.setattr(listing, "folder", lambda _: tmp_path)
    listing._listed.cache_clear()
    try:
        assert listing.listed(["find_contacts"]) is None
        assert [entry.name for entry in Registry().entries] == [skill.name for skill in Registry().skills]
    finally:
        listing._listed.cache_clear()
