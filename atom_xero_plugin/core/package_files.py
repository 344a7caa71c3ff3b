"""Where the plugin's folders are: next to the package in a checkout, inside it in a wheel."""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.machinery import ModuleSpec
from importlib.util import module_from_spec
from pathlib import Path
from types import ModuleType
from typing import Any

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


class _Moved(ModuleType):
    """A module under the name it had; what is in it is loaded when asked for."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(import_module(self.__dict__["_now"]), name)


def keep_module(name: str, now: str) -> None:
    """Let programs import a module by the name that documentation gave it before it moved to `now`."""
    moved = _Moved(name)
    moved.__dict__["_now"] = now
    sys.modules.setdefault(name, moved)
