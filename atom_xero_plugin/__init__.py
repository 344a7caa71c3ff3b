"""Xero accounting for people, AI chats and workflows: skills, triggers, search and one shared token store."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from atom_xero_plugin.catalogue.skill import Example, skill
from atom_xero_plugin.catalogue.trigger import trigger
from atom_xero_plugin.core.package_files import keep_module, open_as_package

if TYPE_CHECKING:
    from atom_xero_plugin.catalogue.context import Context
    from atom_xero_plugin.hookspecs import hookimpl

__version__ = "0.1.0"
__all__ = ["Context", "Example", "__version__", "hookimpl", "skill", "trigger"]

_LATE = {"Context": "atom_xero_plugin.catalogue.context", "hookimpl": "atom_xero_plugin.hookspecs"}
"""Names loaded when first asked for: a database and an HTTP stack do not belong on every start-up path."""

for _room in ("skills", "triggers"):
    open_as_package(_room)  # here, so that whatever names a skill's module finds it, unpickling included
keep_module("atom_xero_plugin.registry", "atom_xero_plugin.catalogue.registry")


def __getattr__(name: str) -> Any:
    """Load a late name."""
    if name not in _LATE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_LATE[name]), name)
