"""Every crash point of the package, whatever has been imported so far."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pathlib import Path

import atom_xero_plugin
from atom_xero_plugin.core.crash_points import CRASH_POINTS

PACKAGE = Path(atom_xero_plugin.__file__).parent


@cache
def _declare_all() -> None:
    """Import each module that declares some."""
    for path in PACKAGE.rglob("*.py"):
        if "\ndeclare(" in path.read_text(encoding="utf-8"):
            import_module(".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts))


def points_of(part: str) -> list[str]:
    """The points of a part, for example of `plan`, in the order of their names."""
    _declare_all()
    return sorted(name for name in CRASH_POINTS if name.startswith(f"{part}."))
