"""Packages whose `__init__` waits, so that a short program pays for the parts of a library that it uses.

`import a.b.engine` runs `a/b/__init__.py` first, which in some libraries loads all that they offer: the asyncio package
of SQLAlchemy the whole ORM, for one. Of a late package only what is asked for is loaded: a submodule, or a name from
one of the submodules given here; any other name runs the `__init__` after all, so nothing is missing.

For programs of ours only: a host that imports the plugin keeps its libraries as they are.
"""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.machinery import PathFinder
from importlib.util import find_spec, module_from_spec
from types import ModuleType
from typing import Any, Final

_SOURCES: Final[dict[str, tuple[str, ...]]] = {}
"""Of each late package: the submodules whose names it gives without running its `__init__`."""


class _LatePackage(ModuleType):
    """A package that has not run its `__init__` yet."""

    def __getattr__(self, name: str) -> Any:
        """A name of the package; raises AttributeError for a submodule, which `import` then finds by itself."""
        if name.startswith("__"):
            raise AttributeError(name)
        for source in _SOURCES[self.__name__]:
            module = import_module(f"{self.__name__}.{source}")
            if hasattr(module, name):
                return getattr(module, name)
        if PathFinder.find_spec(f"{self.__name__}.{name}", self.__path__) is not None:
            raise AttributeError(name)
        self.__class__ = ModuleType  # type: ignore[assignment]  # from here on it is like any other
        if self.__spec__ is not None and self.__spec__.loader is not None:
            self.__spec__.loader.exec_module(self)
        return getattr(self, name)


def make_late(package: str, *sources: str) -> None:
    """Let a package run its `__init__` only when a name is asked for that none of its submodules `sources` has.

    A package that was imported before, or is not there, stays as it is.
    """
    if package in sys.modules:
        return
    try:
        spec = find_spec(package)  # imports the packages above it
    except ModuleNotFoundError:
        return
    if spec is None or spec.submodule_search_locations is None:
        return
    module = module_from_spec(spec)
    module.__class__ = _LatePackage
    _SOURCES[package] = sources
    sys.modules[package] = module
    above, _, own = package.rpartition(".")
    if above:
        setattr(sys.modules[above], own, module)
