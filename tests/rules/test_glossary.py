"""What people read keeps to docs/glossary.md: pages, help, messages and descriptions."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from atom_xero_plugin.core.package_files import folder

ROOT = folder("skills").parent
PAGES = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    ROOT / "CHANGELOG.md",
    ROOT / "plugin.toml",
    *sorted((ROOT / "docs").rglob("*.md")),
]
PLACES = ("atom_xero_plugin", "skills", "triggers")
NOT_OURS = ("sandbox", "versions")  # the sandbox speaks Xero's words; a landed migration is never edited
EXACT = re.compile(r"^[\w:.\-/?= ]{0,24}$")  # names that others rely on: sources, parts of health, query parameters


def forbidden() -> list[re.Pattern[str]]:
    """The words of the last table, as patterns."""
    table = (ROOT / "docs" / "glossary.md").read_text().split("## Words we do not use")[1]
    return [re.compile(each, re.IGNORECASE) for each in re.findall(r"^\| /(.+?)/ \|", table, re.MULTILINE)]


WORDS = forbidden()


def found(text: str) -> list[str]:
    return [hit.group() for word in WORDS if (hit := word.search(text))]


def prose(page: Path) -> Iterator[str]:
    """The lines of a page that are no code; of the glossary those before the last table."""
    code = False
    for line in page.read_text().split("## Words we do not use")[0].splitlines():
        if line.startswith("```"):
            code = not code
        elif not code:
            yield re.sub(r"`[^`]*`", "", line)


def messages(path: Path) -> Iterator[tuple[int, str]]:
    """Every text of a module that is a sentence, docstrings left out."""
    tree = ast.parse(path.read_text())
    inside = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str) or id(node) in inside:
            continue
        if " " in node.value.strip() and not EXACT.match(node.value):
            yield node.lineno, re.sub(r"`[^`]*`", "", node.value)


def sentences(node: Any) -> Iterator[str]:
    """Every title and description of a schema."""
    if isinstance(node, dict):
        yield from (
            re.sub(r"`[^`]*`", "", node[name]) for name in ("title", "description") if isinstance(node.get(name), str)
        )
    for each in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from sentences(each)


def test_the_table_of_words_is_read() -> None:
    """A rule that reads no word keeps nothing."""
    assert len(WORDS) > 20
    assert found("it is heard anew") == ["heard", "anew"]


@pytest.mark.parametrize("page", [page for page in PAGES if page.exists()], ids=lambda page: page.name)
def test_pages_keep_to_the_glossary(page: Path) -> None:
    """Also the words between code."""
    wrong = [(line, found(line)) for line in prose(page) if found(line)]

    assert wrong == []


@pytest.mark.parametrize("place", PLACES)
def test_messages_help_and_descriptions_keep_to_the_glossary(place: str) -> None:
    """Errors, hints, command help, titles, descriptions: every sentence that code holds."""
    wrong = [
        f"{path.relative_to(ROOT)}:{line}: {found(text)}"
        for path in sorted((ROOT / place).rglob("*.py"))
        if not set(NOT_OURS) & set(path.parts)
        for line, text in messages(path)
        if found(text)
    ]

    assert wrong == []


def test_the_generated_schemas_keep_to_the_glossary() -> None:
    """What a model reads of a skill or trigger."""
    wrong = {
        path.name: [found(text) for text in sentences(json.loads(path.read_text())) if found(text)]
        for path in sorted((ROOT / "schemas").rglob("*.json"))
    }

    assert {name: words for name, words in wrong.items() if words} == {}
