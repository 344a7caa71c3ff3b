"""What `make new` promises: a file and a test that hold to the house's rules before a word is changed."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from typing import Any

import pytest

from atom_xero_plugin.scaffold import main, write_skill, write_trigger
from atom_xero_plugin.sync.samples import sample_change
from atom_xero_plugin.trigger import Trigger


def load(path: Path) -> Any:
    spec = importlib.util.spec_from_file_location(f"made_{path.stem}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return getattr(module, path.stem)


def test_a_new_trigger_fires_on_its_own_sample(tmp_path: Path) -> None:
    """File, function and trigger have one name; its test stands beside the others."""
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
        (["trigger", "paid"], "noun_happening"),
        (["trigger", "Invoice_Paid"], "noun_happening"),
        (["trigger", "invoice_paid"], "is there already"),
        (["skill", "find_contacts"], "is there already"),
    ],
)
def test_a_name_that_does_not_fit_is_refused_with_a_sentence(arguments: list[str], said: str) -> None:
    """And nothing is written over."""
    with pytest.raises(SystemExit, match=said):
        main(arguments)
