"""Style sheet and scripts: small, whole, and of one list of values."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path

import pytest

import atom_xero_plugin.interfaces.web
from atom_xero_plugin.core.package_files import folder

STATIC = Path(atom_xero_plugin.interfaces.web.__file__).with_name("static")
ROOT = folder("skills").parent
CSS = (STATIC / "app.css").read_text()
OURS = sorted(STATIC.glob("*.js"))


def zipped(*files: Path) -> int:
    return sum(len(gzip.compress(each.read_bytes(), 9)) for each in files)


def test_the_style_sheet_is_at_most_25_kb_compressed() -> None:
    assert zipped(STATIC / "app.css") <= 25_000


def test_scripts_are_at_most_45_kb_compressed_with_those_of_others() -> None:
    others = [ROOT / "node_modules" / "htmx.org" / "dist" / name for name in ("htmx.min.js", "ext/hx-csp.min.js")]
    assert all(each.is_file() for each in others), "htmx is not here, and this test weighs it: make assets (needs npm)"
    assert zipped(*OURS, *others) <= 45_000


def test_colours_sizes_and_durations_stand_in_the_tokens_alone() -> None:
    tokens = CSS.index("/* Each component once")
    rest = re.sub(r"light-dark\([^)]*\)", "", CSS[tokens:])
    assert re.findall(r"#[0-9a-f]{6}\b", rest) == []


def test_browsers_without_light_dark_get_the_same_list() -> None:
    lists = re.findall(r"(--[\w-]+): light-dark\((#[0-9a-f]+), (#[0-9a-f]+)\);", CSS)
    light, dark = re.search(
        r"@supports not \(color: light-dark.*?:root \{(.*?)\}.*?\[data-theme=\"dark\"\] \{(.*?)\}", CSS, re.DOTALL
    ).groups()  # type: ignore[union-attr]
    assert len(lists) > 20
    for name, in_light, in_dark in lists:
        assert f"{name}: {in_light};" in light
        assert f"{name}: {in_dark};" in dark


def test_every_variable_that_is_used_is_defined() -> None:
    assert set(re.findall(r"var\((--[\w-]+)", CSS)) <= set(re.findall(r"(--[\w-]+):", CSS))


@pytest.mark.parametrize("script", OURS, ids=lambda each: each.name)
def test_our_scripts_write_no_markup_and_run_no_text(script: Path) -> None:
    forbidden = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|setTimeout\(\s*[\"']"
    assert not re.search(forbidden, script.read_text())


@pytest.mark.parametrize("script", OURS, ids=lambda each: each.name)
def test_what_a_script_imports_is_there(script: Path) -> None:
    for name in re.findall(r'from "\./([\w-]+\.js)"', script.read_text()):
        assert (STATIC / name).is_file()


def test_what_comes_from_others_is_pinned_with_its_hash_and_names_no_address() -> None:
    text = (ROOT / "package-lock.json").read_text()
    packages = {name: each for name, each in json.loads(text)["packages"].items() if name}
    assert packages.keys() == {"node_modules/htmx.org", "node_modules/axe-core"}
    assert all(each["integrity"].startswith("sha512-") for each in packages.values())
    assert "http" not in text


def test_nothing_of_others_is_in_the_repository() -> None:
    ignored = (ROOT / ".gitignore").read_text().split()
    assert {"node_modules/", "atom_xero_plugin/interfaces/web/static/built/"} <= set(ignored)
    assert not [each for each in STATIC.rglob("*.min.js") if each.parent.name != "built"]
