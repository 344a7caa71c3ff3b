"""Where each module stands, what it may import, and how much one file holds."""

from __future__ import annotations

import ast
import statistics
import tomllib
from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest

from atom_xero_plugin.core.package_files import folder

ROOT = folder("skills").parent
PACKAGE = ROOT / "atom_xero_plugin"
CONTRACT = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"][0]
FLOORS = [[folder_name.strip() for folder_name in floor.split("|")] for floor in CONTRACT["layers"]]
BESIDE = {"", *CONTRACT["exhaustive_ignores"]}
"""Rooms without a floor: the public names, the reference host, the hook specifications and the sandbox."""
DOWNWARD_FROM_SYNC = {("sync", "events"), ("sync", "search")}
"""A page's rows, its events and its index are written in one transaction."""
SKILLS_IMPORT = (
    "accounting", "reconciliation", "reports", "bulk", "core", "xero.records", "plans.proposal",
    "catalogue.skill",  # `also`, the other names of a field
    "plans.views", "plans.skill_plans",  # of the skill that shows plans
    "xero.lists", "xero.write", "xero.pages", "xero.decoding.base", "xero.where_clause",  # Xero itself, by its kinds
)  # fmt: skip
SHAPES = {"Input", "Output"}
"""Names that the shape of every skill file gives its own classes."""


@cache
def modules() -> dict[str, Path]:
    """Every module of the package, the skills and the triggers, by its dotted name."""
    found = {}
    for top in ("atom_xero_plugin", "skills", "triggers"):
        for path in (ROOT / top).rglob("*.py"):
            name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
            found[name.removesuffix(".__init__")] = path
    return found


@cache
def trees() -> dict[str, ast.Module]:
    """Each module as Python reads it."""
    return {name: ast.parse(path.read_text()) for name, path in modules().items()}


def _imported(tree: ast.Module) -> set[str]:
    """The modules of ours that a module imports, at its top or in a function."""
    known, found = modules(), set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {each.name for each in node.names if each.name in known}
        elif isinstance(node, ast.ImportFrom) and node.module:
            for each in node.names:
                whole = f"{node.module}.{each.name}"
                found |= {whole if whole in known else node.module} & known.keys()
    return found


@cache
def imports() -> dict[str, set[str]]:
    """What each module imports of ours."""
    return {name: _imported(tree) - {name} for name, tree in trees().items()}


def folder_name(module: str) -> str:
    """The folder of the package that a module is in, or its own name at the root; skills and triggers are two more."""
    first, _, rest = module.partition(".")
    return first if first != "atom_xero_plugin" else rest.partition(".")[0]


def arrows() -> dict[tuple[str, str], list[str]]:
    """Which rooms import which, and by which modules."""
    found = defaultdict(list)
    for module, others in imports().items():
        for other in others:
            if folder_name(module) != folder_name(other):
                found[folder_name(module), folder_name(other)].append(f"{module} -> {other}")
    return found


def floor(name: str) -> int:
    """How high a room stands; skills and triggers stand beside sync."""
    wanted = "sync" if name in {"skills", "triggers"} else name
    return next(height for height, rooms in enumerate(reversed(FLOORS)) if wanted in rooms)


def circles() -> list[list[str]]:
    """Modules that import each other, directly or by way of others."""
    left = {name: set(others) for name, others in imports().items()}
    while ends := [name for name, others in left.items() if not others & left.keys()]:
        for name in ends:
            del left[name]
    while starts := [name for name in left if not any(name in others for others in left.values())]:
        for name in starts:
            del left[name]
    return [sorted(left)] if left else []


def test_every_folder_has_a_floor() -> None:
    """The contract of pyproject.toml names them all, and is exhaustive; so a new folder without a floor fails."""
    there = {folder_name(module) for module in modules()} - {"skills", "triggers"} - BESIDE
    named = {each for rooms in FLOORS for each in rooms}

    assert CONTRACT["exhaustive"] is True
    assert there <= named
    assert named <= there


def test_imports_go_down_alone() -> None:
    """Also those of skills, triggers and functions; nothing is left to be turned round."""
    back = {
        (one, other): by
        for (one, other), by in arrows().items()
        if BESIDE.isdisjoint({one, other}) and floor(one) <= floor(other) and (one, other) not in DOWNWARD_FROM_SYNC
    }

    assert back == {}
    assert CONTRACT.get("ignore_imports", []) == []


