"""Installed as a wheel, from the sdist, or editable: the same catalogue, in environments made for the test."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
OURS = (
    "atom_xero_plugin", "skills", "triggers", "schemas", "plugin.toml", "pyproject.toml", "README.md", "LICENSE",
    "CHANGELOG.md", "Makefile", "requirements.txt", "requirements-dev.txt", "tests", "benchmarks", "docs",
    "package.json", "package-lock.json", ".npmrc", ".gitignore",
)  # fmt: skip
AS_IT_IS = ("--no-deps", "--no-build-isolation", "--force-reinstall")
CATALOGUE = """
import json
from importlib.metadata import entry_points
import atom_xero_plugin
from atom_xero_plugin.host import Host
from atom_xero_plugin.authoring.generated_files import schemas
from atom_xero_plugin.catalogue.registry import Registry
from atom_xero_plugin.core.package_files import folder

registry = Registry()
plugin, = [each for each in entry_points(group="atom") if each.name == "xero"]
print(json.dumps({
    "where": atom_xero_plugin.__file__,
    "printed": schemas(registry),
    "committed": {str(path.relative_to(folder("schemas"))): path.read_text()
                  for room in ("", "skills", "triggers") for path in (folder("schemas") / room).glob("*.json")},
    "broken": [broken.file for broken in registry.broken],
    "plugin": plugin.value,
}))
"""


def run(*command: str | Path, cwd: Path | None = None) -> str:
    """Standard output of a command that must succeed."""
    stored = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "ATOM_", "XERO_"))}
    done = subprocess.run(
        [str(part) for part in command], cwd=cwd, env=stored, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    return done.stdout


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of what is in the repository, and nothing that work left next to it."""
    copy = tmp_path_factory.mktemp("checkout")
    for name in OURS:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, copy / name)
    return copy


@pytest.fixture(scope="module")
def built(checkout: Path) -> Path:
    """The folder with the sdist, and the wheel that was built from it."""
    run(sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-d", checkout / "dist", cwd=checkout)
    source = checkout / "unpacked"
    with tarfile.open(next((checkout / "dist").glob("*.tar.gz"))) as archive:
        archive.extractall(source, filter="data")
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", checkout / "dist", cwd=next(source.iterdir()))
    return checkout / "dist"


def pip(python: Path, command: str, *arguments: str | Path) -> str:
    """Our pip at work in that environment; what is installed is compiled when it is imported, if it is."""
    quiet = ("--quiet", "--disable-pip-version-check", "--python", python, command)
    return run(sys.executable, "-m", "pip", *quiet, *(["--no-compile"] if command == "install" else []), *arguments)


@contextmanager
def environment(folder: Path, *, bare: bool = False) -> Iterator[Path]:
    """A new environment's Python. Unless bare, the libraries already installed here can be imported from it."""
    venv.create(folder)  # without a pip of its own, which takes longer to make than the rest: ours installs into it
    python = folder / "bin" / "python"
    if not bare:
        packages = run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").strip()
        (Path(packages) / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n")
    yield python
    shutil.rmtree(folder)


def catalogue(python: Path, elsewhere: Path) -> dict[str, object]:
    """What the plugin says by itself in that environment, asked from a folder that has none of its files."""
    found: dict[str, object] = json.loads(run(python, "-c", CATALOGUE, cwd=elsewhere))
    assert found.pop("broken") == []
    assert found.pop("plugin") == "atom_xero_plugin.plugin:plugin"
    assert found["printed"] == {
        name: text for name, text in found["committed"].items() if not name.startswith("plugin.schema")
    }
    return found


def expected() -> dict[str, str]:
    """The committed schemas."""
    paths = [*(ROOT / "schemas").glob("*.json"), *(ROOT / "schemas").glob("*/*.json")]
    return {str(path.relative_to(ROOT / "schemas")): path.read_text() for path in paths}


def test_the_wheel_runs_the_main_job_with_the_pinned_libraries_alone(built: Path, tmp_path: Path) -> None:
    """Nothing of the development environment is needed; the requirements are hashed and complete."""
    with environment(tmp_path / "env", bare=True) as python:
        pip(python, "install", "--require-hashes", "-r", ROOT / "requirements.txt")
        pip(python, "install", "--no-deps", next(built.glob("*.whl")))
        pip(python, "check")
        found = catalogue(python, tmp_path)
        demo = run(python.with_name("atom-xero"), "demo", "--once", "--json", cwd=tmp_path)

    assert found["committed"] == expected()
    assert str(found["where"]).startswith(str(tmp_path / "env"))
    steps = {each["step"]: each for each in map(json.loads, demo.splitlines())}
    assert steps["invoice read back"]["invoice"]["status"] == "paid"
    assert steps["audit verified"]["rows"] > 0


def test_the_sdist_installs_to_the_same_catalogue(built: Path, tmp_path: Path) -> None:
    """Built by the installer itself."""
    with environment(tmp_path / "env") as python:
        pip(python, "install", *AS_IT_IS, next(built.glob("*.tar.gz")))
        found = catalogue(python, tmp_path)

    assert found["committed"] == expected()
    assert str(found["where"]).startswith(str(tmp_path / "env"))


def test_an_editable_install_reads_the_checkout(checkout: Path, tmp_path: Path) -> None:
    """skills/, triggers/ and schemas/ at the top level are the ones that serve."""
    with environment(tmp_path / "env") as python:
        pip(python, "install", *AS_IT_IS, "-e", checkout)
        found = catalogue(python, tmp_path)

    assert found["committed"] == expected()
    assert str(found["where"]).startswith(str(checkout))


def test_the_wheel_puts_nothing_at_the_top_level_but_the_package(built: Path) -> None:
    """Two plugins side by side must not overwrite each other's skills."""
    with zipfile.ZipFile(next(built.glob("*.whl"))) as wheel:
        names = wheel.namelist()

    assert {name.split("/")[0].split("-")[0] for name in names} == {"atom_xero_plugin"}
    assert "atom_xero_plugin/skills/create_invoice.py" in names
    assert "atom_xero_plugin/plugin.toml" in names
    assert not [name for name in names if "test" in name.split("/") or name.endswith(".pyc")]


def test_the_wheel_has_the_pages_and_the_scripts_of_others_that_were_fetched(built: Path) -> None:
    """Those are not in the repository, so git ignores them, and the wheel has them all the same."""
    web = ROOT / "atom_xero_plugin" / "interfaces" / "web"
    with zipfile.ZipFile(next(built.glob("*.whl"))) as wheel:
        names = set(wheel.namelist())

    there = [*web.glob("templates/**/*.html"), *web.glob("static/*.*"), *web.glob("static/built/*.js")]
    assert {each.name for each in there} >= {"base.html", "app.css", "app.js", "htmx.min.js"}, "make assets comes first"
    assert {str(each.relative_to(ROOT)) for each in there if not each.name.startswith(".")} <= names
