"""The catalogue: found by file, and whole even when one file is broken."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.catalogue.registry import Registry
from atom_xero_plugin.core.errors import UnknownSkill
from atom_xero_plugin.core.package_files import folder


def test_a_skill_is_found_with_and_without_the_hosts_prefix() -> None:
    """Hosts say xero_find_contacts."""
    assert Registry().skill("xero_find_contacts").name == Registry().skill("find_contacts").name == "find_contacts"


def test_an_unknown_name_is_answered_with_the_nearest() -> None:
    """A slip is easy to mend."""
    with pytest.raises(UnknownSkill) as caught:
        Registry().skill("find_contact")

    assert "find_contacts" in caught.value.hint


@pytest.mark.parametrize(
    ("name", "effect"), [("create_thing", "read"), ("find_thing", "write"), ("void_thing", "write"), ("thing", "read")]
)
def test_a_name_whose_verb_belies_its_effect_is_refused(name: str, effect: str) -> None:
    """The first word says people what may happen."""

    async def handler(ctx: Context, input: object) -> None:
        """Do a thing in Xero."""

    handler.__name__ = name
    with pytest.raises(TypeError, match="begins with"):
        skill(effect=effect, scopes=[], examples=[Example("x", {})])(handler)  # type: ignore[arg-type]


def test_a_broken_file_is_named_and_the_rest_still_serve(tmp_path: Path) -> None:
    """In a copy of the project, so that no other test sees the planted files."""
    root = folder("skills").parent
    for room in ("atom_xero_plugin", "skills", "triggers", "schemas"):
        if (root / room).is_dir():
            shutil.copytree(root / room, tmp_path / room, ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "skills" / "find_nothing.py").write_text("import a_module_that_is_not_there\n")
    (tmp_path / "skills" / "show_wrong_name.py").write_text("other = 1\n")
    script = (
        "from atom_xero_plugin.catalogue.registry import Registry\n"
        "r = Registry()\n"
        "print(len(r.skills), [b.file for b in r.broken])\n"
    )

    reported = subprocess.run(
        [sys.executable, "-c", script],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": "."},
    ).stdout.strip()

    whole = len(list((root / "skills").glob("*.py")))
    assert reported == f"{whole} ['skills/find_nothing.py', 'skills/show_wrong_name.py']"