def test_the_drawing_by_folders_stays_small() -> None:
    """At most 30 rooms and 150 arrows: a person keeps so much in mind."""
    assert len({folder_name(module) for module in modules()}) <= 30
    assert len(arrows()) <= 150


def test_no_modules_import_each_other() -> None:
    """No circle, of however many modules: each can be read, and taken, without those above it."""
    assert circles() == []


def test_the_root_holds_six_modules() -> None:
    """What stands there is what others import; everything else has a folder."""
    there = {path.stem for path in PACKAGE.glob("*.py")}

    assert there == {"__init__", "plugin", "hookspecs", "host", "testing", "app"}


def test_no_folder_is_named_by_nothing() -> None:
    """A folder's name says what is in it."""
    names = {part for path in modules().values() for part in path.relative_to(ROOT).parts[:-1]}

    assert names.isdisjoint({"utils", "util", "helpers", "common", "misc", "manager", "managers", "shared"})


def test_xero_knows_no_table() -> None:
    """It asks for leave to call by a protocol, and tokens by another."""
    below = {other for module, others in imports().items() if folder_name(module) == "xero" for other in others}

    assert {other for other in below if folder_name(other) == "rate_limits"} <= {"atom_xero_plugin.rate_limits.gate"}
    assert {other for other in below if folder_name(other) in {"store", "auth"}} == set()
    assert imports()["atom_xero_plugin.rate_limits.gate"] == set()


@pytest.mark.parametrize("engine", ["plans", "sync", "events", "search", "dispatch", "tools", "catalogue", "jobs"])
def test_an_engine_names_no_kind(engine: str) -> None:
    """It is handed the list of kinds: neither a file of a kind nor one of its records is imported by name."""
    kinds = {path.stem for path in (PACKAGE / "xero" / "records").glob("*.py")} - {"__init__", "parts", "body"}
    by_name = {
        f"{module} -> {other}"
        for module, others in imports().items()
        for other in others
        if folder_name(module) == engine
        and (other.startswith("atom_xero_plugin.accounting.kinds.") or other.rpartition(".")[2] in kinds)
        and not other.startswith(f"atom_xero_plugin.{engine}.")
    }

    assert by_name == set()


def test_a_public_class_has_one_definition() -> None:
    """A word means one thing. The sandbox is another program; Input and Output are each skill's own."""
    defined = defaultdict(list)
    for module, tree in trees().items():
        for node in tree.body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_") and folder_name(module) != "sandbox":
                defined[node.name].append(module)

    assert {name: by for name, by in defined.items() if len(by) > 1 and name not in SHAPES} == {}


@pytest.mark.parametrize("name", sorted(path.stem for path in (ROOT / "skills").glob("[!_]*.py")))
def test_a_skill_stands_on_accounting_and_is_short(name: str) -> None:
    """It imports the public names and what means something to people, and is read in one sitting: 130 lines at most."""
    own = tuple(f"atom_xero_plugin.{each}" for each in SKILLS_IMPORT)
    others = {each for each in imports()[f"skills.{name}"] if each != "atom_xero_plugin" and not each.startswith(own)}

    assert others == set()
    assert len((ROOT / "skills" / f"{name}.py").read_text().splitlines()) <= 130


def test_functions_are_short() -> None:
    """Half of them have at most 8 lines, and none has more than 60."""
    lengths = {
        f"{module}.{node.name}": (node.end_lineno or node.lineno) - node.lineno + 1
        for module, tree in trees().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }

    assert {name: length for name, length in lengths.items() if length > 60} == {}
    assert statistics.median(lengths.values()) <= 8


def test_files_are_short() -> None:
    """Half of them have at most 90 lines; that none has more than 400 holds for tests too."""
    assert statistics.median(len(path.read_text().splitlines()) for path in modules().values()) <= 90


def test_the_earliest_day_and_what_is_a_control_character_are_said_once() -> None:
    """A constant that is one has one definition: three days were the earliest, three patterns the same characters."""
    named = ("EARLIEST", "LATEST", "CONTROL", "_CONTROL")
    defined = {
        f"{module}.{node.target.id}"
        for module, tree in trees().items()
        for node in tree.body
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.target.id in named
    }

    assert defined - {"atom_xero_plugin.bank_statements.encoding._CONTROL"} == {  # that tells text from other files
        "atom_xero_plugin.core.periods.EARLIEST",
        "atom_xero_plugin.core.periods.LATEST",
        "atom_xero_plugin.core.quoting.CONTROL",
    }
