"""docs/running.md names commands, settings and errors that there are."""

from __future__ import annotations

import re

import pytest
from typer.main import get_command

from atom_xero_plugin.core import errors
from atom_xero_plugin.core.package_files import folder
from atom_xero_plugin.core.settings import SETTINGS
from atom_xero_plugin.interfaces.cli import app as cli

PAGE = (folder("skills").parent / "docs" / "running.md").read_text()
COMMANDS = sorted(set(re.findall(r"atom-xero ([a-z]+(?: [a-z]+)?)(?=[ `\n])", PAGE)))
CODES = re.findall(r"\| `([a-z_]+)` \| (\d+) \|", PAGE)


@pytest.mark.parametrize("words", COMMANDS)
def test_each_command_is_there(words: str) -> None:
    """With its options."""
    command = get_command(cli.app)
    context = command.make_context("atom-xero", ["doctor"])
    for word in words.split():
        found = command.get_command(context, word)
        if found is None:  # an argument of the one before
            assert not hasattr(command, "get_command"), words
            break
        command = found


def test_each_setting_and_each_error_is_there() -> None:
    """By its name, and with its status."""
    named = set(re.findall(r"\b(?:ATOM|XERO)_[A-Z_]+\b", PAGE))
    kinds = {kind.code: kind.http_status for kind in vars(errors).values() if isinstance(kind, type)
             and issubclass(kind, errors.XeroPluginError)}  # fmt: skip

    assert named <= {setting.env for setting in SETTINGS}
    assert {code: int(status) for code, status in CODES}.items() <= kinds.items()
    assert {code for code in kinds if code.startswith("database_")} == {code for code, _ in CODES} | {
        "database_not_ready"
    }
