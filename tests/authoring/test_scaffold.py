"""What `make new` promises: a file and a test that hold to the house's rules before a word is changed."""

from __future__ import annotations

import asyncio
import importlib
import importlib.util
import re
import sys
from pathlib import Path
from typing import Any

import pytest

from atom_xero_plugin.authoring.scaffold import main, write_skill, write_trigger
from atom_xero_plugin.catalogue import registry as registry_module
from atom_xero_plugin.catalogue.trigger import Trigger
from atom_xero_plugin.core.errors import UnknownSkill
from atom_xero_plugin.events.samples import sample_change
from atom_xero_plugin.testing import open_connected_house
from tests.rules.test_every_skill_on_the_sandbox import (
    FAULTS,
    rule_of_faults,
)


def load(path: Path) -> Any:
    spec = importlib.util.spec_from_file_location(f"made_{path.stem}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return getattr(module, path.stem)


def test_a_new_trigger_fires_on_its_own_sample(tmp_path: Path) -> None:
    """File, function and trigger have one name; its test stands next to the others."""
    leaf, test = write_trigger("invoice_tagged", tmp_path)
    made = load(leaf)

    assert (leaf.relative_to(tmp_path), test.relative_to(tmp_path)) == (
        Path("triggers/invoice_tagged.py"), Path("tests/triggers/test_invoice_tagged.py"),
    )  # fmt: skip
    assert isinstance(made, Trigger)
    assert made.name == "invoice_tagged"
    assert made.happened(sample_change(made), made.filters())
    compile(test.read_text(), str(test), "exec")


@pytest.mark.parametrize("name", ["show_weather", "create_weather", "void_weather"])
def test_a_new_skill_has_the_effect_of_its_verb(tmp_path: Path, name: str) -> None:
    """Read, write or destructive."""
    leaf, test = write_skill(name, tmp_path)

    assert load(leaf).effect == {"show": "read", "create": "write", "void": "destructive"}[name.partition("_")[0]]
    compile(test.read_text(), str(test), "exec")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "Say what to make"),
        (["skill"], "Say what to make"),
        (["report", "x_y"], "Say what to make"),
        (["skill", "weather"], "verb_noun"),
        (["skill", "dance_weather"], "verb_noun"),
        (["trigger", "paid"], "noun_event"),
        (["trigger", "Invoice_Paid"], "noun_event"),
        (["trigger", "invoice_paid"], "is there already"),
        (["skill", "find_contacts"], "is there already"),
    ],
)
def test_a_name_that_does_not_fit_is_refused_with_a_sentence(arguments: list[str], said: str) -> None:
    """And nothing is written over."""
    with pytest.raises(SystemExit, match=said):
        main(arguments)


@pytest.mark.parametrize(
    ("changed", "to", "said"),
    [
        ('effect="read"', 'effect="raed"', "'raed' is no effect; it is one of read, write, destructive"),
        ('effect="read"', 'effect="write"', "begins with one of create"),
        ('"accounting.settings.read"', '"accounting.setings.read"', "did you mean accounting.settings.read?"),
        ('["accounting.settings.read"]', '"accounting.settings.read"', "it is a list"),
        ('["accounting.settings.read"]', "[7]", "it is a list"),
    ],
)
def test_a_new_skill_whose_effect_or_scope_is_wrong_is_reported_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, changed: str, to: str, said: str
) -> None:
    """By name, with what would be right; to whoever calls it too."""
    leaf, _ = write_skill("show_weather", tmp_path)
    text = leaf.read_text()
    assert changed in text
    leaf.write_text(text.replace(changed, to))

    imported = importlib.import_module

    def loaded(name: str) -> Any:
        if not name.endswith(".show_weather"):
            return imported(name)
        spec = importlib.util.spec_from_file_location("made_wrong", leaf)
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        monkeypatch.setitem(sys.modules, "made_wrong", module)
        spec.loader.exec_module(module)
        return module

    monkeypatch.setattr(registry_module, "_names", lambda room: ["show_weather"] if room == "skills" else [])
    monkeypatch.setattr(registry_module.importlib, "import_module", loaded)
    registry = registry_module.Registry()

    assert said in registry.broken[0].reason
    with pytest.raises(UnknownSkill, match=re.escape(said)):
        registry.skill("show_weather")


def test_a_new_skill_that_writes_and_only_has_scopes_to_read_is_reported_so(tmp_path: Path) -> None:
    """Xero would refuse each of its calls."""
    leaf, _ = write_skill("create_weather", tmp_path)
    leaf.write_text(leaf.read_text().replace('"accounting.contacts"', '"accounting.contacts.read"'))

    with pytest.raises(ValueError, match=r"effect is write, and its scopes \(accounting\.contacts\.read"):
        registry_module._proper_skill(load(leaf))


@pytest.mark.parametrize("status", FAULTS)
def test_a_new_skill_holds_to_the_rule_of_faults(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, status: int) -> None:
    """`make new` runs the rules of every skill on the file just made, before a word of it is changed."""
    leaf, _ = write_skill("show_weather", tmp_path)
    made, imported = load(leaf), importlib.import_module
    module = sys.modules["made_show_weather"]
    monkeypatch.setattr(registry_module, "_names", lambda room: ["show_weather"] if room == "skills" else [])
    monkeypatch.setattr(
        registry_module.importlib,
        "import_module",
        lambda name: module if name.endswith(".show_weather") else imported(name),
    )
    with asyncio.Runner() as runner:
        house = runner.run(open_connected_house(tmp_path))
        rule_of_faults(made, status, house, runner)
        runner.run(house.runtime.close())
