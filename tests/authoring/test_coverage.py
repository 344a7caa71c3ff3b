"""docs/coverage.md counts what is there: no skill that is not, no test that is not, and nothing left out."""

from __future__ import annotations

import re

import pytest

from atom_xero_plugin.authoring.coverage import BEYOND, TOOL, coverage_page, coverage_rows
from atom_xero_plugin.catalogue.registry import Registry
from atom_xero_plugin.core.package_files import folder
from atom_xero_plugin.interfaces.mcp import search_tools

ROOT = folder("skills").parent
ROWS = coverage_rows(ROOT)
MATRIX = [row for row in ROWS if row.area != BEYOND]
NAMES = frozenset(skill.name for skill in Registry().skills)


def test_the_matrix_is_whole() -> None:
    """99 actions, none twice; what people ask for beyond them is listed and not counted."""
    assert len(MATRIX) == 99
    assert len({(row.area, row.action) for row in ROWS}) == len(ROWS)


def test_what_is_called_covered_is_there_and_tested() -> None:
    """Each skill is in the catalogue, each tool on the server, each test is a file that holds a test of it."""
    for row in (row for row in ROWS if row.covered(NAMES)):
        assert set(row.skills) <= NAMES
        assert {name.removeprefix(TOOL) for name in row.by if name.startswith(TOOL)} <= search_tools.NAMES
        for path in row.tests:
            assert re.search(r"^(async )?def test_", (ROOT / path).read_text(), re.MULTILINE), (row.action, path)


def test_the_page_counts_and_says_what_is_not_covered() -> None:
    """The number is that of the rows; each other row stands in the list at the end."""
    page = (ROOT / "docs" / "coverage.md").read_text()
    covered = [row for row in MATRIX if row.covered(NAMES)]
    said = re.search(r"\*\*(\d+) of (\d+)\*\*", page)

    assert said is not None
    assert (int(said[1]), int(said[2])) == (len(covered), 99)
    assert page.count("| not covered |") == len([row for row in ROWS if not row.covered(NAMES)])
    left = page.partition("## Not covered")[2]
    assert all(row.action in left for row in ROWS if not row.covered(NAMES))


@pytest.mark.parametrize("gone", ["void_invoice", "find_invoices"])
def test_a_skill_that_goes_takes_its_rows_along(gone: str) -> None:
    """No count stays that is not true."""
    whole, less = coverage_page(ROOT, NAMES), coverage_page(ROOT, NAMES - {gone})

    assert whole.count("| not covered |") < less.count("| not covered |")
