"""Each command that the product prints between backticks exists, and takes what is printed as it stands."""

from __future__ import annotations

import ast
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

import atom_xero_plugin
from atom_xero_plugin.interfaces.cli.app import app

ROOT = Path(atom_xero_plugin.__file__).parent
_COMMAND = re.compile(r"`atom-xero ([^`]+)`")
_CHOSEN = re.compile(r"(?<=`atom-xero )ID(?= --confirm)")
"""Where the command itself is put in: one of those that ask for the whole name."""
_STANDS_FOR = re.compile(r"\{[^}]*\}")


def _texts(tree: ast.AST) -> Iterator[str]:
    """Every text that may be printed, with `ID` for what is put in; docstrings are for who reads the code."""
    inside = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    prose = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            yield _CHOSEN.sub(
                "disconnect ID", "".join(part.value if isinstance(part, ast.Constant) else "ID" for part in node.values)
            )
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and not {id(node)} & (inside | prose):
            yield node.value


def _printed() -> list[str]:
    found = set[str]()
    for source in (path.read_text() for path in ROOT.rglob("*.py")):
        if "`atom-xero" in source:  # to read all of the code takes seconds, in every process that collects tests
            found |= {each for text in _texts(ast.parse(source)) for each in _COMMAND.findall(text)}
    return sorted(found)


@pytest.mark.parametrize("printed", _printed())
def test_a_command_that_is_printed_can_be_typed(printed: str) -> None:
    """Its name, its options, and all the arguments that it needs."""
    words = shlex.split(_STANDS_FOR.sub("ID", printed))
    command: Any = get_command(app)
    path = "atom-xero"
    while hasattr(command, "get_command") and words:
        path, command = f"{path} {words[0]}", command.get_command(None, words.pop(0))
        assert command is not None, f"there is no {path}"

    assert not hasattr(command, "get_command"), f"{path} needs a command"
    command.make_context(path, words)


def test_hints_are_found() -> None:
    """The rule checks something."""
    assert len(_printed()) >= 15
