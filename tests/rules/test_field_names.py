"""What there is to say of a skill's field stands with the field: no engine holds a list of such names."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Final

from atom_xero_plugin.catalogue.field_extras import extras_of
from atom_xero_plugin.catalogue.registry import Registry
from atom_xero_plugin.catalogue.skill import VERBS
from atom_xero_plugin.core.package_files import folder

PACKAGE: Final = folder("skills").parent / "atom_xero_plugin"
OF_MEANING: Final = {"accounting", "bank_statements", "reconciliation", "reports", "sandbox", "xero"}
"""Folders that know what records hold; all others serve every skill alike."""
OF_PAGES: Final = "interfaces/web/"
"""Where a page declares what it asks of one skill, and shows of which kinds; no engine reads it."""
MANY: Final = 5
FIRST_WORDS: Final = {verb for verbs in VERBS.values() for verb in verbs}
"""What skills' names begin with; some, such as invoice, name fields too. A list of nothing else is no fault."""


def _names() -> set[str]:
    """Every name that a field of a skill has, at any depth."""
    return {name for skill in Registry().skills for each in extras_of(skill.input_type) for name in each.path}


def _literals(file: Path) -> list[tuple[int, set[str]]]:
    """The sets, lists, tuples and dictionaries of a file: line, and the texts that they hold."""
    found = []
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Set | ast.List | ast.Tuple | ast.Dict):
            parts = node.keys if isinstance(node, ast.Dict) else node.elts
            texts = {each.value for each in parts if isinstance(each, ast.Constant) and isinstance(each.value, str)}
            found.append((node.lineno, texts))
    return found


def test_no_engine_lists_the_fields_of_skills() -> None:
    """44 of them stood in the middle of the package, and each skill that came had to be thought of there."""
    names = _names()
    lists = [
        (str(file.relative_to(PACKAGE)), line, sorted(texts & names))
        for file in PACKAGE.rglob("*.py")
        if file.relative_to(PACKAGE).parts[0] not in OF_MEANING
        and not file.relative_to(PACKAGE).as_posix().startswith(OF_PAGES)
        for line, texts in _literals(file)
        if len(texts & names) >= MANY and not texts <= FIRST_WORDS
    ]

    assert lists == []


def test_other_names_that_fields_share_stand_once() -> None:
    """Where they stood twice, one of the two was forgotten when a name was added."""
    where: dict[frozenset[str], list[str]] = {}
    for file in [*PACKAGE.rglob("*.py"), *folder("skills").glob("*.py")]:
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "also":
                (names, *_) = node.args
                if isinstance(names, ast.Constant):
                    where.setdefault(frozenset(str(names.value).split()), []).append(f"{file.name}:{node.lineno}")

    assert [places for places in where.values() if len(places) > 1] == []
