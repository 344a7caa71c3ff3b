"""The pages of the command line and of HTTP list exactly what there is."""

from __future__ import annotations

from pathlib import Path

import pytest

from atom_xero_plugin.catalogue.registry import Registry
from atom_xero_plugin.core.package_files import folder
from atom_xero_plugin.interfaces import reference
from atom_xero_plugin.interfaces.cli.app import COMMANDS

ROOT = folder("skills").parent
PAGES = reference.pages(ROOT)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_is_in_step_with_the_code(page: Path) -> None:
    """`make schemas` writes it again."""
    assert page.read_text() == PAGES[page]


def test_every_command_is_listed() -> None:
    """Those with commands of their own by each of them."""
    listed = reference.commands()

    assert [name for name in COMMANDS if f"`atom-xero {name}" not in listed] == []
    assert "`atom-xero plan approve " in listed


def test_every_route_is_listed_with_the_right_it_needs() -> None:
    """A person's right to approve, a program's to write, an administrator's to connect."""
    rows = reference.routes(Registry()).splitlines()

    assert any(row.startswith("| `POST /api/plans/{plan_id}/approve` | approve |") for row in rows)
    assert any(row.startswith("| `POST /api/plans/{plan_id}/execute` | write |") for row in rows)
    assert any("auth/tickets` | admin |" in row for row in rows)
