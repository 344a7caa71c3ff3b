"""Every resource that the sandbox serves and every kind of record, as the files of `resources/` and `reports/` say.

A file declares what it serves as `ROUTES`, and its kind of record, if it has one, as `KIND`.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator
from importlib import import_module
from types import ModuleType
from typing import Final

from atom_xero_plugin.sandbox.api.kind import Kind
from atom_xero_plugin.sandbox.api.resource import Resource

_FOLDERS: Final = ("atom_xero_plugin.sandbox.reports", "atom_xero_plugin.sandbox.resources")


def _modules() -> Iterator[ModuleType]:
    for folder in _FOLDERS:
        package = import_module(folder)
        yield package
        for found in pkgutil.iter_modules(package.__path__, f"{folder}."):
            yield import_module(found.name)


_FOUND: Final = tuple(_modules())
RESOURCES: Final[list[Resource]] = [route for module in _FOUND for route in getattr(module, "ROUTES", ())]
KINDS: Final[list[Kind]] = [module.KIND for module in _FOUND if hasattr(module, "KIND")]
