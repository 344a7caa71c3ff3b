"""What comes free with each skill: every file in skills/ is held to all of this."""

from __future__ import annotations

import ast
import inspect
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from atom_xero_plugin.authoring.generated_files import schemas
from atom_xero_plugin.catalogue.registry import Registry, describe
from atom_xero_plugin.catalogue.schema import input_schema, output_schema
from atom_xero_plugin.catalogue.skill import VERBS, Skill
from atom_xero_plugin.core.package_files import folder

ROOT = folder("skills").parent
SKILLS = Registry().skills
every_skill = pytest.mark.parametrize("skill", SKILLS, ids=lambda skill: skill.name)


def test_no_skill_file_is_broken() -> None:
    """Every file loads."""
    assert Registry().broken == []


def test_every_file_holds_the_skill_of_its_name() -> None:
    """Name, file and function are one."""
    files = sorted(path.stem for path in folder("skills").glob("*.py"))

    assert files == [skill.name for skill in SKILLS]
    assert all(skill.handler.__name__ == skill.name for skill in SKILLS)


@every_skill
def test_its_first_verb_says_its_effect(skill: Skill) -> None:
    """find reads, create writes, void destroys."""
    assert skill.name.partition("_")[0] in VERBS[skill.effect]


@every_skill
def test_every_field_is_described(skill: Skill) -> None:
    """What it takes and what it answers, down to the last field."""
    silent = [*_undescribed(input_schema(skill), "input"), *_undescribed(output_schema(skill), "output")]

    assert silent == []


@every_skill
def test_its_schemas_are_valid_and_closed(skill: Skill) -> None:
    """JSON Schema 2020-12, without references, taking no unknown field, every text bounded."""
    taken = input_schema(skill)
    Draft202012Validator.check_schema(taken)
    Draft202012Validator.check_schema(output_schema(skill))

    assert taken["type"] == "object"
    assert "$ref" not in json.dumps(describe(skill))
    assert [
        path
        for path, node in _nodes(taken, "")
        if node.get("type") == "object" and node.get("additionalProperties") is not False
    ] == []
    assert [
        path
        for path, node in _nodes(taken, "")
        if node.get("type") == "string" and not {"maxLength", "enum", "format", "pattern"} & set(node)
    ] == []


@every_skill
def test_a_text_as_long_as_a_file_is_declared(skill: Skill) -> None:
    """What takes none is given less room."""
    longest = max((node.get("maxLength", 0) for _, node in _nodes(input_schema(skill), "")), default=0)

    assert skill.takes_file == (longest > 100_000)


@every_skill
def test_its_description_finds_it(skill: Skill) -> None:
    """A host finds tools by plain words: the description names Xero, and says a little in not too many words."""
    assert "Xero" in skill.description
    assert 30 <= len(skill.description) <= 700
    assert len(skill.host_name) <= 64


@every_skill
def test_its_examples_fit_its_schema(skill: Skill) -> None:
    """There is at least one, and each is taken as it stands."""
    validator = Draft202012Validator(input_schema(skill), format_checker=Draft202012Validator.FORMAT_CHECKER)

    assert skill.examples
    assert [list(validator.iter_errors(example.arguments)) for example in skill.examples] == [
        [] for _ in skill.examples
    ]


@every_skill
def test_its_undo_is_a_skill_that_writes(skill: Skill) -> None:
    """What is named as the way back exists."""
    names = {each.name: each for each in SKILLS}

    assert skill.undo is None or names[skill.undo].writes


@every_skill
def test_it_has_a_test_file_of_its_own(skill: Skill) -> None:
    """tests/skills/test_<name>.py."""
    assert (ROOT / "tests" / "skills" / f"test_{skill.name}.py").is_file()


@every_skill
def test_it_touches_neither_database_nor_network_itself(skill: Skill) -> None:
    """A leaf is handed what it needs; it opens nothing."""
    tree = ast.parse(Path(inspect.getfile(skill.handler)).read_text())
    imported = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    imported |= {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    forbidden = (
        "sqlalchemy",
        "httpx2",
        "os",
        "subprocess",
        "atom_xero_plugin.store",
        "atom_xero_plugin.auth",
        "atom_xero_plugin.sandbox",
        "atom_xero_plugin.interfaces",
        "atom_xero_plugin.dispatch.dispatcher",
    )

    assert [name for name in imported if name.split(".")[0] in forbidden or name.startswith(forbidden[4:])] == []


def test_the_printed_schemas_are_in_step() -> None:
    """`make schemas` would change nothing."""
    requested = schemas(Registry())
    printed = {
        str(path.relative_to(folder("schemas"))): path.read_text()
        for path in folder("schemas").rglob("*.json")
        if path.name != "plugin.schema.json"
    }

    assert printed == requested


def _nodes(schema: dict[str, Any], path: str) -> Iterator[tuple[str, dict[str, Any]]]:
    yield path, schema
    for name, node in schema.get("properties", {}).items():
        yield from _nodes(node, f"{path}/{name}")
    if isinstance(schema.get("items"), dict):
        yield from _nodes(schema["items"], f"{path}[]")
    for number, node in enumerate(schema.get("anyOf", ())):
        yield from _nodes(node, f"{path}|{number}")


def _undescribed(schema: dict[str, Any], path: str) -> list[str]:
    return [
        f"{where}/{name}"
        for where, node in _nodes(schema, path)
        for name, field in node.get("properties", {}).items()
        if not field.get("description")
    ]
