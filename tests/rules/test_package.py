"""The rules about the house, as tests."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

import atom_xero_plugin
from atom_xero_plugin.auth.scopes import resolve
from atom_xero_plugin.core import errors
from atom_xero_plugin.core.package_files import folder
from atom_xero_plugin.core.settings import SETTINGS

ROOT = folder("skills").parent
PACKAGE = ROOT / "atom_xero_plugin"


def sources() -> list[Path]:
    return [
        path
        for folder_name in ("atom_xero_plugin", "skills", "triggers", "tests", "benchmarks")
        for path in (ROOT / folder_name).rglob("*.py")
    ]


def test_the_public_names_are_pinned() -> None:
    """Others import these; one more or less is a decision."""
    assert sorted(atom_xero_plugin.__all__) == ["Context", "Example", "__version__", "hookimpl", "skill", "trigger"]
    assert all(hasattr(atom_xero_plugin, name) for name in atom_xero_plugin.__all__)


def test_importing_the_plugin_loads_no_database_web_or_http_library() -> None:
    """A host that only lists its plugins pays nothing for ours."""
    script = "import atom_xero_plugin, sys; print(*sorted({m.split('.')[0] for m in sys.modules}))"
    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.split()

    assert not {"sqlalchemy", "httpx2", "starlette", "authlib", "typer", "jsonschema", "alembic"} & set(loaded)


def test_no_file_is_longer_than_400_lines() -> None:
    """A longer one holds too many roles."""
    assert [str(path) for path in sources() if len(path.read_text().splitlines()) > 400] == []


def test_every_class_of_error_stands_in_the_drawn_tree() -> None:
    """The picture at the top of errors.py is complete."""
    drawn = set(re.findall(r"[A-Z]\w+", errors.__doc__ or ""))
    classes = {name for name, value in vars(errors).items() if isinstance(value, type) and issubclass(value, Exception)}

    assert classes - {"Exception"} <= drawn


def test_every_error_says_what_it_means() -> None:
    """The docstring is the message."""
    classes = [value for value in vars(errors).values() if isinstance(value, type) and issubclass(value, Exception)]

    assert all(each.__doc__ and each.__doc__.rstrip().endswith(".") for each in classes)
    assert len({each.code for each in classes if issubclass(each, errors.XeroPluginError)}) > 20


def test_plugin_toml_says_what_its_schema_allows() -> None:
    """And what it says is true."""
    reported = manifest()
    schema = (ROOT / "schemas" / "plugin.schema.json").read_text()

    assert list(Draft202012Validator(__import__("json").loads(schema)).iter_errors(reported)) == []
    assert reported["plugin"]["version"] == atom_xero_plugin.__version__ == project()["version"]
    assert reported["entry-point"]["object"] == project()["entry-points"]["atom"]["xero"]
    assert sorted(reported["scopes"]["standard"]) == sorted(resolve("standard"))
    sentences = {setting.env: setting.sentence for setting in SETTINGS}
    assert all(sentences[given["env"]] == given["description"] for given in reported["settings"])


def test_nothing_outside_the_settings_reads_the_environment() -> None:
    """One place knows the names; crash points, which are no settings, are the other."""
    reading = {path.name for path in PACKAGE.rglob("*.py") if re.search(r"os\.environ|os\.getenv", path.read_text())}

    assert reading <= {"settings.py", "crash_points.py"}


FLOATS = {
    "catalogue/validation/amounts.py": "a number as JSON gave it is made exact text or refused",
    "catalogue/validation/check.py": "a JSON number is recognised, to be refused or made exact",
    "catalogue/validation/coercion.py": "a JSON number is recognised, to be refused or made exact",
    "reconciliation/matching/scoring.py": "scores and chances; amounts next to them are Decimal",
    "xero/body.py": "a float in a body is refused",
}
"""Files that know of money and of floats, and why."""


def test_no_float_stands_in_a_money_path() -> None:
    """A file that knows Decimal or Money holds no float: no number with a point, no `float`, no parse into one."""
    found = {}
    for path in [*PACKAGE.rglob("*.py"), *(ROOT / "skills").glob("*.py"), *(ROOT / "triggers").glob("*.py")]:
        tree = ast.parse(path.read_text())
        imported = {each.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for each in node.names}
        if "sandbox" in path.parts or not imported & {"Decimal", "Money", "PricedLine", "Totals", "cents"}:
            continue
        lines = [node.lineno for node in ast.walk(tree) if _is_float(node)]
        if lines:
            found[str(path.relative_to(PACKAGE if PACKAGE in path.parents else ROOT))] = lines

    assert found.keys() == FLOATS.keys(), found


def _is_float(node: ast.AST) -> bool:
    if isinstance(node, ast.Constant):
        return isinstance(node.value, float)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        of_json = isinstance(node.func.value, ast.Name) and node.func.value.id == "json"
        return of_json and node.func.attr in {"loads", "load"}  # it reads 0.1 as a float
    return isinstance(node, ast.Name) and node.id == "float"


def manifest() -> dict[str, Any]:
    return tomllib.loads((ROOT / "plugin.toml").read_text())


def project() -> dict[str, Any]:
    found: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    return found
