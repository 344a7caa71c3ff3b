"""Where the plugin's folders are: next to the package in a checkout, inside it in a wheel."""

from __future__ import annotations

import sys
from importlib.machinery import ModuleSpec
from importlib.util import module_from_spec
from pathlib import Path

_PACKAGE = Path(__file__).parent.parent


def folder(name: str) -> Path:
    """The folder or file `name` (skills, triggers, schemas, plugin.toml), wherever the plugin was installed."""
    inside = _PACKAGE / name
    return inside if inside.exists() else _PACKAGE.parent / name


def open_as_package(name: str) -> str:
    """Make the Python files of a folder importable as `atom_xero_plugin.<name>.*` and return that dotted name.

    The folders are not installed as top-level packages, because two plugins that both ship a bare `skills` would
    overwrite each other.
    """
    dotted = f"{_PACKAGE.name}.{name}"
    if dotted not in sys.modules:
        spec = ModuleSpec(dotted, None, is_package=True)
        spec.submodule_search_locations = [str(folder(name))]
        sys.modules[dotted] = module_from_spec(spec)
    return dotted
